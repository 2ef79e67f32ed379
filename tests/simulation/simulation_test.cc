// Thousands of histories of the book below gRPC, each wholly determined by its seed.
#include "tests/simulation/simulation.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

namespace outturn::simulation {
namespace {

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void Add(const Counts& more, Counts& sum) {
  sum.commands += more.commands;
  sum.recorded += more.recorded;
  sum.refused += more.refused;
  sum.again += more.again;
  sum.unknown += more.unknown;
  sum.crashes += more.crashes;
  sum.failed_writes += more.failed_writes;
  sum.openings += more.openings;
}

// A history in which everybody waits for somebody else cannot be taken down in order: it is
// printed, and the program ends.
class Watchdog {
 public:
  explicit Watchdog() : thread_([this] { Run(); }) {}
  ~Watchdog() {
    Watch(0, nullptr);
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  // From now on this one; nullptr: none.
  void Watch(uint64_t seed, const Simulation* simulation) {
    const std::lock_guard lock(mutex_);
    seed_ = seed;
    simulation_ = simulation;
    ++turn_;
    changed_.notify_all();
  }

 private:
  void Run() {
    constexpr std::chrono::seconds kPatience(30);  // a history takes milliseconds
    std::unique_lock lock(mutex_);
    while (!ending_) {
      const int turn = turn_;
      const bool moved =
          changed_.wait_for(lock, kPatience, [&] { return ending_ || turn_ != turn; });
      if (moved || simulation_ == nullptr) continue;
      for (const std::string& line : simulation_->history()) std::cout << "  " << line << "\n";
      std::cout << "seed " << seed_ << ": nobody moves any more" << std::endl;
      std::_Exit(1);
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  const Simulation* simulation_ = nullptr;
  uint64_t seed_ = 0;
  int turn_ = 0;
  bool ending_ = false;
  std::thread thread_;
};

// False when the history went wrong; then it is printed.
bool RunOne(uint64_t seed, Counts& sum, std::vector<std::string>* history = nullptr) {
  static Watchdog watchdog;
  Simulation simulation(seed);
  watchdog.Watch(seed, &simulation);
  simulation.Run();
  watchdog.Watch(seed, nullptr);
  Add(simulation.counts(), sum);
  if (history != nullptr) *history = simulation.history();
  if (simulation.trouble().empty()) return true;
  for (const std::string& line : simulation.history()) std::cout << "  " << line << "\n";
  ADD_FAILURE() << "seed " << seed << ": " << simulation.trouble()
                << "\nreplay with: OUTTURN_SEED=" << seed
                << " build/dev/bin/test_simulation --gtest_filter=Simulation.*";
  return false;
}

// OUTTURN_SEED replays one history; OUTTURN_SEEDS is how many to run instead of `count`.
void RunMany(uint64_t first, uint64_t count) {
  spdlog::set_level(spdlog::level::off);  // faults are what is logged here
  count = FromEnvironment("OUTTURN_SEEDS", count);
  Counts sum;
  if (std::getenv("OUTTURN_SEED") != nullptr) {
    RunOne(FromEnvironment("OUTTURN_SEED", 0), sum);
    return;
  }
  for (uint64_t seed = first; seed < first + count; ++seed) {
    if (!RunOne(seed, sum)) return;
  }
  std::cout << count << " histories: " << sum.commands << " commands sent, " << sum.recorded
            << " recorded, " << sum.again << " answered again, " << sum.refused << " refused, "
            << sum.unknown << " unknown; " << sum.crashes << " crashes, " << sum.failed_writes
            << " failed writes, " << sum.openings << " openings\n";
  // Histories in which nothing happens prove nothing.
  const auto least = static_cast<int>(count);
  EXPECT_GT(sum.recorded, least * 10);
  EXPECT_GT(sum.again, least);
  EXPECT_GT(sum.refused, least * 5);
  EXPECT_GT(sum.unknown, least);
  EXPECT_GT(sum.crashes, least);
  EXPECT_GT(sum.failed_writes, least / 4);
}

TEST(Simulation, NothingIsLostOrDoubledWhateverBreaks) { RunMany(1, 300); }

TEST(Simulation, OneSeedIsOneHistory) {
  spdlog::set_level(spdlog::level::off);
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Counts counts;
    std::vector<std::string> once;
    std::vector<std::string> again;
    if (!RunOne(seed, counts, &once)) return;
    if (!RunOne(seed, counts, &again)) return;
    EXPECT_EQ(once, again) << "seed " << seed;
  }
}

TEST(SlowSimulation, NothingIsLostOrDoubledWhateverBreaks) { RunMany(1'000'000, 3'000); }

}  // namespace
}  // namespace outturn::simulation
