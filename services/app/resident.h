// Resident: the book as of the last durable event, in memory, for every reader.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "services/core/book_state.h"
#include "services/core/decide.h"
#include "store/merkle.h"

namespace outturn::app {

// Threads: any number of readers, one writer. A reader's function runs under a shared lock: it
// computes and returns, it neither waits nor reads again nor keeps references.
class Resident {
 public:
  Resident(core::BookState book, store::Frontier frontier)
      : book_(std::move(book)), frontier_(std::move(frontier)) {}

  template <typename Function>
  auto Read(Function function) const {
    std::unique_lock turn(turnstile_);
    const std::shared_lock lock(mutex_);
    turn.unlock();
    return function(book_, frontier_);
  }

  // `function` changes book and frontier by events that are durable.
  template <typename Function>
  void Change(Function function) {
    const std::unique_lock turn(turnstile_);
    const std::unique_lock lock(mutex_);
    function(book_, frontier_);
  }

 private:
  // Readers that overlap without a pause would keep the writer out for ever: a shared mutex of this
  // platform prefers them. A writer that waits holds the turnstile, and later readers queue there.
  mutable std::mutex turnstile_;
  mutable std::shared_mutex mutex_;
  core::BookState book_;
  store::Frontier frontier_;
};

}  // namespace outturn::app
