// ReadAhead: the log's events, read on one thread and on two others hashed and looked at, where
// their bytes lie near the processor, some chunks ahead of whoever folds them: so there is always
// something that can be done, and processors are shared as it comes.
#pragma once

#include <atomic>
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
    store::Frontier after;            // the tree up to the last of them
    std::vector<SeenPayment> seen;    // of each
    std::vector<store::Hash> hashes;  // of those not in the tree given; empty where Next() is over
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
  // Chunks from some threads to others, in order and not many.
  class Queue {
   public:
    // The chunk is the `number`-th, from 0. Waits for those before it and for room; false: nobody
    // wants any more.
    bool Put(std::unique_ptr<Chunk> chunk, size_t number);
    // Waits for one, and says its number; nullptr when there are no more.
    std::unique_ptr<Chunk> Take(size_t* number);
    void End();   // nothing more is put
    void Stop();  // nothing more is wanted

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Chunk>> chunks_;
    size_t put_ = 0;
    size_t taken_ = 0;
    bool ended_ = false;
    bool stopped_ = false;
  };

  void Read(const store::EventLog& log, core::Position from);
  void Look();

  const core::Position hashed_before_;  // the tree over those is given
  store::Frontier frontier_;            // over all that Next() gave
  Queue read_;
  Queue looked_at_;
  store::Status status_;  // written before read_ ends
  std::atomic<int> looking_;
  std::thread reading_;
  std::vector<std::thread> lookers_;
};

}  // namespace outturn::app
