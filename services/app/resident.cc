#include "services/app/resident.h"

namespace outturn::app {

void Resident::Settle() {
  const std::lock_guard lock(durable_mutex_);
  durable_ = {book_.position, frontier_, book_.ledgers.size()};
  settled_.notify_all();
}

Resident::Tip Resident::DurableTip() const {
  const std::lock_guard lock(durable_mutex_);
  return durable_;
}

void Resident::Restore(core::BookState book, store::Frontier frontier) {
  const std::unique_lock turn(turnstile_);
  const std::unique_lock lock(mutex_);
  book_ = std::move(book);
  frontier_ = std::move(frontier);
  ++losses_;
  const std::lock_guard told(durable_mutex_);
  durable_ = {book_.position, frontier_, book_.ledgers.size()};
  losses_told_ = losses_;
  settled_.notify_all();
}

bool Resident::AwaitDurable(core::Position seen, uint64_t losses) const {
  std::unique_lock lock(durable_mutex_);
  settled_.wait(lock, [&] { return durable_.position >= seen || losses_told_ != losses; });
  return durable_.position >= seen;
}

}  // namespace outturn::app
