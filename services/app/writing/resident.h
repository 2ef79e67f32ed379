// Resident: the book in memory, for the writer and every reader. It runs ahead of the disk by the
// group that is being written and the one that is being decided; what a reader saw is handed out
// once it is durable.
//
// One state instead of two (one ahead, one durable): folding every event twice cost as much as
// deciding it, and twice the memory. The price: a reader that comes while groups are on their way
// waits for their writes, milliseconds under full load.
#pragma once

#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <type_traits>
#include <utility>

#include "services/core/book_state.h"
#include "services/core/decide.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Threads: any number of readers, one writer at a time. A reader's function runs under a shared
// lock: it computes and returns, it neither waits nor reads again nor keeps references. It runs
// again when a failed write took back what it saw.
class Resident {
 public:
  // All of it is durable.
  Resident(core::BookState book, store::Frontier frontier)
      : book_(std::move(book)),
        frontier_(std::move(frontier)),
        published_{book_.position, frontier_, book_.ledgers.size()},
        written_(book_.position) {}

  template <typename Function>
  auto Read(Function function) const {
    return ReadOnce(std::move(function), Until::kPublished);
  }
  // For what is derived in the background, which publishing may wait for.
  template <typename Function>
  auto ReadWritten(Function function) const {
    return ReadOnce(std::move(function), Until::kWritten);
  }

  // The durable end of the book; waits for nobody.
  struct Tip {
    core::Position position = 0;
    store::Frontier frontier;
    size_t ledgers = 0;
  };
  [[nodiscard]] Tip DurableTip() const;

  // ---- for the writer only

  // What is decided on: nobody else changes it.
  [[nodiscard]] const core::BookState& book() const { return book_; }
  // How far that is, durable or not.
  [[nodiscard]] Tip NewestTip() const { return {book_.position, frontier_, book_.ledgers.size()}; }

  // `function` changes book and frontier by events that are yet to be written.
  template <typename Function>
  void Change(Function function) {
    const std::unique_lock turn(turnstile_);
    const std::unique_lock lock(mutex_);
    function(book_, frontier_);
  }

  // Everything up to `position` is durable.
  void Written(core::Position position);
  // And what is derived from it knows of it: readers may be told.
  void Publish(Tip tip);

  // The changes since the last Written are lost; this is the book without them.
  void Restore(core::BookState book, store::Frontier frontier);

 private:
  enum class Until : bool { kWritten, kPublished };

  template <typename Function>
  auto ReadOnce(Function function, Until until) const {
    while (true) {
      std::unique_lock turn(turnstile_);
      std::shared_lock lock(mutex_);
      turn.unlock();
      const core::Position seen = book_.position;
      const uint64_t losses = losses_;
      if constexpr (std::is_void_v<decltype(function(book_, frontier_))>) {
        function(book_, frontier_);
        lock.unlock();
        if (Await(until, seen, losses)) return;
      } else {
        auto result = function(book_, frontier_);
        lock.unlock();
        if (Await(until, seen, losses)) return result;
      }
    }
  }
  // True when everything up to `seen` is durable, false when it was lost.
  bool Await(Until until, core::Position seen, uint64_t losses) const;

  // Readers that overlap without a pause would keep the writer out for ever: a shared mutex of this
  // platform prefers them. A writer that waits holds the turnstile, and later readers queue there.
  mutable std::mutex turnstile_;
  mutable std::shared_mutex mutex_;
  core::BookState book_;
  store::Frontier frontier_;
  uint64_t losses_ = 0;  // how often Restore was called

  mutable std::mutex durable_mutex_;
  mutable std::condition_variable settled_;
  Tip published_;
  core::Position written_;
  uint64_t losses_told_ = 0;
};

}  // namespace outturn::app
