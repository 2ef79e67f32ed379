// Upkeep: what is done once a second beside serving, on a thread of its own. However long it takes,
// whoever asks for it does not wait, and it never runs twice at once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace outturn::app {

// Threads: any.
class Upkeep {
 public:
  // `tasks` are done in turn, each time.
  explicit Upkeep(std::vector<std::function<void()>> tasks);
  ~Upkeep();  // waits for the task that is being done; those after it are left
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  // Does them once more. Asked for while they are being done, they are done once again at most.
  void Due();

 private:
  void Run();
  bool AwaitDue();  // false at the end

  const std::vector<std::function<void()>> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool due_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace outturn::app
