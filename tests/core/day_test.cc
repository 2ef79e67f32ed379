#include "services/core/day.h"

#include <gtest/gtest.h>

namespace outturn::core {
namespace {

TEST(Day, KnowsLeapYears) {
  EXPECT_TRUE(Day::Of(2024, 2, 29).has_value());
  EXPECT_TRUE(Day::Of(2000, 2, 29).has_value());
  EXPECT_FALSE(Day::Of(2023, 2, 29).has_value());
  EXPECT_FALSE(Day::Of(2100, 2, 29).has_value());
  EXPECT_FALSE(Day::Of(2024, 2, 30).has_value());
}

TEST(Day, FollowsTheTwentyEighthOfFebruary) {
  EXPECT_EQ(Day::Of(2024, 2, 28)->Plus(1).ToString(), "2024-02-29");
  EXPECT_EQ(Day::Of(2023, 2, 28)->Plus(1).ToString(), "2023-03-01");
  EXPECT_EQ(Day::Of(2024, 3, 1)->Plus(-1).ToString(), "2024-02-29");
}

TEST(Day, RefusesDaysThatAreNot) {
  EXPECT_FALSE(Day::Of(2024, 0, 1).has_value());
  EXPECT_FALSE(Day::Of(2024, 13, 1).has_value());
  EXPECT_FALSE(Day::Of(2024, 1, 0).has_value());
  EXPECT_FALSE(Day::Of(2024, 4, 31).has_value());
  EXPECT_FALSE(Day::Of(1899, 12, 31).has_value());
  EXPECT_FALSE(Day::Of(3000, 1, 1).has_value());
}

TEST(Day, DoesNotTakeTheMonthModulo256) {
  EXPECT_FALSE(Day::Of(2024, 257, 1).has_value());
  EXPECT_FALSE(Day::Of(2024, 1, 257).has_value());
}

TEST(Day, ReadsTheNumberOfTheWire) {
  EXPECT_EQ(Day::OfNumber(20240731), Day::Of(2024, 7, 31));
  for (const int32_t number : {0, -20240731, 20240732, 20241301, 2024073, 202407310, 99999999}) {
    EXPECT_EQ(Day::OfNumber(number), std::nullopt) << number;
  }
}

TEST(Day, ReadsIsoNotationOnly) {
  EXPECT_EQ(Day::Parse("2024-07-31"), Day::Of(2024, 7, 31));
  for (const char* text : {"", "2024-7-31", "2024/07/31", "20240731", "2024-07-3x", "2024-02-30",
                           " 2024-07-31", "2024-07-31 ", "-024-07-31", "2024-+7-31"}) {
    EXPECT_EQ(Day::Parse(text), std::nullopt) << text;
  }
}

TEST(Day, IsWrittenAsItIsRead) {
  for (Day day = Day::FirstOf(2023); day <= Day::LastOf(2024); day = day.Plus(1)) {
    ASSERT_EQ(Day::Parse(day.ToString()), day);
    ASSERT_EQ(Day::OfNumber(day.Number()), day);
    ASSERT_EQ(Day::Of(day.year(), day.month(), day.day_of_month()), day);
  }
}

TEST(Day, CountsALeapYearsDays) {
  EXPECT_EQ(Day::LastOf(2024).since_epoch() - Day::FirstOf(2024).since_epoch(), 365);
  EXPECT_EQ(Day::LastOf(2023).since_epoch() - Day::FirstOf(2023).since_epoch(), 364);
  EXPECT_EQ(Day().ToString(), "1970-01-01");
}

TEST(Instant, KnowsWhichDayItIsInChina) {
  constexpr int64_t kHour = 3'600'000'000;
  EXPECT_EQ(Instant(0).ChinaDay().ToString(), "1970-01-01");
  EXPECT_EQ(Instant(16 * kHour - 1).ChinaDay().ToString(), "1970-01-01");
  EXPECT_EQ(Instant(16 * kHour).ChinaDay().ToString(), "1970-01-02");
  EXPECT_EQ(Instant(-8 * kHour).ChinaDay().ToString(), "1970-01-01");
  EXPECT_EQ(Instant(-8 * kHour - 1).ChinaDay().ToString(), "1969-12-31");
}

TEST(Instant, IsOfTheCalendarsEndsBesideIt) {
  EXPECT_EQ(Instant(INT64_MIN).ChinaDay().ToString(), "1900-01-01");
  EXPECT_EQ(Instant(INT64_MAX).ChinaDay().ToString(), "2999-12-31");
  constexpr int64_t kYear3000 = 32'503'680'000'000'000;  // in UTC
  EXPECT_EQ(Instant(kYear3000 - 1).ChinaDay().ToString(), "2999-12-31");
  EXPECT_EQ(Instant(kYear3000 - 32 * 3'600'000'000LL).ChinaDay().ToString(), "2999-12-31");
  EXPECT_EQ(Instant(kYear3000 - 32 * 3'600'000'000LL - 1).ChinaDay().ToString(), "2999-12-30");
}

}  // namespace
}  // namespace outturn::core
