// ReadAhead: the log's events, read and hashed on a thread of their own, some chunks ahead of
// whoever folds them. Hashing takes about as long as folding: on two processors half the time.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "services/app/event_chunk.h"
#include "services/core/ids.h"
#include "store/event_log.h"
#include "store/merkle.h"

namespace outturn::app {

// Threads: one takes the chunks. The log outlives it.
class ReadAhead {
 public:
  struct Chunk : EventChunk {
    store::Frontier after;  // the tree up to the last of them
  };

  // The events from `from` on. `frontier` is the tree over the first of all events; what comes
  // after those is added to it.
  ReadAhead(const store::EventLog& log, core::Position from, store::Frontier frontier);
  ~ReadAhead();

  // nullptr at the end, and where the log cannot be read on: status() tells which.
  std::unique_ptr<Chunk> Next();
  // After Next() gave nullptr.
  [[nodiscard]] const store::Status& status() const { return status_; }

 private:
  void Run(const store::EventLog& log, core::Position from, store::Frontier frontier);
  bool Hand(std::unique_ptr<Chunk> chunk);  // false: nobody wants any more

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Chunk>> chunks_;
  bool at_end_ = false;
  bool stopping_ = false;
  store::Status status_;
  std::thread thread_;
};

}  // namespace outturn::app
