// Writer: the book's single writer. Takes commands in order, decides them, and makes whatever has
// gathered while the last flush ran durable as one group, with one fsync. Only then does anybody
// hear of it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "services/app/answer.h"
#include "services/app/clock.h"
#include "services/app/derived.h"
#include "services/app/resident.h"
#include "services/core/book_state.h"
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
  };

  // `ahead` is the book as of the log's tail.
  Writer(const Parts& parts, core::BookState ahead);
  ~Writer();  // Stop()

  // Decides `command` in its turn. `on_answer` is called exactly once, perhaps before Submit
  // returns, else on the writer's thread: it must not block. Any thread.
  void Submit(core::Command command, bool validate_only, OnAnswer on_answer);

  // Answers what was submitted, then takes no more.
  void Stop();

  // Empty while the book takes writes.
  [[nodiscard]] std::string WhyNotWritable() const;

 private:
  struct Asked {
    core::Command command;
    bool validate_only;
    OnAnswer on_answer;
  };
  struct Group;

  void Run();
  void Carry(std::deque<Asked> asked);
  Answer DecideOne(core::Command command, bool validate_only, Group& group);
  Answer AnswerAgain(const core::Command& command, const core::EventRef& ref,
                     core::Position position, const Group& group);
  store::Status Flush(Group& group);
  void Publish(Group& group);
  void TurnReadOnly(const std::string& why);

  const Parts parts_;
  core::BookState ahead_;  // includes what is not yet durable; the writer's thread only

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Asked> queue_;
  bool stopping_ = false;
  std::string why_not_writable_;
  std::thread thread_;
};

}  // namespace outturn::app
