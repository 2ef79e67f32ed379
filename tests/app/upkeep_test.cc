// What is done beside serving keeps nobody waiting, whatever it waits for itself.
#include "services/app/watch/upkeep.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace outturn::app {
namespace {

// Two tasks, the first of which stops at a gate.
class UpkeepTest : public testing::Test {
 protected:
  void First() {
    std::unique_lock lock(mutex);
    EXPECT_FALSE(within) << "twice at once";
    within = true;
    done += "first ";
    changed.notify_all();
    changed.wait(lock, [this] { return open; });
    within = false;
  }
  void Second() {
    const std::lock_guard lock(mutex);
    done += "second ";
    changed.notify_all();
  }
  void AwaitDone(const std::string& expected) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return done == expected; });
  }
  void Open() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }

  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  bool within = false;
  std::string done;
  std::unique_ptr<Upkeep> upkeep = std::make_unique<Upkeep>(
      std::vector<std::function<void()>>{[this] { First(); }, [this] { Second(); }});
};

TEST_F(UpkeepTest, KeepsWhoeverAsksNotWaitingAndIsDoneOnceMoreForAllWhoAskMeanwhile) {
  upkeep->Due();
  AwaitDone("first ");
  for (int i = 0; i < 5; ++i) upkeep->Due();  // returns though the first task stands still
  Open();
  AwaitDone("first second first second ");
  upkeep.reset();
  EXPECT_EQ(done, "first second first second ");
}

TEST_F(UpkeepTest, EndsAfterTheTaskItIsAt) {
  upkeep->Due();
  AwaitDone("first ");
  std::thread opener([this] {
    std::this_thread::sleep_for(std::chrono::seconds(2));  // reset() has begun by then
    Open();
  });
  upkeep.reset();
  opener.join();
  EXPECT_EQ(done, "first ");
}

TEST_F(UpkeepTest, DoesNothingUnasked) {
  upkeep.reset();
  EXPECT_EQ(done, "");
}

}  // namespace
}  // namespace outturn::app
