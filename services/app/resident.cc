#include "services/app/resident.h"

namespace outturn::app {

void Resident::Settle() {
  const std::lock_guard lock(durable_mutex_);
  durable_ = book_.position;
  settled_.notify_all();
}

void Resident::Restore(core::BookState book, store::Frontier frontier) {
  const std::unique_lock turn(turnstile_);
  const std::unique_lock lock(mutex_);
  book_ = std::move(book);
  frontier_ = std::move(frontier);
  ++losses_;
  const std::lock_guard told(durable_mutex_);
  durable_ = book_.position;
  losses_told_ = losses_;
  settled_.notify_all();
}

bool Resident::AwaitDurable(core::Position seen, uint64_t losses) const {
  std::unique_lock lock(durable_mutex_);
  settled_.wait(lock, [&] { return durable_ >= seen || losses_told_ != losses; });
  return durable_ >= seen;
}

}  // namespace outturn::app
