// What the server counts about itself.
#include "services/app/watch/meters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "services/app/watch/recent.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

constexpr std::array<uint64_t, 3> kBounds = {10, 20, 100};

TEST(Histogram, PutsAValueIntoTheFirstBucketThatHoldsIt) {
  Histogram histogram{kBounds};
  for (const uint64_t value : {0, 10, 11, 20, 21, 100, 101, 5'000}) histogram.Observe(value);
  const Histogram::Counts counts = histogram.Get();
  EXPECT_EQ(counts.buckets[0], 2u);
  EXPECT_EQ(counts.buckets[1], 2u);
  EXPECT_EQ(counts.buckets[2], 2u);
  EXPECT_EQ(counts.buckets[3], 2u);
  EXPECT_EQ(counts.count(), 8u);
  EXPECT_EQ(counts.sum, 5'263u);
}

TEST(Histogram, TellsWhatCameSince) {
  Histogram histogram{kBounds};
  histogram.Observe(5);
  const Histogram::Counts before = histogram.Get();
  histogram.Observe(15);
  const Histogram::Counts since = histogram.Get().Since(before);
  EXPECT_EQ(since.count(), 1u);
  EXPECT_EQ(since.buckets[1], 1u);
  EXPECT_EQ(since.sum, 15u);
}

TEST(Quantile, IsGuessedWithinItsBucket) {
  Histogram histogram{kBounds};
  EXPECT_EQ(Quantile(kBounds, histogram.Get(), 50), 0u);
  for (int i = 0; i < 98; ++i) histogram.Observe(15);
  EXPECT_EQ(Quantile(kBounds, histogram.Get(), 50), 15u);
  EXPECT_EQ(Quantile(kBounds, histogram.Get(), 100), 20u);
  histogram.Observe(90);
  histogram.Observe(1'000);
  EXPECT_EQ(Quantile(kBounds, histogram.Get(), 99), 100u);
  EXPECT_EQ(Quantile(kBounds, histogram.Get(), 100), 100u);
}

TEST(Meters, HaveAscendingBucketsThatFit) {
  EXPECT_TRUE(std::is_sorted(kMicroseconds.begin(), kMicroseconds.end()));
  EXPECT_TRUE(std::is_sorted(kGroupSizes.begin(), kGroupSizes.end()));
  static_assert(kMicroseconds.size() <= Histogram::kMostBounds);
  static_assert(kGroupSizes.size() <= Histogram::kMostBounds);
}

TEST(Meters, CountWhatTheWriterDid) {
  World world;
  world.Record(Beginnings(1'000));
  world.Record({Pay("p1", "X01", 600)});
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 600))), "receipt 5 again");
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 500))), "ID_REUSED");
  EXPECT_EQ(Show(world.Ask(Pay("p2", "X01", 600))), "HEADROOM_EXCEEDED");
  EXPECT_EQ(Show(world.Ask(Pay("p3", "X01", 600))), "HEADROOM_EXCEEDED");
  const Meters& meters = world.book->meters();
  EXPECT_EQ(meters.group_events.Get().sum, 5u);
  EXPECT_EQ(meters.group_micros.Get().count(), meters.group_events.Get().count());
  EXPECT_GT(meters.group_bytes.Get(), 100u);
  EXPECT_EQ(meters.answered_again.Get(), 1u);
  EXPECT_EQ(meters.refused[static_cast<size_t>(core::Reason::kIdReused)].Get(), 1u);
  EXPECT_EQ(meters.refused[static_cast<size_t>(core::Reason::kHeadroomExceeded)].Get(), 2u);
}

TEST(Meters, CountAGroupThatCouldNotBeWritten) {
  World world;
  world.Record(Beginnings(1'000));
  world.disk->SetNextWrite(store::MemoryDisk::NextWrite::kFailsAndIsLost);
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 1))), "unknown outcome");
  EXPECT_EQ(Show(world.Ask(Pay("p2", "X01", 1))), "read-only");
  const Meters& meters = world.book->meters();
  EXPECT_EQ(meters.failed_groups.Get(), 1u);
  EXPECT_EQ(meters.group_events.Get().sum, 4u);
  using Why = Unavailable::Why;
  EXPECT_EQ(meters.unavailable[static_cast<size_t>(Why::kUnknownOutcome)].Get(), 1u);
  EXPECT_EQ(meters.unavailable[static_cast<size_t>(Why::kReadOnly)].Get(), 1u);
}

TEST(Book, TellsWhatWaits) {
  World world;
  world.Record(Beginnings(1'000));
  EXPECT_EQ(world.book->Waiting().commands, 0u);
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto first = world.Submit(Pay("p1", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  const auto second = world.Submit(Pay("p2", "X01", 1));
  while (world.book->Waiting().commands > 0) std::this_thread::yield();  // decided on top
  const auto third = world.Submit(Pay("p3", "X01", 1));
  EXPECT_EQ(world.book->Waiting().commands, 1u);
  world.gate.Open();
  first->Await();
  second->Await();
  third->Await();
  EXPECT_EQ(world.book->Waiting().commands, 0u);
}

TEST(Recent, TellsWhatHappenedInTheSpanAskedFor) {
  using std::chrono::seconds;
  Meters meters;
  Recent recent;
  const Recent::Instant start{};
  EXPECT_EQ(recent.Last(seconds(10)).length.count(), 0);
  for (int second = 0; second <= 100; ++second) {
    recent.Sample(meters, static_cast<core::Position>(50 * second), start + seconds(second));
    meters.Of(Call::kRecord).micros.Observe(100);
  }
  const Recent::Span lately = recent.Last(seconds(10));
  EXPECT_EQ(lately.length.count(), 10'000);
  EXPECT_EQ(lately.events, 500u);
  EXPECT_EQ(lately.EventsPerSecond(), 50u);
  EXPECT_EQ(lately.call_micros[static_cast<size_t>(Call::kRecord)].count(), 10u);
  EXPECT_EQ(recent.Last(seconds(3'600)).length, Recent::kKept);
}

TEST(Recent, SeesNoEventsWhereTheBookWentBack) {
  Meters meters;
  Recent recent;
  const Recent::Instant start{};
  recent.Sample(meters, 10, start);
  recent.Sample(meters, 8, start + std::chrono::seconds(1));
  EXPECT_EQ(recent.Last(std::chrono::seconds(10)).events, 0u);
}

}  // namespace
}  // namespace outturn::app
