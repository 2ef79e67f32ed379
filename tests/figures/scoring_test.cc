#include "services/figures/values/scoring.h"

#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::IndicatorKind;
using core::LineCategory;
using core::Measure;
using core::ResultMode;
using testing::On;
using testing::Year;

struct Row {
  IndicatorKind kind;
  const char* target;
  const char* actual;
  const char* score;  // of weight 5
};

class Quantitative : public ::testing::TestWithParam<Row> {};

TEST_P(Quantitative, EarnsItsShareOfTheWeight) {
  const Row& row = GetParam();
  Year year;
  year.AddIndicator("A", row.kind, row.target, 500);
  year.Report("A", row.actual, "2024-06-30");
  EXPECT_EQ(year.Printed("indicator_score(A)"), row.score) << row.target << " " << row.actual;
}

INSTANTIATE_TEST_SUITE_P(
    Scoring, Quantitative,
    ::testing::Values(
        Row{IndicatorKind::kAtLeast, "300", "581", "5"},
        Row{IndicatorKind::kAtLeast, "300", "300", "5"},
        Row{IndicatorKind::kAtLeast, "300", "150", "2.5"},
        Row{IndicatorKind::kAtLeast, "300", "1", "0.02"},
        Row{IndicatorKind::kAtLeast, "300", "299.9", "5"},  // 4.998 rounds up
        Row{IndicatorKind::kAtLeast, "300", "0", "0"},
        Row{IndicatorKind::kAtLeast, "300", "-5", "0"}, Row{IndicatorKind::kAtLeast, "0", "0", "5"},
        Row{IndicatorKind::kAtLeast, "1000", "1", "0.01"},  // 0.005 rounds up
        Row{IndicatorKind::kAtMost, "100", "0", "5"},
        Row{IndicatorKind::kAtMost, "100", "100", "5"},
        Row{IndicatorKind::kAtMost, "100", "125", "4"}, Row{IndicatorKind::kAtMost, "0", "1", "0"},
        Row{IndicatorKind::kEqual, "100", "100", "5"}, Row{IndicatorKind::kEqual, "100", "80", "4"},
        Row{IndicatorKind::kEqual, "100", "125", "4"}, Row{IndicatorKind::kEqual, "0", "0", "5"},
        Row{IndicatorKind::kEqual, "0", "1", "0"}, Row{IndicatorKind::kEqual, "100", "-100", "0"}));

TEST(Scoring, OfEqualCanBeAllOrNothing) {
  Year year;
  year.policy.equal_rule = core::EqualRule::kAllOrNothing;
  year.AddIndicator("A", IndicatorKind::kEqual, "100", 500);
  year.Report("A", "99.999999", "2024-06-30");
  EXPECT_EQ(year.Printed("indicator_score(A)"), "0");
}

TEST(Scoring, RoundsToThePolicysDecimals) {
  core::Policy policy;
  policy.score_decimals = 2;
  EXPECT_EQ(ScoreOf(policy, 500, 1, 3).hundredths, 167);
  policy.score_decimals = 1;
  EXPECT_EQ(ScoreOf(policy, 500, 1, 3).hundredths, 170);
  policy.score_decimals = 0;
  EXPECT_EQ(ScoreOf(policy, 500, 1, 3).hundredths, 200);
  EXPECT_EQ(ScoreOf(policy, 250, 1, 2).hundredths, 100);
  EXPECT_EQ(ScoreOf(policy, 250, 99, 100).hundredths, 200);
  EXPECT_EQ(ScoreOf(policy, 260, 99, 100).hundredths, 260) << "rounding never passes the weight";
}

TEST(Scoring, PutsReportsTogetherByDayThenPosition) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 500);
  year.Report("A", "30", "2024-06-30", ResultMode::kIncremental);
  year.Report("A", "20", "2024-03-31", ResultMode::kCumulative);  // recorded later, counts earlier
  year.Report("A", "1", "2024-01-31", ResultMode::kIncremental);
  EXPECT_EQ(year.Printed("indicator_actual(A)", "2024-02-28"), "1");
  EXPECT_EQ(year.Printed("indicator_actual(A)", "2024-03-31"), "20");
  EXPECT_EQ(year.Printed("indicator_actual(A)"), "50");
  EXPECT_EQ(year.Printed("indicator_completion(A)"), "50.00%");
  EXPECT_EQ(year.Printed("indicator_excess(A)"), "-50.00%");
  EXPECT_EQ(year.Of("indicator_actual(A)", "2024-01-30"), Value(NoValue{Absence::kNotReported}));
}

