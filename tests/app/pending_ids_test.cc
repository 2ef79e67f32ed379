#include "services/app/writing/pending_ids.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace outturn::app {
namespace {

const auto kAny = [](size_t) { return true; };

TEST(PendingIds, FindsWhatWasAddedAndNothingElse) {
  std::mt19937_64 random(7);
  PendingIds ids;
  for (int round = 0; round < 20; ++round) {
    std::map<uint64_t, size_t> expected;
    const size_t count = random() % 9'000;
    for (size_t i = 0; i < count; ++i) {
      const uint64_t fingerprint = random();
      if (expected.emplace(fingerprint, i).second) ids.Add(fingerprint, i);
    }
    for (const auto& [fingerprint, event] : expected) {
      EXPECT_EQ(ids.Find(fingerprint, kAny), event);
      EXPECT_EQ(ids.Find(fingerprint + 1, kAny), std::nullopt);
    }
    ids.Clear();
    for (const auto& [fingerprint, event] : expected) {
      EXPECT_EQ(ids.Find(fingerprint, kAny), std::nullopt);
    }
  }
}

TEST(PendingIds, TellsApartWhatSharesAFingerprint) {
  PendingIds ids;
  for (size_t event = 0; event < 2'000; ++event) ids.Add(42, event);
  EXPECT_EQ(ids.Find(42, [](size_t event) { return event == 1'999; }), 1'999U);
  EXPECT_EQ(ids.Find(42, [](size_t) { return false; }), std::nullopt);
}

TEST(PendingIds, KnowsNothingAtFirst) {
  PendingIds ids;
  EXPECT_EQ(ids.Find(0, kAny), std::nullopt);
  ids.Clear();
  EXPECT_EQ(ids.Find(0, kAny), std::nullopt);
  ids.Add(0, 3);
  EXPECT_EQ(ids.Find(0, kAny), 3U);
}

}  // namespace
}  // namespace outturn::app
