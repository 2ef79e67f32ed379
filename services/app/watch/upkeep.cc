#include "services/app/watch/upkeep.h"

#include <utility>

namespace outturn::app {

Upkeep::Upkeep(std::vector<std::function<void()>> tasks)
    : tasks_(std::move(tasks)), thread_([this] { Run(); }) {}

Upkeep::~Upkeep() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Upkeep::Due() {
  {
    const std::lock_guard lock(mutex_);
    due_ = true;
  }
  changed_.notify_all();
}

bool Upkeep::AwaitDue() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return due_ || ending_; });
  due_ = false;
  return !ending_;
}

void Upkeep::Run() {
  while (AwaitDue()) {
    for (const auto& task : tasks_) {
      {
        const std::lock_guard lock(mutex_);
        if (ending_) return;
      }
      task();
    }
  }
}

}  // namespace outturn::app
