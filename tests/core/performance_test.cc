// Goals, indicators and results; facts about the unit; what was declared.
#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

class Performance : public StoryTest {
 protected:
  const IndicatorState& Of(const std::string& code) { return story_.Ledger().indicators.at(code); }
};

TEST_F(Performance, RevisesATargetFromTheDayOn) {
  IndicatorRevised revised = Revise("S1", 0);
  revised.target = Decimal(320);
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("S1", IndicatorKind::kAtLeast, 40)),
                         Ask("2024-08-01", revised)});
  EXPECT_EQ(Of("S1").TargetAt(D("2024-07-31")).target, Decimal(300));
  EXPECT_EQ(Of("S1").TargetAt(D("2024-08-01")).target, Decimal(320));
  EXPECT_EQ(Of("S1").TargetAt(D("2024-08-01")).weight, 4000);
}

TEST_F(Performance, LeavesWhatARevisionDoesNotNameAsItWas) {
  IndicatorRevised due = Revise("T", 0);
  due.due = D("2024-12-15");
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("T", IndicatorKind::kTimeliness, 10)),
                         Ask("2024-08-01", due), Ask("2024-09-01", Revise("T", 12))});
  const IndicatorSet target = Of("T").TargetAt(D("2024-12-31"));
  EXPECT_EQ(target.due, D("2024-12-15"));
  EXPECT_EQ(target.weight, 1200);
  EXPECT_EQ(Of("T").TargetAt(D("2024-08-15")).weight, 1000);
}

TEST_F(Performance, LeavesTenPointsForTheExecutionRate) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("A", IndicatorKind::kAtLeast, 60))});
  When(Ask("2024-02-01", Indicator("B", IndicatorKind::kAtLeast, 30)));
  ThenRecorded();
  IndicatorSet little = Indicator("C", IndicatorKind::kAtLeast, 0);
  little.weight = 5;
  When(Ask("2024-02-01", little));
  ThenRefused(Reason::kWeightsExceedTotal, {{"sum", "90.05"}, {"allowed", "90"}});
}

TEST_F(Performance, WeighsEveryProjectByItself) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("A", IndicatorKind::kAtLeast, 90)),
                         Ask("2024-02-01", Indicator("B", IndicatorKind::kAtLeast, 90, "X1"))});
  When(Ask("2024-02-01", Indicator("C", IndicatorKind::kAtLeast, 1, "X1")));
  ThenRefused(Reason::kWeightsExceedTotal);
}

TEST_F(Performance, LooksAtTheWeightsOfEveryLaterDay) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("A", IndicatorKind::kAtLeast, 40)),
                         Ask("2024-09-01", Indicator("B", IndicatorKind::kAtLeast, 50))});
  When(Ask("2024-03-01", Indicator("C", IndicatorKind::kAtLeast, 1)));
  ThenRefused(Reason::kWeightsExceedTotal, {{"on", "2024-09-01"}});
}

TEST_F(Performance, KnowsThatALaterRevisionOfTheSameIndicatorStands) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("A", IndicatorKind::kAtLeast, 40)),
                         Ask("2024-09-01", Revise("A", 30)),
                         Ask("2024-09-01", Indicator("B", IndicatorKind::kAtLeast, 60))});
  When(Ask("2024-03-01", Revise("A", 50)));
  ThenRecorded();
  EXPECT_EQ(Of("A").TargetAt(D("2024-08-31")).weight, 5000);
  EXPECT_EQ(Of("A").TargetAt(D("2024-09-01")).weight, 3000);
}

TEST_F(Performance, KeepsEveryResultByItsDay) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("S1", IndicatorKind::kAtLeast, 40)),
                         Ask("2024-07-31", Report("S1", 150)), Ask("2024-12-31", Report("S1", 581)),
                         Ask("2024-03-31", Report("S1", 40))});
  EXPECT_EQ(*Of("S1").results.At(D("2024-05-01"))->value, Decimal(40));
  EXPECT_EQ(*Of("S1").results.At(D("2024-12-31"))->value, Decimal(581));
}

TEST_F(Performance, RatesInsideTheBandThatOwnsTheBorder) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("Q", IndicatorKind::kQualitative, 40))});
  for (const auto& [band, percent] : std::vector<std::pair<std::string, int>>{
           {"good", 100}, {"good", 80}, {"fair", 79}, {"fair", 60}, {"poor", 59}, {"poor", 0}}) {
    When(Ask("2024-12-31", Rate("Q", band, percent)));
    EXPECT_EQ(std::get<IndicatorRated>(ThenRecorded().command.body).band, band);
  }
  EXPECT_EQ(Of("Q").ratings.At(D("2024-12-31"))->percent, 0);
}

TEST_F(Performance, ExplainsTheExecutionRateWithoutAnIndicator) {
  Given(Opening());
  When(Ask("2024-12-31", Explain("")));
  ThenRecorded();
  EXPECT_EQ(story_.Ledger().deviations.at({"", ""}).At(D("2024-12-31"))->reason, "资金到位较晚");
}

TEST_F(Performance, ExpectsOfMoneyWhatTheLedgerPaysUnlessAFigureIsNamed) {
  Given(Opening());
  ForecastReported whole;
  whole.amount = 90_yuan;
  ForecastReported project = whole;
  project.figure = "paid(project=X1)";
  When(Ask("2024-07-31", whole));
  EXPECT_EQ(std::get<ForecastReported>(ThenRecorded().command.body).figure, "paid");
  When(Ask("2024-07-31", project));
  ThenRecorded();
  const auto& forecasts = story_.Ledger().forecasts;
  EXPECT_EQ(forecasts.at({"", "paid"}).At(D("2024-07-31"))->amount, 90_yuan);
  EXPECT_EQ(forecasts.at({"", "paid"}).At(D("2024-07-30")), nullptr);
  EXPECT_NE(forecasts.at({"", "paid(project=X1)"}).At(D("2024-12-31")), nullptr);
}