TEST(Scoring, OfIncrementsTooLargeToAddHasNoScore) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 500);
  for (int i = 0; i < 12; ++i) {
    year.Report("A", "1000000000000", "2024-06-30", ResultMode::kIncremental);
  }
  EXPECT_EQ(year.Of("indicator_actual(A)"), Value(NoValue{Absence::kTooLarge}));
  EXPECT_FALSE(HasValue(year.Of("indicator_score(A)")));
}

TEST(Scoring, TakesADerivedResultFromMoneyInWanYuan) {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30201", Measure::kPaid, 19'227'500'00LL);
  core::IndicatorSet& set = year.AddIndicator("A", IndicatorKind::kAtMost, "1971.59", 2000);
  set.unit = "万元";
  set.target_text = "1971.59";
  set.derived_from = "paid";
  EXPECT_EQ(year.Printed("indicator_actual(A)"), "1922.75");
  EXPECT_EQ(year.ExactValue("indicator_actual(A)"), "1922.75");
  EXPECT_EQ(year.Printed("indicator_score(A)"), "20");
  set.target_text.clear();
  EXPECT_EQ(year.Printed("indicator_actual(A)"), "1922.75万元");
}

TEST(Scoring, OfAHostileDerivationHasNoScore) {
  Year year;
  for (const char* name : {"nonsense(", "total_score", "indicator_score(A)", "execution_rate"}) {
    year.AddIndicator("A", IndicatorKind::kAtLeast, "1", 500).derived_from = name;
    EXPECT_FALSE(HasValue(year.Of("indicator_score(A)"))) << name;
    EXPECT_FALSE(HasValue(year.Of("indicator_actual(A)"))) << name;
  }
}

TEST(Scoring, OfQualityIsTheRatedPercentage) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kQualitative, "0", 1000).target_text = "效果显著";
  EXPECT_FALSE(HasValue(year.Of("indicator_score(A)")));
  year.ledger->indicators["A"].ratings.Put(On("2024-12-31"), 1, {"A", "good", 90});
  core::ResultReported result;
  result.text = "效果良好";
  year.ledger->indicators["A"].results.Put(On("2024-12-31"), 2, result);
  EXPECT_EQ(year.Printed("indicator_score(A)"), "9");
  EXPECT_EQ(year.Printed("indicator_target(A)"), "效果显著");
  EXPECT_EQ(year.Printed("indicator_actual(A)"), "效果良好");
  EXPECT_EQ(year.Of("indicator_completion(A)"), Value(NoValue{Absence::kNotApplicable}));
  EXPECT_EQ(year.Printed("indicator_score(A)", "2024-12-30"), "");
}

TEST(Scoring, OfTimelinessIsAllOrNothing) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kTimeliness, "0", 500).due = On("2024-11-30");
  EXPECT_FALSE(HasValue(year.Of("indicator_score(A)")));
  core::ResultReported result;
  result.completed_on = On("2024-11-30");
  year.ledger->indicators["A"].results.Put(On("2024-11-30"), 1, result);
  EXPECT_EQ(year.Printed("indicator_score(A)"), "5");
  EXPECT_EQ(year.Printed("indicator_actual(A)"), "2024-11-30");
  result.completed_on = On("2024-12-01");
  year.ledger->indicators["A"].results.Put(On("2024-12-01"), 2, result);
  EXPECT_EQ(year.Printed("indicator_score(A)"), "0");
}

TEST(Scoring, UsesTheTargetInForceOnTheDay) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 500);
  year.Report("A", "50", "2024-03-01");
  core::IndicatorRevised revised;
  revised.target = core::Decimal(50);
  year.ledger->indicators["A"].revisions.Put(On("2024-07-01"), 9, revised);
  EXPECT_EQ(year.Printed("indicator_score(A)", "2024-06-30"), "2.5");
  EXPECT_EQ(year.Printed("indicator_score(A)", "2024-07-01"), "5");
}

