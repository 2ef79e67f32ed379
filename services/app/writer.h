// Writer: the book's single writer. Takes commands in order, decides them, and makes whatever has
// gathered while the last flush ran durable as one group, with one fsync. Only then does anybody
// hear of it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/app/answer.h"
#include "services/app/clock.h"
#include "services/app/derived.h"
#include "services/app/meters.h"
#include "services/app/resident.h"
#include "store/event_log.h"

namespace outturn::app {

class Writer {
 public:
  struct Parts {  // all outlive the writer
    store::EventLog& log;
    store::Epoch epoch;
    const core::CodeTablesByVersion& tables;
    const Clock& clock;
    Derived& derived;
    Resident& resident;
    Meters& meters;
  };

  // The resident book is as of the log's tail.
  explicit Writer(const Parts& parts);
  ~Writer();  // Stop()

  // Decides the commands in their turn, one after the other; one that is refused does not touch
  // its neighbours. `on_answers` is called exactly once, perhaps before Submit returns, else on the
  // writer's thread: it must not block. `bytes` is about what the commands hold in memory: the
  // queue is bounded by it too. Any thread.
  void Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
              OnAnswers on_answers);

  // Answers what was submitted, then takes no more. Any thread but the writer's own.
  void Stop();

  // Refuses what comes from now on as kDiskFull until Resume: unlike after a failed write the book
  // is whole. Any thread.
  void Pause(const std::string& why);
  void Resume();

  // Empty while the book takes writes.
  [[nodiscard]] std::string WhyNotWritable() const;

  // What waits to be decided.
  struct Queue {
    size_t commands = 0;
    size_t bytes = 0;
  };
  [[nodiscard]] Queue Waiting() const;

 private:
  struct Batch {
    std::vector<core::Command> commands;
    size_t bytes;
    bool validate_only;
    OnAnswers on_answers;
    std::vector<Answer> answers;
  };
  struct Group;

  void Run();
  std::deque<Batch> NextBatches();  // what waits, at most one group's worth; empty: stop
  void Carry(std::deque<Batch> batches);
  // Makes the group durable and answers its batches.
  void Settle(Group& group, std::vector<Batch>& batches);
  void DecideAll(Batch& batch, Group& group);
  Answer DecideOne(core::Command&& command, bool validate_only, Group& group);
  // Folds the event into the book and adds it to the group.
  void Enter(core::Event&& event, uint64_t fingerprint, Group& group);
  Answer AnswerAgain(const core::Command& command, const core::Event& recorded) const;
  store::Status Flush(Group& group);
  void Publish(Group& group);
  // The group could not be written: the book goes back to what the log holds, and takes no more.
  void Lose(const store::Status& why);
  void TurnReadOnly(const std::string& why);
  // Why nothing is taken, if nothing is. Under the lock.
  std::optional<Unavailable> Refusing() const;

  const Parts parts_;
  const std::unique_ptr<Group> group_;  // the one being gathered; the writer's thread only

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> queue_;
  size_t queued_ = 0;        // commands in queue_
  size_t queued_bytes_ = 0;  // and about what they hold
  bool stopping_ = false;
  std::string why_not_writable_;
  std::string why_paused_;  // empty: not paused
  std::once_flag joined_;
  std::thread thread_;
};

}  // namespace outturn::app
