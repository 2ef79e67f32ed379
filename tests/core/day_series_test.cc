#include "services/core/day_series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

#include "services/core/day_keyed.h"

namespace outturn::core {
namespace {

Day At(int day) { return Day::FirstOf(2024).Plus(day); }

DaySeries Of(const std::vector<std::pair<int, int>>& changes) {
  DaySeries series;
  for (const auto& [day, amount] : changes) series.Add(At(day), Fen(amount));
  return series;
}

TEST(DaySeries, IsZeroBeforeItsFirstChange) {
  const DaySeries series = Of({{10, 5}});
  EXPECT_EQ(series.At(At(9)), Fen());
  EXPECT_EQ(series.At(At(10)), Fen(5));
  EXPECT_EQ(series.At(At(300)), Fen(5));
  EXPECT_EQ(series.Last(), Fen(5));
  EXPECT_EQ(DaySeries().Last(), Fen());
}

TEST(DaySeries, AddsABackdatedChangeToEveryLaterDay) {
  const DaySeries series = Of({{10, 5}, {20, 7}, {5, -2}});
  EXPECT_EQ(series.At(At(5)), Fen(-2));
  EXPECT_EQ(series.At(At(10)), Fen(3));
  EXPECT_EQ(series.At(At(20)), Fen(10));
}

TEST(DaySeries, IsTheSameWhateverOrderItsChangesCameIn) {
  std::vector<std::pair<int, int>> changes = {{1, 5}, {2, -5}, {2, 3}, {3, -3}, {7, 1}, {1, -5}};
  std::sort(changes.begin(), changes.end());
  const DaySeries expected = Of(changes);
  do {
    ASSERT_EQ(Of(changes), expected);
  } while (std::next_permutation(changes.begin(), changes.end()));
}

TEST(DaySeries, KeepsNoChangeOfNothing) {
  EXPECT_TRUE(Of({{4, 9}, {4, -9}}).empty());
  EXPECT_TRUE(Of({{4, 0}}).empty());
  EXPECT_EQ(Of({{1, 2}, {2, 5}, {2, -5}}).changes().size(), 1u);
  EXPECT_EQ(Of({{1, 2}, {2, 5}, {3, 1}, {2, -5}}), Of({{1, 2}, {3, 1}}));
}

TEST(DaySeries, FindsItsLowestFromADayOnAndTheFirstDayOfIt) {
  const DaySeries series = Of({{0, 10}, {10, -8}, {20, 5}, {30, -5}, {40, 9}});  // 10 2 7 2 11
  EXPECT_EQ(series.LowestFrom(At(0)).amount, Fen(2));
  EXPECT_EQ(series.LowestFrom(At(0)).day, At(10));
  EXPECT_EQ(series.LowestFrom(At(11)).day, At(11));
  EXPECT_EQ(series.LowestFrom(At(25)).amount, Fen(2));
  EXPECT_EQ(series.LowestFrom(At(25)).day, At(30));
  EXPECT_EQ(series.LowestFrom(At(99)).amount, Fen(11));
  EXPECT_EQ(series.LowestFrom(At(99)).day, At(99));
}

TEST(DaySeries, IsLowestAtZeroBeforeItsFirstChange) {
  EXPECT_EQ(Of({{10, 5}}).LowestFrom(At(3)).amount, Fen());
  EXPECT_EQ(DaySeries().LowestFrom(At(3)).amount, Fen());
}

TEST(DaySeries, LeavesOutWhatComesAfterTheCut) {
  const DaySeries series = Of({{0, 10}, {10, -8}, {20, 5}});
  EXPECT_EQ(series.CutAt(At(10)), Of({{0, 10}, {10, -8}}));
  EXPECT_EQ(series.CutAt(At(9)), Of({{0, 10}}));
  EXPECT_TRUE(series.CutAt(At(-1)).empty());
  EXPECT_EQ(series.CutAt(At(20)), series);
}

// Long series answer from sums of blocks; a plain list of daily amounts says what is right.
TEST(DaySeries, TellsTheSameOfAWholeYearAsAddingUpDayByDay) {
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    DaySeries series;
    std::vector<int64_t> of_day(366);
    for (int i = 0; i < 900; ++i) {
      const int day = static_cast<int>(random() % (round % 3 == 0 ? 60 : 366));
      const bool take_back = random() % 4 == 0;
      const int64_t amount =
          take_back ? -of_day[static_cast<size_t>(day)] : static_cast<int64_t>(random() % 200) - 90;
      of_day[static_cast<size_t>(day)] += amount;
      series.Add(At(day), Fen(amount));
      if (i % 50 != 49) continue;
      const int from = static_cast<int>(random() % 366);
      int64_t total = 0;
      for (int d = 0; d <= from; ++d) total += of_day[static_cast<size_t>(d)];
      ASSERT_EQ(series.At(At(from)).count(), total);
      int64_t low = total;
      int low_day = from;
      for (int d = from + 1; d < 366; ++d) {
        total += of_day[static_cast<size_t>(d)];
        if (total < low) std::tie(low, low_day) = std::pair(total, d);
      }
      ASSERT_EQ(series.LowestFrom(At(from)).amount.count(), low);
      ASSERT_EQ(series.LowestFrom(At(from)).day, At(low_day));
      ASSERT_EQ(series.Last().count(), total);
      ASSERT_EQ(series.CutAt(At(from)).LowestFrom(At(0)).amount, [&] {
        DaySeries cut;
        for (int d = 0; d <= from; ++d) cut.Add(At(d), Fen(of_day[static_cast<size_t>(d)]));
        return cut.LowestFrom(At(0)).amount;
      }());
    }
  }
}

// Payments of a year are many; what is of other years comes rarely, and is told as well.
TEST(DaySeries, TellsTheSameOfMoreThanAYear) {
  DaySeries series;
  for (int day = 0; day < 366; ++day) series.Add(At(day), Fen(2));
  DaySeries copy = series;
  copy.Add(At(-1), Fen(5));
  copy.Add(At(500), Fen(-700));
  EXPECT_EQ(series.Last(), Fen(732)) << "a copy is its own";
  EXPECT_EQ(copy.At(At(-2)), Fen());
  EXPECT_EQ(copy.At(At(0)), Fen(7));
  EXPECT_EQ(copy.At(At(499)), Fen(737));
  EXPECT_EQ(copy.LowestFrom(At(100)).amount, Fen(37));
  EXPECT_EQ(copy.LowestFrom(At(100)).day, At(500));
  EXPECT_EQ(copy.CutAt(At(499)).CutAt(At(365)).Last(), Fen(737));
  copy.Add(At(-1), Fen(-5));
  copy.Add(At(500), Fen(700));
  EXPECT_EQ(copy, series);
  for (int day = 0; day < 366; ++day) copy.Add(At(day), Fen(-2));
  EXPECT_TRUE(copy.empty());
  EXPECT_EQ(copy, DaySeries());
}

TEST(DayKeyed, LetsTheGreatestDayWinWhateverWasRecordedFirst) {
  DayKeyed<int> fact;
  fact.Put(At(20), 1, 200);
  fact.Put(At(10), 2, 100);
  EXPECT_EQ(fact.At(At(9)), nullptr);
  EXPECT_EQ(*fact.At(At(10)), 100);
  EXPECT_EQ(*fact.At(At(19)), 100);
  EXPECT_EQ(*fact.At(At(20)), 200);
}

TEST(DayKeyed, LetsTheLaterRecordWinOnTheSameDay) {
  DayKeyed<int> fact;
  fact.Put(At(10), 7, 70);
  fact.Put(At(10), 3, 30);
  EXPECT_EQ(*fact.At(At(10)), 70);
  EXPECT_EQ(fact.EntryAt(At(10))->position, 7u);
}

TEST(DayKeyed, LeavesOutWhatComesAfterTheCut) {
  DayKeyed<int> fact;
  fact.Put(At(10), 1, 100);
  fact.Put(At(20), 2, 200);
  fact.CutAt(At(19));
  EXPECT_EQ(*fact.At(At(300)), 100);
  EXPECT_EQ(fact.entries().size(), 1u);
}

}  // namespace
}  // namespace outturn::core
