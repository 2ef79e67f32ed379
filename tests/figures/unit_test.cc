#include <gtest/gtest.h>

#include <limits>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using testing::On;
using testing::Year;

TEST(Staff, IsSummedOverKindsAsOfTheDay) {
  Year year;
  EXPECT_EQ(year.Of("staff_control_rate"), Value(NoValue{Absence::kNotRecorded}));
  year.ledger->quotas["政法专项"].Put(On("2024-01-01"), 1, 69);
  year.ledger->quotas["事业"].Put(On("2024-01-01"), 2, 9);
  year.ledger->headcounts["政法专项"].Put(On("2024-01-01"), 3, 64);
  year.ledger->headcounts["政法专项"].Put(On("2024-12-31"), 4, 66);
  year.ledger->headcounts["事业"].Put(On("2024-07-01"), 5, 9);
  EXPECT_EQ(year.Printed("staff_quota"), "78");
  EXPECT_EQ(year.Printed("staff_quota(kind=事业)"), "9");
  EXPECT_EQ(year.Printed("staff_on_post"), "75");
  EXPECT_EQ(year.Printed("staff_on_post", "2024-06-30"), "64");
  EXPECT_EQ(year.Printed("staff_control_rate"), "96.15%");
  EXPECT_EQ(year.Of("staff_quota(kind=工勤)"), Value(NoValue{Absence::kNotInLedger}));
  year.ledger->quotas["政法专项"].Put(On("2024-12-31"), 6, 0);
  year.ledger->quotas["事业"].Put(On("2024-12-31"), 7, 0);
  EXPECT_EQ(year.Of("staff_control_rate"), Value(NoValue{Absence::kDenominatorZero}));
}

TEST(Buildings, HaveAreaAndCostRates) {
  Year year;
  EXPECT_EQ(year.Of("building_area_rate"), Value(NoValue{Absence::kNotRecorded}));
  const auto area = [](const char* text) { return core::Decimal::Parse(text).value(); };
  year.ledger->buildings["A"].Put(
      On("2024-05-01"), 1, {"A", area("1000"), area("1100.5"), core::Fen(200), core::Fen(150)});
  year.ledger->buildings["B"].Put(On("2024-05-01"), 2,
                                  {"B", area("0"), area("0"), core::Fen(), core::Fen(50)});
  EXPECT_EQ(year.Printed("building_approved_area(A)"), "1000");
  EXPECT_EQ(year.Printed("building_actual_area"), "1100.5");
  EXPECT_EQ(year.Printed("building_area_rate(A)"), "110.05%");
  EXPECT_EQ(year.ExactValue("building_cost_rate"), "200/200");
  EXPECT_EQ(year.ExactValue("building_actual_cost(B)"), "50");
  EXPECT_EQ(year.ExactValue("building_approved_cost"), "200");
  EXPECT_EQ(year.Of("building_cost_rate(B)"), Value(NoValue{Absence::kDenominatorZero}));
  EXPECT_EQ(year.Of("building_cost_rate(C)"), Value(NoValue{Absence::kNotInLedger}));
}

TEST(Buildings, TooLargeToAddHaveNoSum) {
  Year year;
  const core::Decimal huge(1'000'000'000'000);
  const core::Fen most(std::numeric_limits<int64_t>::max());
  for (int i = 0; i < 12; ++i) {
    const std::string name = "B" + std::to_string(i);
    year.ledger->buildings[name].Put(On("2024-05-01"), 1, {name, huge, huge, most, most});
  }
  EXPECT_EQ(year.Of("building_actual_area"), Value(NoValue{Absence::kTooLarge}));
  EXPECT_EQ(year.Of("building_cost_rate"), Value(NoValue{Absence::kTooLarge}));
}

TEST(Texts, AreThoseInForceOnTheDay) {
  Year year;
  year.ledger->goals[""].Put(On("2024-01-02"), 1, "first");
  year.ledger->goals[""].Put(On("2024-06-01"), 2, "second");
  year.ledger->goals["P1"].Put(On("2024-01-02"), 3, "of the project");
  year.ledger->texts[{"annex1", "thrift"}].Put(On("2024-12-31"), 4, "thrift");
  EXPECT_EQ(year.Printed("goal", "2024-05-31"), "first");
  EXPECT_EQ(year.Printed("goal"), "second");
  EXPECT_EQ(year.Printed("goal(P1)"), "of the project");
  EXPECT_EQ(year.Printed("goal(P2)"), "");
  EXPECT_EQ(year.Printed("text(annex1, thrift)"), "thrift");
  EXPECT_EQ(year.Printed("text(annex1, thrift)", "2024-12-30"), "");
  EXPECT_EQ(year.Printed("unit_name"), "司法局");
  EXPECT_EQ(year.Printed("unit_code"), "U");
}

}  // namespace
}  // namespace outturn::figures
