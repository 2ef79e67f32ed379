#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::LineCategory;
using core::Measure;
using testing::On;
using testing::Year;

Year Sample() {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.AddProject("ZX", "P1");
  year.Move("GY", "30217", Measure::kInitial, 400);
  year.Move("ZX", "30201", Measure::kInitial, 600);
  year.Move("ZX", "30201", Measure::kSupplement, 300);
  year.Move("ZX", "30201", Measure::kCut, 100);
  year.Move("ZX", "30201", Measure::kCarryIn, 50);
  year.Move("GY", "30217", Measure::kPaid, 100, "2024-03-01");
  year.Move("ZX", "30201", Measure::kPaid, 850, "2024-07-01");
  year.Move("GY", "", Measure::kReceived, 1250);
  return year;
}

TEST(Rate, SaysItsPartsAndPrintsPercent) {
  const Year year = Sample();
  EXPECT_EQ(year.ExactValue("execution_rate"), "950/1250");
  EXPECT_EQ(year.Printed("execution_rate"), "76.00%");
  EXPECT_EQ(year.Printed("execution_rate(category=project)"), "100.00%");
  EXPECT_EQ(year.ExactValue("execution_rate_on_initial"), "950/1000");
  EXPECT_EQ(year.Printed("received_rate"), "100.00%");
  EXPECT_EQ(year.ExactValue("budget_completion_rate"), "1050/1350");
  EXPECT_EQ(year.ExactValue("budget_control_rate"), "300/1000");
  EXPECT_EQ(year.ExactValue("carry_over_rate"), "300/1250");
  EXPECT_EQ(year.Printed("three_public_control_rate"), "25.00%");
  EXPECT_EQ(year.ExactValue("public_expense_control_rate"), "100/400");
}

TEST(Rate, WithoutADenominatorHasNoValue) {
  const Year year;
  for (const char* name :
       {"execution_rate", "execution_rate_on_initial", "received_rate", "budget_completion_rate",
        "budget_control_rate", "adjustment_rate", "carry_over_rate", "three_public_control_rate",
        "public_expense_control_rate", "procurement_rate", "ahead_of_time"}) {
    EXPECT_EQ(year.Of(name), Value(NoValue{Absence::kDenominatorZero})) << name;
    EXPECT_EQ(year.Printed(name), "") << name;
  }
}

TEST(Rate, IsRoundedHalfUpWhenPrinted) {
  EXPECT_EQ(Print(RatioOf(75, 78)), "96.15%");
  EXPECT_EQ(Print(RatioOf(1, 20'000)), "0.01%");
  EXPECT_EQ(Print(RatioOf(1, 20'001)), "0.00%");
  EXPECT_EQ(Print(RatioOf(-1, 20'000)), "-0.01%");
  EXPECT_EQ(Print(RatioOf(1, -4)), "-25.00%");
  EXPECT_EQ(Print(RatioOf(2, 3)), "66.67%");
  EXPECT_EQ(Print(RatioOf(INT64_MAX, 1)), "922337203685477580700.00%");
}

TEST(Rate, OfAdjustmentsIsGross) {
  Year year = Sample();
  year.ledger->adjustments[{Measure::kCut, core::Cause::kOwnDecision}].Add(On("2024-05-01"),
                                                                           core::Fen(100));
  year.ledger->adjustments[{Measure::kSupplement, core::Cause::kOwnDecision}].Add(On("2024-05-01"),
                                                                                  core::Fen(300));
  EXPECT_EQ(year.ExactValue("adjustment_rate"), "400/1000");
}

TEST(Rate, OfProcurementComparesWithTheInitialBudget) {
  Year year = Sample();
  year.ledger->lines["ZX"].facts.procurement = true;
  year.Move("ZX", "30201", Measure::kProcurementPaid, 300);
  EXPECT_EQ(year.Printed("procurement_rate"), "50.00%");
}

TEST(ThreePublicChange, ComparesBudgetsOrOutturnsAsThePolicySays) {
  Year year = Sample();
  const auto fact = [&](const char* name, int64_t fen) {
    year.ledger->prior_year[name].Put(On("2024-01-01"), 1, core::Fen(fen));
  };
  EXPECT_EQ(year.Of("three_public_change_rate"), Value(NoValue{Absence::kNoPriorYear}));
  fact("initial_budget(three_public=total)", 500);
  fact("paid(three_public=total)", 80);
  EXPECT_EQ(year.Printed("three_public_change_rate"), "-20.00%");
  year.policy.three_public_change = core::ComparisonBasis::kOnOutturns;
  EXPECT_EQ(year.Printed("three_public_change_rate"), "25.00%");
  fact("paid(three_public=total)", 0);
  EXPECT_EQ(year.Of("three_public_change_rate"), Value(NoValue{Absence::kDenominatorZero}));
}

TEST(TimeProgress, IsTheMonthOfTheCutOverTwelve) {
  const Year year = Sample();
  EXPECT_EQ(year.ExactValue("time_progress", "2024-07-31"), "7/12");
  EXPECT_EQ(year.ExactValue("time_progress", "2024-07-01"), "7/12");
  EXPECT_EQ(year.ExactValue("time_progress", "2023-12-31"), "0/12");
  EXPECT_EQ(year.ExactValue("time_progress", "2025-01-01"), "12/12");
}

TEST(AheadOfTime, IsInPointsAndInMoney) {
  const Year year = Sample();
  EXPECT_EQ(year.Printed("ahead_of_time", "2024-07-31"), "+17.67");  // 76.00 − 58.33
  EXPECT_EQ(year.ExactValue("ahead_amount", "2024-07-31"), "221");   // 950 − 729.17
  EXPECT_EQ(year.Printed("ahead_of_time", "2024-03-31"), "-17.00");  // 8.00 − 25.00
  EXPECT_EQ(year.Printed("ahead_of_time", "2024-12-31"), "-24.00");
  EXPECT_EQ(year.Printed("ahead_of_time(line=GY)", "2024-03-31"), "0.00");
}

}  // namespace
}  // namespace outturn::figures
