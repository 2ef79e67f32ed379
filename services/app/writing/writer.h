// Writer: the book's single writer. Takes commands in order, decides them, and makes whatever has
// gathered while the last flush ran durable as one group, with one fsync. Only then does anybody
// hear of it.
//
// Two threads carry the groups, each its own from deciding to answering, and take turns: while one
// writes, the other decides the next group on top. Deciding and writing each have one turn at a
// time, and who has decided takes the turn to write before giving up the one to decide, so groups
// are written in the order they were decided.
#pragma once

#include <array>
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
#include "services/app/derived/derived.h"
#include "services/app/known_damage.h"
#include "services/app/watch/meters.h"
#include "services/app/writing/resident.h"
#include "store/event_log.h"

namespace outturn::app {

class Writer {
 public:
  static constexpr size_t kDecideAhead = 512;

  struct Parts {  // all outlive the writer
    store::EventLog& log;
    store::Epoch epoch;
    const core::CodeTablesByVersion& tables;
    const Clock& clock;
    Derived& derived;
    Resident& resident;
    Meters& meters;
    KnownDamage& log_damage;
    // So many commands are decided while the group before is on its way. Fewer wait until it is
    // answered: what comes meanwhile makes one group, and each costs an fsync and waking up.
    size_t decide_ahead = kDecideAhead;
  };

  // The resident book is as of the log's tail.
  explicit Writer(const Parts& parts);
  ~Writer();  // Stop()

  // Decides the commands in their turn, one after the other; one that is refused does not touch
  // its neighbours. `on_answers` is called exactly once, perhaps before Submit returns, else on a
  // thread of the writer: it must not block. `bytes` is about what the commands hold in memory: the
  // queue is bounded by it too. Any thread.
  void Submit(std::vector<core::Command> commands, size_t bytes, bool validate_only,
              OnAnswers on_answers, Pace pace = Pace::kAsItComes);

  // Whether so much waits that who can hold back should. Any thread.
  [[nodiscard]] bool Busy() const;

  // Answers what was submitted, then takes no more. Any thread but the writer's.
  void Stop();

  // Refuses what comes from now on as kDiskFull until Resume: unlike after a failed write the book
  // is whole. Any thread.
  void Pause(const std::string& why);
  void Resume();

  // Takes no more until the next start; what comes is answered as `answered`. Any thread.
  void TurnReadOnly(const std::string& why,
                    Unavailable::Why answered = Unavailable::Why::kReadOnly);
  // Does so when the index of ids is damaged: whether a command is a retry cannot be told. Any
  // thread.
  void TakeNoMoreIfIdsAreDamaged();

  // Empty while the book takes writes.
  [[nodiscard]] std::string WhyNotWritable() const;

  // What waits to be decided, and what somebody is deciding now.
  struct Queue {
    size_t commands = 0;
    size_t bytes = 0;
    size_t being_decided = 0;  // commands
  };
  [[nodiscard]] Queue Waiting() const;

 private:
  struct Batch {
    std::vector<core::Command> commands;
    size_t bytes;
    bool validate_only;
    OnAnswers on_answers;
    Pace pace;
    std::vector<Answer> answers;
    [[nodiscard]] bool decided() const { return !answers.empty(); }
  };
  struct Group;

  // Carries groups through the turns until the writer stops; `other` is the other carrier's.
  void Carry(Group& group, const Group& other);
  // Whether it is somebody's turn to decide, or to stop. Under the lock.
  bool MayDecide() const;
  // Waits for that. False: stop.
  bool TakeTurnToDecide(Group& group, const Group& other);
  // The batch comes into the queue, to its end or its front, or leaves it. Under the lock.
  void Count(const Batch& batch, int direction);
  void DecideAll(Group& group);
  // Asks the processor for what the next commands will read.
  void FetchAhead(const Group& group, size_t decided) const;
  Answer DecideOne(core::Command&& command, uint64_t fingerprint, bool validate_only, Group& group);
  // Folds the event into the book and adds it to the group.
  void Enter(core::Event&& event, uint64_t fingerprint, Group& group);
  Answer AnswerAgain(const core::Command& command, const core::Event& recorded) const;
  // Neither retry nor new, as the disk could not answer; by who decides.
  Answer NotLookedUp(const store::Status& why);
  // From deciding to writing. False when the group before was lost, and this one with it.
  bool TakeTurnToWrite(Group& group);
  // Makes the group durable and known to readers; gives up the turn.
  store::Status Write(Group& group);
  store::Status Flush(const Group& group);
  void EndTurns(bool deciding, bool writing);
  void AnswerAll(Group& group);
  void AnswerAll(Group& group, const Unavailable& why);

  // The group could not be written: the book goes back to what the log holds, and takes no more.
  void Lose(const store::Status& why);
  // Why nothing is taken, if nothing is. Under the lock.
  std::optional<Unavailable> Refusing() const;

  const Parts parts_;
  const std::array<std::unique_ptr<Group>, 2> groups_;  // the carriers'

  mutable std::mutex mutex_;
  std::condition_variable may_decide_;
  std::condition_variable may_write_;
  bool deciding_ = false;  // somebody's turn
  bool writing_ = false;
  int decided_ = 0;    // groups that are decided and not yet answered
  bool lost_ = false;  // a group could not be written
  std::deque<Batch> queue_;
  size_t queued_ = 0;        // commands in queue_
  size_t held_back_ = 0;     // of them those that came with Pace::kHeldBack
  size_t queued_bytes_ = 0;  // and about what they hold
  size_t being_decided_ = 0;
  bool stopping_ = false;
  std::string why_not_writable_;
  Unavailable::Why answered_ = Unavailable::Why::kReadOnly;  // with why_not_writable_
  std::string not_looked_up_;  // the last reason that was logged; of who decides
  std::string why_paused_;     // empty: not paused
  std::once_flag joined_;
  std::array<std::thread, 2> carriers_;
};

}  // namespace outturn::app
