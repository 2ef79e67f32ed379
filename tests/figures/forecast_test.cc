// Forecasts for the year's end, reported and computed.
#include <gtest/gtest.h>

#include "services/figures/monitoring/monitoring.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::IndicatorKind;
using core::Measure;
using testing::On;
using testing::Year;

const char* const kJuly = "2024-07-31";

// 120,000.00 yuan budgeted, 35,000.00 paid by July; 90,000.00 paid by the end of last year.
struct Forecasts : ::testing::Test {
  Forecasts() {
    year.AddProject("X1", "P1");
    year.Move("X1", "30201", Measure::kInitial, 12'000'000);
    year.Move("X1", "30201", Measure::kPaid, 3'500'000, "2024-05-10");
  }

  // Last year's ledger of the same unit, with a line of the same project.
  void AddLastYear() {
    core::LedgerState& last = year.AddLedger(2023);
    core::Line& line = last.lines["X1"];
    line.facts = year.ledger->lines.at("X1").facts;
    line.opened_on = On("2023-01-01");
    line.fiscal = true;
    last.Move("X1", "30201", Measure::kPaid, On("2023-06-30"), core::Fen(3'000'000));
    last.Move("X1", "30201", Measure::kPaid, On("2023-11-30"), core::Fen(6'000'000));
  }

  void Expect(const std::string& indicator, const std::string& figure, int64_t fen,
              const std::string& value = "", const std::string& day = kJuly) {
    core::ForecastReported forecast;
    forecast.indicator = indicator;
    forecast.figure = figure;
    forecast.amount = core::Fen(fen);
    if (!value.empty()) forecast.value = core::Decimal::Parse(value);
    forecast.likelihood = core::Likelihood::kPossible;
    forecast.remark = "集中在四季度";
    year.ledger->forecasts[{indicator, figure}].Put(On(day), ++year.position, forecast);
  }

  Year year;
};

TEST_F(Forecasts, ByPaceArePaidTimesTwelveOverTheMonth) {
  EXPECT_EQ(year.ExactValue("forecast_by_pace", kJuly), "6000000");
  EXPECT_EQ(year.ExactValue("forecast_by_pace(project=P1)", "2024-12-31"), "3500000");
  EXPECT_EQ(year.Printed("forecast_computed_rate", kJuly), "50.00%");
}

TEST_F(Forecasts, ByLastYearFollowItsCourseAndWinOverThePace) {
  EXPECT_EQ(year.Of("forecast_by_last_year", kJuly), Value(NoValue{Absence::kNoPriorYear}));
  EXPECT_EQ(year.ExactValue("forecast_computed", kJuly), "6000000");
  AddLastYear();
  EXPECT_EQ(year.ExactValue("forecast_by_last_year", kJuly), "10500000");  // × 90 ÷ 30
  EXPECT_EQ(year.ExactValue("forecast_computed", kJuly), "10500000");
  // Nothing was paid by this day of last year: no course to follow.
  EXPECT_EQ(year.Of("forecast_by_last_year", "2024-05-31"),
            Value(NoValue{Absence::kDenominatorZero}));
  EXPECT_EQ(year.ExactValue("forecast_computed", "2024-05-31"), "8400000");
}

TEST_F(Forecasts, OfALeapDayLookAtTheTwentyEighthOfTheYearBefore) {
  AddLastYear();
  year.ledger->Move("X1", "30201", Measure::kPaid, On("2024-02-29"), core::Fen(100));
  core::LedgerState& last = year.book.ledgers.at({"U", 2023});
  last.Move("X1", "30201", Measure::kPaid, On("2023-02-28"), core::Fen(1'000));
  EXPECT_EQ(year.ExactValue("forecast_by_last_year", "2024-02-29"), "900100");
}

TEST_F(Forecasts, ReportedAreThoseInForceUnderAnySpellingOfTheFigure) {
  EXPECT_EQ(year.Of("forecast_reported", kJuly), Value(NoValue{Absence::kNotReported}));
  Expect("", "paid", 11'800'000);
  Expect("", "paid(project=\"P1\")", 11'000'000, "", "2024-08-15");
  EXPECT_EQ(year.Printed("forecast_reported", kJuly), "11.80");
  EXPECT_EQ(year.Printed("forecast_likelihood", kJuly), "有可能");
  EXPECT_EQ(year.Printed("forecast_remark", kJuly), "集中在四季度");
  EXPECT_EQ(year.Printed("forecast_reported_rate", kJuly), "98.33%");
  EXPECT_EQ(year.Printed("forecast_reported(project=P1)", kJuly), "");
  EXPECT_EQ(year.Printed("forecast_reported(project=P1)", "2024-08-15"), "11.00");
}

TEST_F(Forecasts, OfNumbersGrowWithTheMonthsAndOfRatesStay) {
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500).unit = "件";
  year.AddIndicator("R", IndicatorKind::kAtLeast, "95", 500).unit = "%";
  year.Report("N", "140", "2024-07-15");
  year.Report("R", "94", "2024-07-15");
  EXPECT_EQ(year.Printed("indicator_forecast_computed(N)", kJuly), "240件");
  EXPECT_EQ(year.Printed("indicator_forecast_computed(N)", "2024-09-30"), "186.67件");
  EXPECT_EQ(year.Printed("indicator_forecast_computed(R)", kJuly), "94%");
  EXPECT_EQ(year.Printed("indicator_ahead_of_time(N)", kJuly), "-11.67");  // 140 ÷ 300 − 7 ÷ 12
  EXPECT_EQ(year.Of("indicator_ahead_of_time(R)", kJuly), Value(NoValue{Absence::kNotApplicable}));
}

TEST_F(Forecasts, OfAnIndicatorFollowLastYearsOwn) {
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500).unit = "件";
  year.Report("N", "140", "2024-07-15");
  core::LedgerState& last = year.AddLedger(2023);
  core::IndicatorState& then = last.indicators["N"];
  then.set = year.ledger->indicators.at("N").set;
  then.set_on = On("2023-01-01");
  core::ResultReported result;
  result.value = core::Decimal(100);
  then.results.Put(On("2023-07-31"), 1, result);
  result.value = core::Decimal(250);
  then.results.Put(On("2023-12-31"), 2, result);
  EXPECT_EQ(year.Printed("indicator_forecast_computed(N)", kJuly), "350件");
}

