// What the policy's rules raise, and what they leave alone.
#include "services/figures/monitoring/warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::IndicatorKind;
using core::Measure;
using core::WarningLevel;
using core::WarningScope;
using core::WarningTest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::On;
using testing::Year;

const char* const kJuly = "2024-07-31";

struct Warnings : ::testing::Test {
  core::WarningRule& Rule(const std::string& id, WarningTest test,
                          WarningScope scope = WarningScope::kNone, int threshold = 0) {
    core::WarningRule& rule = year.policy.warning_rules.emplace_back();
    rule.id = id;
    rule.zh = id;
    rule.test = test;
    rule.scope = scope;
    rule.threshold = threshold;
    return rule;
  }
  void Budget(const std::string& line, int64_t yuan, const std::string& economic_class = "30201") {
    year.Move(line, economic_class, Measure::kInitial, yuan * 100);
  }
  void Paid(const std::string& line, int64_t yuan, const std::string& day = "2024-05-10",
            const std::string& economic_class = "30201") {
    year.Move(line, economic_class, Measure::kPaid, yuan * 100, day);
  }
  [[nodiscard]] std::vector<RaisedWarning> At(const std::string& day = kJuly) const {
    return DeriveWarnings(year.At(day), payments);
  }
  // "rule subject" of each.
  [[nodiscard]] std::vector<std::string> Names(const std::string& day = kJuly) const {
    std::vector<std::string> names;
    for (const RaisedWarning& warning : At(day)) {
      names.push_back(warning.rule->id + " " + warning.subject);
    }
    return names;
  }
  WatchedPayment& Watched(core::Position position, const std::string& purpose) {
    WatchedPayment& payment = payments.emplace_back();
    payment.position = position;
    payment.effective_on = On("2024-05-10");
    payment.ref = {"accounting", "ZF-" + std::to_string(position)};
    payment.line = "B";
    payment.economic_class = "30201";
    payment.amount = core::Fen(50'000);
    payment.payee = "某某酒店";
    payment.purpose = purpose;
    return payment;
  }

  Year year;
  std::vector<WatchedPayment> payments;
};

TEST_F(Warnings, OfSpendingWithoutBudgetNameTheLine) {
  Rule("no-budget", WarningTest::kNoBudgetSpending, WarningScope::kEachLine);
  year.AddLine("A", core::LineCategory::kPublic);
  year.AddLine("B", core::LineCategory::kPublic);
  Paid("A", 10);
  EXPECT_THAT(Names(), ElementsAre("no-budget line=A"));
  Budget("A", 10);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(Warnings, OfSpendingOverBudgetCountWhatIsCommitted) {
  Rule("over", WarningTest::kOverBudgetSpending, WarningScope::kEachLine);
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 100);
  Paid("A", 60);
  year.Move("A", "30201", Measure::kCommitted, 4'000, "2024-06-01");
  EXPECT_THAT(Names(), IsEmpty());
  Paid("A", 1);
  ASSERT_THAT(Names(), ElementsAre("over line=A"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("达 1.00 元"));
}

// 7 ÷ 12 of 1200 yuan are 700.
TEST_F(Warnings, BehindTimeBeginAtTheThresholdExactlyAndTheGraverRuleStands) {
  Rule("behind-10", WarningTest::kBehindTime, WarningScope::kEachProject, 1000);
  Rule("behind-20", WarningTest::kBehindTime, WarningScope::kEachProject, 2000).level =
      WarningLevel::kOrange;
  year.AddProject("X", "P");
  Budget("X", 1200);
  Paid("X", 581);
  EXPECT_THAT(Names(), IsEmpty());  // 119 yuan behind of 120
  year.Move("X", "30201", Measure::kPaid, -100, "2024-05-11");
  ASSERT_THAT(Names(), ElementsAre("behind-10 project=P"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("短序时 10.00 个百分点（120.00 元）"));
  year.Move("X", "30201", Measure::kPaid, -12'000, "2024-05-12");
  EXPECT_THAT(Names(), ElementsAre("behind-20 project=P"));
  EXPECT_THAT(Names("2024-12-31"), ElementsAre("behind-20 project=P"));
}

TEST_F(Warnings, AheadOfTimeAreNoneOfSmallBudgetsOrOutOfSeason) {
  core::WarningRule& rule =
      Rule("ahead", WarningTest::kAheadOfTime, WarningScope::kWholeLedger, 1000);
  rule.from_month = 6;
  rule.to_month = 11;
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 1200);
  Paid("A", 1000);
  EXPECT_THAT(Names("2024-05-31"), IsEmpty());
  EXPECT_THAT(Names(), ElementsAre("ahead "));
  EXPECT_THAT(Names("2024-12-01"), IsEmpty());
  rule.least = core::Fen(120'001);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(Warnings, OfThreePublicExpensesNameTheExpenseOrElseTheTotal) {
  Rule("over-budget", WarningTest::kThreePublicOverBudget);
  Rule("over-last", WarningTest::kThreePublicOverLastYear);
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 100, "30217");
  Paid("A", 101, "2024-05-10", "30217");
  year.ledger->prior_year["paid(three_public=total)"].Put(On("2024-01-01"), 1, core::Fen(10'000));
  EXPECT_THAT(Names(),
              ElementsAre("over-budget three_public=reception", "over-last three_public=total"));
  year.ledger->prior_year["paid(three_public=reception)"].Put(On("2024-01-01"), 2,
                                                              core::Fen(10'050));
  EXPECT_THAT(Names(), ElementsAre("over-budget three_public=reception",
                                   "over-last three_public=reception"));
}

TEST_F(Warnings, OfThreePublicTrendsSayWhichLimitIsHeadedFor) {
  Rule("trend", WarningTest::kThreePublicHeadingOver, WarningScope::kNone, 500);
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 120, "30217");
  Paid("A", 73, "2024-05-10", "30217");  // 125.14 by the year's end: within five percent
  EXPECT_THAT(Names(), IsEmpty());
  Paid("A", 1, "2024-05-11", "30217");
  ASSERT_THAT(Names(), ElementsAre("trend three_public=reception"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("126.86 元，超过全年预算 120.00 元"));
}

TEST_F(Warnings, OfPaymentsThatLookThreePublicFollowCorrectionsAndReversals) {
  Rule("elsewhere", WarningTest::kSuspectedThreePublic).words = {"接待", "酒店"};
  year.AddLine("B", core::LineCategory::kPublic);
  Watched(7, "办公用品").payee = "某某文具";
  Watched(8, "接待上级调研");
  Watched(9, "会场").effective_on = On("2024-08-10");
  EXPECT_THAT(Names(), ElementsAre("elsewhere payment=accounting/ZF-8"));
  EXPECT_EQ(At()[0].events, std::vector<core::Position>{8});
  auto& places = year.ledger->placements[8];
  places[{"B", "30201"}].Add(On("2024-06-01"), core::Fen(-50'000));
  places[{"B", "30217"}].Add(On("2024-06-01"), core::Fen(50'000));
  EXPECT_THAT(Names(), IsEmpty());  // corrected to where it belongs
  EXPECT_THAT(Names("2024-05-31"), ElementsAre("elsewhere payment=accounting/ZF-8"));
  EXPECT_EQ(WatchedWords(year.policy), (std::vector<std::string>{"接待", "酒店"}));
}

TEST_F(Warnings, OfThreePublicClassesOnLinesWithoutMarkOrBudgetNameLineAndClass) {
  Rule("elsewhere", WarningTest::kSuspectedThreePublic).least = core::Fen(5'000);
  year.AddLine("A", core::LineCategory::kPublic).three_public = true;
  year.AddLine("B", core::LineCategory::kPublic);
  Paid("A", 100, "2024-05-10", "30217");
  Paid("B", 49, "2024-05-10", "30217");
  Paid("B", 900, "2024-05-10", "30201");
  EXPECT_THAT(Names(), IsEmpty());  // marked, too small, no three-public class
  Paid("B", 1, "2024-05-11", "30217");
  ASSERT_THAT(Names(), ElementsAre("elsewhere line=B, class=30217"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("30217 列支 50.00 元"));
  EXPECT_EQ(At()[0].sums.at(0).Name(), "paid(line=B, class=30217)");
  Budget("B", 10, "30217");
  EXPECT_THAT(Names(), IsEmpty());  // planned there
}

// How far a warning goes, as it is held against what somebody decided about.
TEST_F(Warnings, OutgrowADecisionByMoneyByFivePointsOrByAnotherMonth) {
  using Extent = RaisedWarning::Extent;
  Rule("over", WarningTest::kOverBudgetSpending, WarningScope::kEachLine);
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 100);
  Paid("A", 130);
  const Extent over = At().at(0).extent;
  EXPECT_EQ(over.amount, 3'000);
  EXPECT_FALSE(over.Outgrows(over));
  EXPECT_FALSE(over.Outgrows({.cause = "", .amount = 3'001}));
  EXPECT_TRUE(over.Outgrows({.cause = "", .amount = 2'999}));

  year.policy.warning_rules.clear();
  Rule("behind", WarningTest::kBehindTime, WarningScope::kEachProject, 1000);
  year.AddProject("X", "P");
  Budget("X", 1200);
  Paid("X", 400);
  const Extent july = At("2024-07-31").at(0).extent;  // 25 points
  EXPECT_EQ(july.amount, 2'500);
  EXPECT_TRUE(At("2024-08-01").at(0).extent.Outgrows(july));  // 33.33
  Paid("X", 61, "2024-08-01");
  EXPECT_FALSE(At("2024-08-01").at(0).extent.Outgrows(july));  // 28.25

  year.policy.warning_rules.clear();
  Rule("rush", WarningTest::kYearEndRush, WarningScope::kEachProject, 1000);
  Paid("X", 200, "2024-11-20");
  Paid("X", 190, "2024-12-20");
  const RaisedWarning november = At("2024-11-30").at(0);
  EXPECT_EQ(november.since, On("2024-11-01"));
  EXPECT_TRUE(At("2024-12-31").at(0).extent.Outgrows(november.extent));
}

TEST_F(Warnings, OfSilenceAndOfForecastsOutgrowADecisionByMonthsAndByWorseForecasts) {
  Rule("silent", WarningTest::kIndicatorNotReported);
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500);
  const RaisedWarning::Extent march = At("2024-03-31").at(0).extent;
  EXPECT_FALSE(At("2024-05-31").at(0).extent.Outgrows(march));
  EXPECT_TRUE(At("2024-06-30").at(0).extent.Outgrows(march));

  year.policy.warning_rules.clear();
  Rule("unlikely", WarningTest::kTargetUnlikely);
  core::ForecastReported forecast;
  forecast.indicator = "N";
  forecast.value = core::Decimal(290);
  auto& history = year.ledger->forecasts[{"N", ""}];
  history.Put(On("2024-07-01"), 5, forecast);
  const RaisedWarning::Extent july = At("2024-07-01").at(0).extent;
  forecast.value = core::Decimal(295);
  history.Put(On("2024-08-01"), 6, forecast);
  EXPECT_FALSE(At("2024-08-01").at(0).extent.Outgrows(july));
  forecast.likelihood = core::Likelihood::kImpossible;
  history.Put(On("2024-09-01"), 7, forecast);
  EXPECT_TRUE(At("2024-09-01").at(0).extent.Outgrows(july));
}

TEST_F(Warnings, OfYearEndRushLookAtTheMonthOfTheCut) {
  Rule("rush", WarningTest::kYearEndRush, WarningScope::kWholeLedger, 2000).from_month = 11;
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 1000);
  Paid("A", 400, "2024-11-30");
  Paid("A", 199, "2024-12-01");
  EXPECT_THAT(Names("2024-11-30"), ElementsAre("rush "));
  EXPECT_THAT(Names("2024-12-31"), IsEmpty());
  Paid("A", 1, "2024-12-30");
  ASSERT_THAT(Names("2024-12-31"), ElementsAre("rush "));
  EXPECT_THAT(At("2024-12-31")[0].words.zh, HasSubstr("12 月支付 200.00 元，占全年预算 20.00%"));
}

TEST_F(Warnings, OfIndicatorsNotReportedLeaveOutTheDerivedAndThoseNotDue) {
  Rule("silent", WarningTest::kIndicatorNotReported);
  core::WarningRule& stale = Rule("stale", WarningTest::kIndicatorNotReported);
  stale.months = 3;
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500);
  year.AddIndicator("D", IndicatorKind::kAtMost, "300", 500).derived_from = "paid";
  year.AddIndicator("T", IndicatorKind::kTimeliness, "0", 500).due = On("2024-12-01");
  EXPECT_THAT(Names("2024-02-28"), ElementsAre("silent indicator=N"));
  EXPECT_THAT(Names(), ElementsAre("stale indicator=N"));
  year.Report("N", "10", "2024-05-31");
  EXPECT_THAT(Names(), IsEmpty());
  EXPECT_THAT(Names("2024-08-01"), ElementsAre("stale indicator=N"));
  EXPECT_THAT(Names("2024-12-02"), ElementsAre("stale indicator=N", "stale indicator=T"));
}

TEST_F(Warnings, OfTargetsBehindTimeAreOfNumbersThatGrow) {
  Rule("slow", WarningTest::kTargetBehindTime, WarningScope::kNone, 1000);
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500);
  year.AddIndicator("R", IndicatorKind::kAtLeast, "95", 500).unit = "%";
  year.Report("N", "145", "2024-07-15");  // 48.33 % of 58.33 %
  year.Report("R", "1", "2024-07-15");
  ASSERT_THAT(Names(), ElementsAre("slow indicator=N"));
  EXPECT_EQ(At()[0].events, std::vector<core::Position>{1});
  year.Report("N", "146", "2024-07-16");
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(Warnings, OfUnlikelyTargetsRestOnWhatTheUnitExpects) {
  Rule("unlikely", WarningTest::kTargetUnlikely);
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500);
  core::ForecastReported forecast;
  forecast.indicator = "N";
  forecast.value = core::Decimal(300);
  auto& history = year.ledger->forecasts[{"N", ""}];
  history.Put(On("2024-07-01"), 5, forecast);
  EXPECT_THAT(Names(), IsEmpty());
  forecast.value = core::Decimal(299);
  forecast.likelihood = core::Likelihood::kPossible;
  history.Put(On("2024-07-31"), 6, forecast);
  ASSERT_THAT(Names(), ElementsAre("unlikely indicator=N"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("单位预计全年 299，目标 300；完成可能性：有可能"));
  EXPECT_THAT(Names("2024-07-30"), IsEmpty());
  year.Report("N", "300", "2024-12-20");
  EXPECT_THAT(Names("2024-12-19"), ElementsAre("unlikely indicator=N"));
  EXPECT_THAT(Names("2024-12-31"), IsEmpty());  // it was reached all the same
}

TEST_F(Warnings, OfUnlikelyTargetsComputeWhereTheUnitToldNothing) {
  Rule("unlikely", WarningTest::kTargetUnlikely);
  year.AddIndicator("E", IndicatorKind::kEqual, "4", 500);
  year.AddIndicator("N", IndicatorKind::kAtLeast, "300", 500);
  year.AddIndicator("R", IndicatorKind::kAtLeast, "95", 500).unit = "%";
  year.Report("E", "2", "2024-06-30");
  year.Report("N", "100", "2024-06-30");
  year.Report("R", "90", "2024-06-30");
  EXPECT_THAT(Names("2024-06-29"), IsEmpty());
  EXPECT_THAT(Names(), IsEmpty()) << "this year's pace is no evidence, nor is a rate as it stands";

  core::LedgerState& last = year.AddLedger(2023);
  core::IndicatorState& then = last.indicators["N"];
  then.set = year.ledger->indicators.at("N").set;
  then.set_on = On("2023-01-01");
  core::ResultReported result;
  result.indicator = "N";
  result.mode = core::ResultMode::kCumulative;
  result.value = core::Decimal(200);
  then.results.Put(On("2023-06-30"), 1, result);
  result.value = core::Decimal(500);
  then.results.Put(On("2023-12-31"), 2, result);
  ASSERT_THAT(Names(), ElementsAre("unlikely indicator=N"));
  EXPECT_THAT(At()[0].words.zh, HasSubstr("单位未上报预计，推算全年 250"));
  const RaisedWarning::Extent fifty_short = At()[0].extent;
  year.Report("N", "96", "2024-07-10");
  EXPECT_FALSE(At()[0].extent.Outgrows(fifty_short)) << "240 of 300 instead of 250";
  year.Report("N", "94", "2024-07-11");
  EXPECT_TRUE(At()[0].extent.Outgrows(fifty_short));

  core::ForecastReported forecast;
  forecast.indicator = "N";
  forecast.value = core::Decimal(300);
  year.ledger->forecasts[{"N", ""}].Put(On("2024-07-12"), 9, forecast);
  EXPECT_THAT(Names(), IsEmpty()) << "what the unit tells stands";
}

TEST_F(Warnings, KnowWhatWasDecidedByTheDayOfTheCut) {
  Rule("behind", WarningTest::kBehindTime, WarningScope::kEachProject, 1000);
  year.AddProject("X", "P");
  Budget("X", 1200);
  core::WarningHandled handled;
  handled.rule = "behind";
  handled.subject = "project=P";
  handled.handling = core::WarningHandling::kRectify;
  year.ledger->handlings[{"behind", "project=P"}].Put(On("2024-07-20"), 9, handled);
  EXPECT_TRUE(At("2024-07-19")[0].Pending());
  ASSERT_TRUE(At()[0].handled);
  EXPECT_FALSE(At()[0].Pending());
  EXPECT_EQ(At()[0].handled->position, 9U);
  RaisedWarning grown = At()[0];
  grown.outgrown = true;
  EXPECT_TRUE(grown.Pending());
}

TEST_F(Warnings, ThatAreOnlyRecordedWaitForNobody) {
  Rule("ahead", WarningTest::kAheadOfTime, WarningScope::kWholeLedger, 1000).control =
      core::WarningControl::kLog;
  year.AddLine("A", core::LineCategory::kPublic);
  Budget("A", 100);
  Paid("A", 100);
  EXPECT_FALSE(At().at(0).Pending());
}

TEST_F(Warnings, ComeGravestFirstAndMarkWhatIsClassified) {
  Rule("mild", WarningTest::kBehindTime, WarningScope::kEachProject, 1000);
  Rule("grave", WarningTest::kNoBudgetSpending, WarningScope::kEachLine).level = WarningLevel::kRed;
  year.AddProject("X", "P").classified = true;
  Budget("X", 1200);
  year.AddLine("A", core::LineCategory::kPublic);
  Paid("A", 10);
  EXPECT_THAT(Names(), ElementsAre("grave line=A", "mild project=P"));
  EXPECT_FALSE(At()[0].classified);
  EXPECT_TRUE(At()[1].classified);
}

TEST_F(Warnings, NameFiguresThatParseBackToTheirNumbers) {
  Rule("behind", WarningTest::kBehindTime, WarningScope::kEachProject, 1000);
  year.AddProject("X", "P, 1");
  Budget("X", 1200);
  const RaisedWarning warning = At().at(0);
  EXPECT_EQ(warning.subject, "project=\"P, 1\"");
  for (const auto& [figure, value] : warning.numbers) {
    const auto parsed = ParseFigure(figure.Name());
    ASSERT_TRUE(parsed.ok()) << figure.Name();
    EXPECT_EQ(Evaluate(year.At(kJuly), *parsed), value);
  }
}

}  // namespace
}  // namespace outturn::figures
