#include "services/core/decimal.h"

#include <gtest/gtest.h>

namespace outturn::core {
namespace {

TEST(Decimal, ReadsUpToSixDecimals) {
  EXPECT_EQ(Decimal::Parse("300"), Decimal(300));
  EXPECT_EQ(Decimal::Parse("95.5"), Decimal::OfMillionths(95'500'000));
  EXPECT_EQ(Decimal::Parse("-0.25"), Decimal::OfMillionths(-250'000));
  EXPECT_EQ(Decimal::Parse("0.000001"), Decimal::OfMillionths(1));
  EXPECT_EQ(Decimal::Parse("-0"), Decimal());
}

TEST(Decimal, RefusesASeventhDecimalRatherThanRounding) {
  EXPECT_EQ(Decimal::Parse("0.0000005"), std::nullopt);
  EXPECT_EQ(Decimal::Parse("1.0000000"), std::nullopt);
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", "-", ".", "1.", ".5", "1,000", "+1", "1e3", " 1", "95%", "1.2.3", "--1", "五"}) {
    EXPECT_EQ(Decimal::Parse(text), std::nullopt) << text;
  }
}

TEST(Decimal, EndsAtTenToTheTwelve) {
  EXPECT_EQ(Decimal::Parse("1000000000000"), Decimal(1'000'000'000'000));
  EXPECT_EQ(Decimal::Parse("-1000000000000"), Decimal(-1'000'000'000'000));
  EXPECT_EQ(Decimal::Parse("1000000000001"), std::nullopt);
  EXPECT_EQ(Decimal::Parse("1000000000000.000001"), std::nullopt);
  EXPECT_EQ(Decimal::Parse("99999999999999999999"), std::nullopt);
}

TEST(Decimal, IsWrittenAsShortAsItCanBe) {
  EXPECT_EQ(Decimal(300).ToString(), "300");
  EXPECT_EQ(Decimal::OfMillionths(95'500'000).ToString(), "95.5");
  EXPECT_EQ(Decimal::OfMillionths(-1).ToString(), "-0.000001");
  EXPECT_EQ(Decimal().ToString(), "0");
}

TEST(Decimal, IsReadBackAsItWasWritten) {
  for (const char* text : {"0", "1", "-1", "0.000001", "-999999999999.999999", "12.05"}) {
    EXPECT_EQ(Decimal::Parse(text)->ToString(), text);
  }
}

TEST(Decimal, ComparesByValue) {
  EXPECT_EQ(Decimal::Parse("1.50"), Decimal::Parse("1.5"));
  EXPECT_LT(*Decimal::Parse("-2"), *Decimal::Parse("-1.999999"));
}

}  // namespace
}  // namespace outturn::core