TEST_F(Forecasts, ReportedOfAnIndicatorPrintAsItsResultsDo) {
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500).unit = "件";
  year.AddIndicator("Q", IndicatorKind::kQualitative, "0", 500);
  Expect("N", "", 0, "290");
  core::ForecastReported words;
  words.indicator = "Q";
  words.text = "良好";
  year.ledger->forecasts[{"Q", ""}].Put(On(kJuly), 1, words);
  EXPECT_EQ(year.Printed("indicator_forecast(N)", kJuly), "290件");
  EXPECT_EQ(year.Printed("indicator_likelihood(N)", kJuly), "有可能");
  EXPECT_EQ(year.Printed("indicator_forecast(Q)", kJuly), "良好");
  EXPECT_EQ(year.Printed("indicator_likelihood(Q)", kJuly), "");
  EXPECT_EQ(year.Of("indicator_forecast(Z)", kJuly), Value(NoValue{Absence::kNotInLedger}));
}

TEST_F(Forecasts, TellTheClassOfTheCause) {
  core::DeviationExplained explained;
  explained.cause = core::DeviationCause::kFunding;
  explained.reason = "上级资金七月才到位";
  year.ledger->deviations[{"", ""}].Put(On(kJuly), 1, explained);
  EXPECT_EQ(year.Printed("execution_cause", kJuly), "经费保障");
  EXPECT_EQ(year.Printed("execution_cause", "2024-07-30"), "");
}

TEST_F(Forecasts, TellTheCauseOfEachPartOfTheMoneyUnderAnySpelling) {
  const auto explain = [&](const std::string& figure, core::DeviationCause cause,
                           const std::string& reason, const std::string& day = kJuly) {
    core::DeviationExplained explained{"", cause, reason, "", figure};
    year.ledger->deviations[{"", figure}].Put(On(day), ++year.position, explained);
  };
  explain("", core::DeviationCause::kFunding, "上级资金七月才到位");
  explain("execution_rate(project=\"P1\")", core::DeviationCause::kStaff, "无人经办");
  EXPECT_EQ(year.Printed("execution_cause", kJuly), "经费保障");
  EXPECT_EQ(year.Printed("execution_cause(project=P1)", kJuly), "人员保障");
  EXPECT_EQ(year.Printed("execution_reason(project=P1)", kJuly), "无人经办");
  EXPECT_EQ(year.Printed("execution_reason(project=P1)", "2024-07-30"), "");
  EXPECT_EQ(year.Printed("execution_cause(line=X1)", kJuly), "") << "not that of its project";
  // The last one counts, whichever way it was written.
  explain("execution_rate(project=P1)", core::DeviationCause::kHardware, "设备未到", "2024-08-01");
  explain("execution_rate", core::DeviationCause::kOther, "已解决", "2024-08-01");
  EXPECT_EQ(year.Printed("execution_cause(project=P1)", "2024-08-01"), "硬件条件保障");
  EXPECT_EQ(year.Printed("execution_cause(project=P1)", kJuly), "人员保障");
  EXPECT_EQ(year.Printed("execution_reason", "2024-08-01"), "已解决");
  explain("no figure (", core::DeviationCause::kOther, "谁知道", "2024-08-02");
  EXPECT_EQ(year.Printed("execution_reason", "2024-08-02"), "已解决");
}

}  // namespace
}  // namespace outturn::figures