TEST_F(Performance, KeepsTheExplanationOfEachPartOfTheMoneyByItself) {
  Given(Opening());
  DeviationExplained whole = Explain("");
  DeviationExplained project = whole;
  project.figure = "execution_rate(project=X1)";
  project.cause = DeviationCause::kStaff;
  for (const DeviationExplained& one : {whole, project}) {
    When(Ask("2024-07-31", one));
    EXPECT_EQ(std::get<DeviationExplained>(ThenRecorded().command.body), one);
  }
  const auto& deviations = story_.Ledger().deviations;
  EXPECT_EQ(deviations.at({"", ""}).At(D("2024-07-31"))->cause, DeviationCause::kFunding);
  EXPECT_EQ(deviations.at({"", project.figure}).At(D("2024-07-31"))->cause, DeviationCause::kStaff);
}

TEST_F(Performance, KeepsTheHandlingOfEachWarningByItsRuleAndSubject) {
  Policy policy = Strict();
  policy.warning_rules[0].scope = WarningScope::kEachProject;
  Given(Opening(policy));
  WarningHandled handled = Handle("behind");
  handled.subject = "project=X1";
  When(Ask("2024-07-31", handled));
  ThenRecorded();
  const auto& handlings = story_.Ledger().handlings;
  ASSERT_TRUE(handlings.contains({"behind", "project=X1"}));
  EXPECT_EQ(handlings.at({"behind", "project=X1"}).At(D("2024-07-31"))->handling,
            WarningHandling::kRectify);
  EXPECT_FALSE(handlings.contains({"behind", ""}));
}

TEST_F(Performance, KeepsGoalsOfTheDepartmentAndOfProjects) {
  Given(Opening() + Asks{Ask("2024-02-01", GoalStated{"", "甲"}),
                         Ask("2024-02-01", GoalStated{"X1", "乙"}),
                         Ask("2024-06-01", GoalStated{"", "丙"})});
  const auto& goals = story_.Ledger().goals;
  EXPECT_EQ(*goals.at("").At(D("2024-05-31")), "甲");
  EXPECT_EQ(*goals.at("").At(D("2024-06-01")), "丙");
  EXPECT_EQ(*goals.at("X1").At(D("2024-06-01")), "乙");
}

TEST_F(Performance, KeepsTheFactsOfTheUnitByTheirDay) {
  PriorYearFigures last_year;
  last_year.figures = {{"paid", 5_yuan}, {"three_public.paid", 2_yuan}};
  Given(Opening() +
        Asks{Ask("2024-01-02", QuotaSet{"行政", 78}),
             Ask("2024-12-31", HeadcountReported{"行政", 75}),
             Ask("2024-01-02",
                 BuildingReported{"业务用房", Decimal(1200), Decimal(), 900_yuan, Fen()}),
             Ask("2024-01-02", last_year),
             Ask("2024-12-31", TextRecorded{"annex-2", "problems", "无"}),
             Ask("2024-12-31", Declaration{"annex-1", D("2025-03-01"), {{"paid", "", "5.00"}}})});
  const LedgerState& ledger = story_.Ledger();
  const Day end = D("2024-12-31");
  EXPECT_EQ(*ledger.quotas.at("行政").At(end), 78);
  EXPECT_EQ(*ledger.headcounts.at("行政").At(end), 75);
  EXPECT_EQ(ledger.headcounts.at("行政").At(D("2024-12-30")), nullptr);
  EXPECT_EQ(ledger.buildings.at("业务用房").At(end)->approved_cost, 900_yuan);
  EXPECT_EQ(*ledger.prior_year.at("three_public.paid").At(end), 2_yuan);
  EXPECT_EQ(*ledger.texts.at({"annex-2", "problems"}).At(end), "无");
  EXPECT_EQ(ledger.declarations.At(end)->cells.at(0).printed, "5.00");
  EXPECT_EQ(ledger.declarations.At(end)->filed_on, D("2025-03-01"));
}

ResultReported More(std::string code, int value) {
  ResultReported result = Report(std::move(code), value);
  result.mode = ResultMode::kIncremental;
  return result;
}

TEST_F(Performance, MayTakeBackWhatWasReportedTooMuchAndNoMore) {
  Given(Opening() + Asks{Ask("2024-01-03", Indicator("N", IndicatorKind::kAtLeast, 40)),
                         Ask("2024-03-01", More("N", 10)), Ask("2024-06-01", More("N", 5))});
  When(Ask("2024-04-01", More("N", -11)));
  ThenRefused(Reason::kResultBelowZero, {{"sum", "-1"}, {"on", "2024-04-01"}});
  When(Ask("2024-06-01", More("N", -15)));
  ThenRecorded();
  When(Ask("2024-04-01", More("N", -1)));
  ThenRefused(Reason::kResultBelowZero, {{"sum", "-1"}, {"on", "2024-06-01"}});
}

TEST_F(Performance, MayBeBelowZeroWhereItIsARate) {
  for (const char* unit : {"%", "％", "百分点"}) {
    Story story;
    IndicatorSet rate = Indicator("R", IndicatorKind::kAtMost, 40);
    rate.unit = unit;
    story.Given(Opening() + Asks{Ask("2024-01-03", rate)});
    EXPECT_TRUE(story.When(Ask("2024-03-01", Report("R", -5))).ok()) << unit;
  }
}

}  // namespace
}  // namespace outturn::core
