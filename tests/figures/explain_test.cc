// What is said of a figure, without events: tests/app and tests/properties add those.
#include "services/figures/explain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/figures/definitions.h"
#include "services/figures/explain/explain_table.h"
#include "services/figures/explain/explainer.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::Measure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::On;
using testing::Year;

Explanation Of(const Year& year, const std::string& name, Language language = Language::kEnglish) {
  return Explain(year.At(), *ParseFigure(name), language);
}

std::vector<std::string> Figures(const std::vector<Step>& steps) {
  std::vector<std::string> names;
  for (const Step& step : steps) names.push_back(step.figure);
  return names;
}

class ExplainTest : public ::testing::Test {
 protected:
  ExplainTest() {
    year.AddLine("GY", core::LineCategory::kPublic);
    year.Move("GY", "30201", Measure::kInitial, 1'000'000);
    year.Move("GY", "30201", Measure::kSupplement, 200'000, "2024-06-01");
    year.Move("GY", "30201", Measure::kCut, 50'000, "2024-07-01");
    year.Move("GY", "30201", Measure::kPaid, 805'000, "2024-08-01");
  }
  Year year;
};

TEST_F(ExplainTest, NamesHowEveryFigureThatAFunctionDerivesComesAbout) {
  Explainings all = MoneyExplainings();
  all.merge(UnitExplainings());
  all.merge(PerformanceExplainings());
  all.merge(MonitoringExplainings());
  for (const auto chapter : {MoneyDefinitions, RateDefinitions, UnitDefinitions,
                             PerformanceDefinitions, MonitoringDefinitions}) {
    for (const Definition& definition : chapter()) {
      EXPECT_EQ(definition.derive != nullptr, all.contains(definition.name)) << definition.name;
      all.erase(definition.name);
    }
  }
  EXPECT_TRUE(all.empty()) << all.begin()->first << " is no figure";
}

TEST_F(ExplainTest, RestsACauseOnTheEventThatGaveIt) {
  const std::string part = "execution_rate(category=public)";
  year.ledger->deviations[{"", part}].Put(
      On("2024-08-31"), 17, {"", core::DeviationCause::kStaff, "vacancies", "", part});
  for (const char* name :
       {"execution_cause(category=public)", "execution_reason(category=public)"}) {
    const Explanation told = Of(year, name);
    ASSERT_EQ(told.bases.size(), 1u) << name;
    const auto& from = std::get<FromRecords>(told.bases[0].source);
    ASSERT_EQ(from.records.size(), 1u);
    EXPECT_EQ(from.records[0].first, 17u);
  }
  EXPECT_TRUE(Of(year, "execution_cause").bases.empty()) << "of the whole nothing was said";
}

TEST_F(ExplainTest, FillsTheNumbersOfASumIn) {
  const Explanation told = Of(year, "full_year_budget");
  EXPECT_EQ(told.root.formula,
            "initial 10000.00 + carry-over in 0.00 + supplements 2000.00 − cuts 500.00 + "
            "virements in 0.00 − virements out 0.00 = 11500.00");
  EXPECT_EQ(told.root.called, "full-year budget");
  ASSERT_EQ(told.bases.size(), 1u);
  EXPECT_EQ(told.bases[0].exact, 1'150'000);
}

TEST_F(ExplainTest, TakesARateApart) {
  const Explanation told = Of(year, "execution_rate(category=public)", Language::kChinese);
  EXPECT_EQ(told.root.formula, "执行数 8050.00 ÷ 全年预算数 11500.00 = 70.00%");
  EXPECT_THAT(Figures(told.root.parts),
              ElementsAre("paid(category=public)", "full_year_budget(category=public)"));
  EXPECT_EQ(told.bases.size(), 2u);
}

TEST_F(ExplainTest, NamesAPartOfBothSidesOnce) {
  const Explanation told = Of(year, "budget_completion_rate");
  EXPECT_EQ(told.root.formula,
            "(carry-over in 0.00 + initial budget 10000.00 + supplements 2000.00 − remaining "
            "3450.00) ÷ (carry-over in 0.00 + initial budget 10000.00 + supplements 2000.00) = "
            "71.25%");
  EXPECT_THAT(Figures(told.root.parts),
              ElementsAre("carry_in", "initial_budget", "supplements", "remaining"));
}

TEST_F(ExplainTest, ShowsHowAnIndicatorEarnedItsPoints) {
  year.AddIndicator("A1", core::IndicatorKind::kAtLeast, "300", 1000).unit = "件";
  year.Report("A1", "100", "2024-03-01", core::ResultMode::kIncremental);
  year.Report("A1", "140", "2024-09-01", core::ResultMode::kIncremental);
  const Explanation told = Of(year, "indicator_score(A1)");
  EXPECT_EQ(told.root.formula, "10 × 240件 ÷ 300件 = 8 (rounded to 2 decimals)");
  const auto actual = std::find_if(told.bases.begin(), told.bases.end(), [](const Basis& basis) {
    return basis.figure == "indicator_actual(A1)";
  });
  ASSERT_NE(actual, told.bases.end());
  const Tally tally(*actual);
  EXPECT_FALSE(tally.Walks());
  EXPECT_EQ(tally.shares().size(), 2u);
  EXPECT_TRUE(tally.AddsUp());
}

TEST_F(ExplainTest, SaysThatATargetIsReachedOnlyWhereItIs) {
  year.policy.score_decimals = 1;
  year.AddIndicator("A1", core::IndicatorKind::kAtLeast, "1000", 1000);
  year.Report("A1", "997", "2024-03-01");
  EXPECT_EQ(Of(year, "indicator_score(A1)").root.formula,
            "10 × 997 ÷ 1000 = 10 (rounded to 1 decimals)");
  year.AddIndicator("A2", core::IndicatorKind::kAtMost, "50", 0);  // counts nothing
  year.Report("A2", "60", "2024-03-01");
  EXPECT_THAT(Of(year, "indicator_score(A2)").root.formula, Not(HasSubstr("≤")));
}

TEST_F(ExplainTest, HasSharesInTheOrderOfTheirEvents) {
  Basis basis;
  basis.source = FromRecords{{{90, 30}, {60, 10}}};
  const Tally tally(basis);
  ASSERT_EQ(tally.shares().size(), 2u);
  EXPECT_EQ(tally.shares()[0].position, 60u);
  EXPECT_EQ(tally.shares()[1].position, 90u);
}

TEST_F(ExplainTest, GoesFromTheGradeDownToPaymentsAndReports) {
  year.policy.grades = {{"优", "excellent", 90}, {"差", "poor", 0}};
  year.AddIndicator("A1", core::IndicatorKind::kAtMost, "5", 5000);
  year.Report("A1", "10", "2024-03-01");
  const Explanation told = Of(year, "grade");
  EXPECT_THAT(Figures(told.root.parts), ElementsAre("total_score"));
  EXPECT_EQ(told.root.formula, "total score 32; policy test@1: excellent ≥ 90, poor ≥ 0");
  std::vector<std::string> bases;
  for (const Basis& basis : told.bases) bases.push_back(basis.figure);
  EXPECT_THAT(bases, ElementsAre("paid", "full_year_budget", "indicator_weight(A1)",
                                 "indicator_target(A1)", "indicator_actual(A1)"));
}

TEST_F(ExplainTest, LooksIntoLastYearsLedgerOrTheFactsBroughtIn) {
  year.ledger->prior_year["paid(three_public=vehicle_operation)"].Put(On("2024-01-02"), 7,
                                                                      core::Fen(300));
  year.ledger->prior_year["paid(three_public=vehicle_purchase)"].Put(On("2024-01-02"), 8,
                                                                     core::Fen(50));
  const Explanation facts = Of(year, "prior_year_paid(three_public=vehicle)");
  ASSERT_EQ(facts.bases.size(), 1u);
  const Tally tally(facts.bases[0]);
  EXPECT_EQ(tally.shares().size(), 2u);
  EXPECT_TRUE(tally.AddsUp());
  year.AddLedger(2023);
  const Explanation ledger = Of(year, "prior_year_paid(three_public=vehicle)");
  ASSERT_EQ(ledger.root.parts.size(), 1u);
  EXPECT_EQ(ledger.root.parts[0].ledger, "U/2023");
  EXPECT_EQ(ledger.bases[0].ledger.year, 2023);
  EXPECT_EQ(ledger.bases[0].as_of, core::Day::LastOf(2023));
}

TEST_F(ExplainTest, ComputesAForecastByThisYearsPace) {
  const Explanation told = Of(year, "forecast_computed_rate");
  EXPECT_EQ(told.root.formula,
            "computed for the year's end 8050.00 ÷ full-year budget 11500.00 = 70.00%");
  ASSERT_EQ(told.root.parts.size(), 2u);
  const Step& computed = told.root.parts[0];
  EXPECT_EQ(computed.formula, "no ledger of last year to go by: by this year's pace 8050.00");
  const Explanation pace =
      Explain(year.At("2024-08-31"), *ParseFigure("forecast_by_pace"), Language::kEnglish);
  EXPECT_EQ(pace.root.formula, "paid 8050.00 × 12 ÷ 8 = 12075.00");
  ASSERT_EQ(pace.bases.size(), 1u);
  EXPECT_EQ(pace.bases[0].exact, 805'000);
}

TEST_F(ExplainTest, ComputesAForecastByLastYearsCourseFromTwoCutsOfIt) {
  core::LedgerState& last = year.AddLedger(2023);
  core::Line& line = last.lines["GY"];
  line.facts = year.ledger->lines.at("GY").facts;
  line.opened_on = On("2023-01-01");
  line.fiscal = true;
  last.Move("GY", "30201", Measure::kPaid, On("2023-06-30"), core::Fen(400'000));
  last.Move("GY", "30201", Measure::kPaid, On("2023-11-30"), core::Fen(600'000));
  const Explanation told =
      Explain(year.At("2024-08-31"), *ParseFigure("forecast_computed"), Language::kEnglish);
  ASSERT_EQ(told.root.parts.size(), 1u);
  EXPECT_EQ(told.root.parts[0].formula,
            "paid 8050.00 × U/2023 paid 10000.00 ÷ U/2023 (as of 2023-08-31) paid 4000.00 = "
            "20125.00");
  std::vector<std::string> bases;
  for (const Basis& basis : told.bases) {
    bases.push_back(basis.ledger.ToString() + " " + basis.as_of.ToString() + " " +
                    std::to_string(*basis.exact));
  }
  EXPECT_THAT(bases, ElementsAre("U/2024 2024-08-31 805000", "U/2023 2023-12-31 1000000",
                                 "U/2023 2023-08-31 400000"));
}

TEST_F(ExplainTest, NamesTheReportBehindAnExpectation) {
  core::ForecastReported forecast;
  forecast.figure = "paid";
  forecast.amount = core::Fen(900'000);
  forecast.remark = "集中在四季度";
  year.ledger->forecasts[{"", "paid"}].Put(On("2024-08-31"), 41, forecast);
  for (const char* figure : {"forecast_reported", "forecast_remark", "forecast_likelihood"}) {
    const Explanation told = Of(year, figure);
    ASSERT_EQ(told.bases.size(), 1u) << figure;
    const Tally tally(told.bases[0]);
    EXPECT_TRUE(tally.AddsUp());
    ASSERT_EQ(tally.shares().size(), 1u);
    EXPECT_EQ(tally.shares()[0].position, 41u);
  }
  EXPECT_EQ(Of(year, "forecast_reported").bases[0].exact, 900'000);
}

TEST_F(ExplainTest, HoldsAnIndicatorAgainstTheTimeGoneBy) {
  year.AddIndicator("A1", core::IndicatorKind::kAtLeast, "300", 1000).unit = "件";
  year.Report("A1", "100", "2024-03-01");
  const auto told = [&](const char* name) {
    return Explain(year.At("2024-06-30"), *ParseFigure(name), Language::kEnglish);
  };
  EXPECT_EQ(told("indicator_ahead_of_time(A1)").root.formula,
            "completion 33.33% − time progress 50.00% = -16.67 points");
  EXPECT_THAT(told("indicator_forecast_computed(A1)").root.formula,
              HasSubstr("100件 × 12 ÷ 6 = 200件"));
  EXPECT_EQ(told("indicator_forecast_computed(A1)").bases.size(), 1u);
}

TEST_F(ExplainTest, SaysLoudlyWhenTheEventsDoNotAddUp) {
  const Explanation told = Of(year, "paid");
  const Behind behind{&told.bases[0], 3, 805'001, 0, {}};
  const Table table = ExplanationTable(told, {behind}, "U", {}, Language::kEnglish);
  ASSERT_EQ(table.sections.size(), 2u);
  EXPECT_EQ(table.sections[1].rows.back().cells[1].printed, "sum of 3, NOT the figure 8050.00");
  ASSERT_EQ(table.notes.size(), 1u);
  EXPECT_THAT(table.notes[0], HasSubstr("of 3"));
}

}  // namespace
}  // namespace outturn::figures
