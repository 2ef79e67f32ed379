#include "services/core/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace outturn::core {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

TEST(Fen, ReadsYuanAsPeopleWriteThem) {
  EXPECT_EQ(ParseYuan("1234.56"), Fen(123456));
  EXPECT_EQ(ParseYuan("1,234.5"), Fen(123450));
  EXPECT_EQ(ParseYuan("12,345,678"), Fen(1234567800));
  EXPECT_EQ(ParseYuan("-3"), Fen(-300));
  EXPECT_EQ(ParseYuan("0"), Fen());
  EXPECT_EQ(ParseYuan("0.01"), Fen(1));
  EXPECT_EQ(ParseYuan("-0.05"), Fen(-5));
  EXPECT_EQ(ParseYuan("007"), Fen(700));
}

TEST(Fen, RefusesAThirdDecimalRatherThanRounding) {
  EXPECT_EQ(ParseYuan("0.005"), std::nullopt);
  EXPECT_EQ(ParseYuan("1.000"), std::nullopt);
}

TEST(Fen, RefusesWhatIsNoAmount) {
  for (const char* text :
       {"",   "-",  "+1",  ".",    "1.", ".5",  "1..2", "1.2.3", "--1",     "1-",
        " 1", "1 ", "1e3", "１２", "¥5", "5元", "0x1",  "1.2a",  "1,2.3,4", "NaN"}) {
    EXPECT_EQ(ParseYuan(text), std::nullopt) << text;
  }
}

TEST(Fen, RefusesMisplacedCommas) {
  for (const char* text : {",", ",1", "1,", "1,23", "12,34", "1234,567", "1,2345", ",123", "1,,234",
                           "1,234,56", "123,4567", "1.2,3"}) {
    EXPECT_EQ(ParseYuan(text), std::nullopt) << text;
  }
}

TEST(Fen, ReadsUpToTheEndOfInt64AndNotBeyond) {
  EXPECT_EQ(ParseYuan("92233720368547758.07"), Fen(kMost));
  EXPECT_EQ(ParseYuan("-92233720368547758.07"), Fen(-kMost));
  EXPECT_EQ(ParseYuan("92233720368547758.08"), std::nullopt);
  EXPECT_EQ(ParseYuan("92233720368547759"), std::nullopt);
  EXPECT_EQ(ParseYuan("9999999999999999999999"), std::nullopt);
}

TEST(Fen, IsWrittenInYuanWithTwoDecimals) {
  EXPECT_EQ(FormatYuan(Fen()), "0.00");
  EXPECT_EQ(FormatYuan(Fen(5)), "0.05");
  EXPECT_EQ(FormatYuan(Fen(-5)), "-0.05");
  EXPECT_EQ(FormatYuan(Fen(123456)), "1234.56");
  EXPECT_EQ(FormatYuan(Fen(std::numeric_limits<int64_t>::min())), "-92233720368547758.08");
}

TEST(Fen, IsReadBackAsItWasWritten) {
  for (const int64_t count : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{99}, int64_t{-100},
                              int64_t{123456789}, kMost, -kMost}) {
    EXPECT_EQ(ParseYuan(FormatYuan(Fen(count))), Fen(count));
  }
}

TEST(Fen, RoundsTenThousandYuanHalfUpAndAwayFromZero) {
  EXPECT_EQ(FormatWanYuan(Fen(4'999)), "0.00");   // 49.99 yuan: 0.004999
  EXPECT_EQ(FormatWanYuan(Fen(5'000)), "0.01");   // 50 yuan: 0.005
  EXPECT_EQ(FormatWanYuan(Fen(14'999)), "0.01");  // 0.014999
  EXPECT_EQ(FormatWanYuan(Fen(15'000)), "0.02");
  EXPECT_EQ(FormatWanYuan(Fen(-5'000)), "-0.01");
  EXPECT_EQ(FormatWanYuan(Fen(1'922'750'000)), "1922.75");
  EXPECT_EQ(FormatWanYuan(Fen(1'922'745'000)), "1922.75");
  EXPECT_EQ(FormatWanYuan(Fen(1'922'744'999)), "1922.74");
}

TEST(Fen, NeverPrintsAMinusBeforeZero) { EXPECT_EQ(FormatWanYuan(Fen(-4'999)), "0.00"); }

TEST(Fen, RoundsTheLargestAmountsToo) {
  EXPECT_EQ(FormatWanYuan(Fen(kMost)), "9223372036854.78");
  EXPECT_EQ(FormatWanYuan(Fen(std::numeric_limits<int64_t>::min())), "-9223372036854.78");
}

TEST(FenDeathTest, StopsTheProgramRatherThanLeavingInt64) {
  EXPECT_DEATH((void)(Fen(kMost) + Fen(1)), "invariant broken");
  EXPECT_DEATH((void)(Fen(-kMost) - Fen(2)), "invariant broken");
  EXPECT_DEATH((void)-Fen(std::numeric_limits<int64_t>::min()), "invariant broken");
}

TEST(Fen, AddsUncheckedAmountsUpToTheMostThereIs) {
  EXPECT_EQ(SumOrMost(Fen(1), Fen(2)), Fen(3));
  EXPECT_EQ(SumOrMost(Fen(kMost - 1), Fen(1)), Fen(kMost));
  EXPECT_EQ(SumOrMost(Fen(kMost), Fen(1)), Fen(kMost));
}

}  // namespace
}  // namespace outturn::core