TEST(Reason, IsNeededBelowTheWeightAboveTheThresholdAndAfterTheTime) {
  Year year;
  year.policy.over_completion_percent = 130;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 500);
  const auto needed = [&](const char* day) {
    return year.Printed("indicator_reason_needed(A)", day);
  };
  EXPECT_EQ(needed("2024-12-30"), "否") << "nothing reported yet, but there is time";
  EXPECT_EQ(needed("2024-12-31"), "是");
  year.Report("A", "99", "2024-06-01");
  EXPECT_EQ(needed("2024-06-01"), "是");
  year.Report("A", "130", "2024-07-01");
  EXPECT_EQ(needed("2024-07-01"), "否");
  year.Report("A", "130.000001", "2024-08-01");
  EXPECT_EQ(needed("2024-08-01"), "是");
  year.policy.over_completion_percent = 0;
  EXPECT_EQ(needed("2024-08-01"), "否");
}

TEST(Reason, IsTheOneLastExplained) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 500);
  EXPECT_EQ(year.Printed("indicator_reason(A)"), "");
  year.ledger->deviations[{"A", ""}].Put(On("2024-12-31"), 1,
                                         {"A", core::DeviationCause::kOther, "why", "how"});
  EXPECT_EQ(year.Printed("indicator_reason(A)"), "why\nhow");
  EXPECT_EQ(year.Printed("execution_reason"), "");
  year.ledger->deviations[{"", ""}].Put(On("2024-12-31"), 2,
                                        {"", core::DeviationCause::kFunding, "late", ""});
  EXPECT_EQ(year.Printed("execution_reason"), "late");
}

TEST(Execution, EarnsItsPointsByTheRateAndNoMore) {
  Year year;
  EXPECT_EQ(year.Of("execution_score"), Value(NoValue{Absence::kDenominatorZero}));
  EXPECT_EQ(year.Printed("execution_reason_needed"), "否");
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30201", Measure::kInitial, 1000);
  year.Move("GY", "30201", Measure::kPaid, 760, "2024-03-01");
  EXPECT_EQ(year.Printed("execution_score"), "7.6");
  EXPECT_EQ(year.Printed("execution_reason_needed"), "是");
  year.Move("GY", "30201", Measure::kPaid, 140, "2024-04-01");
  EXPECT_EQ(year.Printed("execution_reason_needed"), "否") << "90 % is not below 90 %";
  year.Move("GY", "30201", Measure::kPaid, 900, "2024-05-01");
  EXPECT_EQ(year.Printed("execution_score"), "10");
  year.policy.execution_points = 2000;
  EXPECT_EQ(year.Printed("execution_score"), "20");
  EXPECT_EQ(year.Printed("execution_weight"), "20");
}

TEST(Total, AddsExecutionAndTheDepartmentsIndicators) {
  Year year;
  year.policy.grades = {{"差", "poor", 0}, {"优", "excellent", 90}, {"良", "good", 80}};
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30201", Measure::kInitial, 1000);
  year.Move("GY", "30201", Measure::kPaid, 1000);
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 5000);
  year.AddIndicator("B", IndicatorKind::kAtLeast, "100", 4000);
  year.AddIndicator("P", IndicatorKind::kAtLeast, "100", 9000).project = "P1";
  year.Report("A", "100", "2024-06-01");
  year.Report("P", "100", "2024-06-01");
  EXPECT_EQ(year.Printed("indicators_score"), "50");
  EXPECT_EQ(year.Printed("total_weight"), "100");
  EXPECT_EQ(year.Printed("total_score"), "60");
  EXPECT_EQ(year.Printed("grade"), "差");
  year.Report("B", "74.975", "2024-06-01");  // 29.99
  EXPECT_EQ(year.Printed("total_score"), "89.99");
  EXPECT_EQ(year.Printed("grade"), "良");
  year.Report("B", "75", "2024-06-02");
  EXPECT_EQ(year.Printed("grade"), "优");
  EXPECT_EQ(Print(year.Of("grade"), MoneyUnit::kWanYuan, Language::kEnglish), "excellent");
  year.policy.grades = {{"优", "excellent", 95}};
  EXPECT_EQ(year.Of("grade"), Value(NoValue{Absence::kNotApplicable}));
}

TEST(Total, CountsIndicatorsFromTheDayTheyWereSet) {
  Year year;
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 5000);
  year.ledger->indicators["A"].set_on = On("2024-03-01");
  EXPECT_EQ(year.Printed("total_weight", "2024-02-29"), "10");
  EXPECT_EQ(year.Of("indicator_weight(A)", "2024-02-29"), Value(NoValue{Absence::kNotInLedger}));
  EXPECT_EQ(year.Printed("total_weight", "2024-03-01"), "60");
}

}  // namespace
}  // namespace outturn::figures
