// ReadAhead: the log's events, read on one thread and on another hashed and looked at, where their
// bytes lie near the processor, some chunks ahead of whoever folds them. Each takes about as long
// as the next: processors are shared as they come.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "services/app/derived/event_chunk.h"
#include "services/app/derived/seen_payment.h"
#include "services/core/ids.h"
#include "store/event_log.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Threads: one takes the chunks. The log outlives it.
class ReadAhead {
 public:
  struct Chunk : EventChunk {
    store::Frontier after;          // the tree up to the last of them
    std::vector<SeenPayment> seen;  // of each
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
  // Chunks from one thread to the next, in order and not many.
  class Queue {
   public:
    bool Put(std::unique_ptr<Chunk> chunk);  // waits for room; false: nobody wants any more
    std::unique_ptr<Chunk> Take();           // waits for one; nullptr when there are no more
    void End();                              // nothing more is put
    void Stop();                             // nothing more is wanted

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Chunk>> chunks_;
    bool ended_ = false;
    bool stopped_ = false;
  };

  void Read(const store::EventLog& log, core::Position from);
  void Hash(store::Frontier frontier);

  Queue read_;
  Queue hashed_;
  store::Status status_;  // written before read_ ends
  std::thread reading_;
  std::thread hashing_;
};

}  // namespace outturn::app
