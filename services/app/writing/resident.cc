#include "services/app/writing/resident.h"

namespace outturn::app {

void Resident::Written(core::Position position) {
  const std::lock_guard lock(durable_mutex_);
  written_ = position;
  settled_.notify_all();
}

void Resident::Publish(Tip tip) {
  const std::lock_guard lock(durable_mutex_);
  published_ = std::move(tip);
  settled_.notify_all();
}

Resident::Tip Resident::DurableTip() const {
  const std::lock_guard lock(durable_mutex_);
  return published_;
}

void Resident::Restore(core::BookState book, store::Frontier frontier) {
  const std::unique_lock turn(turnstile_);
  const std::unique_lock lock(mutex_);
  book_ = std::move(book);
  frontier_ = std::move(frontier);
  ++losses_;
  const std::lock_guard told(durable_mutex_);
  published_ = {book_.position, frontier_, book_.ledgers.size()};
  written_ = book_.position;
  losses_told_ = losses_;
  settled_.notify_all();
}

bool Resident::Await(Until until, core::Position seen, uint64_t losses) const {
  std::unique_lock lock(durable_mutex_);
  const auto there = [&] {
    return (until == Until::kWritten ? written_ : published_.position) >= seen;
  };
  settled_.wait(lock, [&] { return there() || losses_told_ != losses; });
  return there();
}

}  // namespace outturn::app
