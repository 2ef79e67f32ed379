// What is reserved, paid, given back and moved.
#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

class Spending : public StoryTest {};

TEST_F(Spending, TakesHeadroomFromItsDayOn) {
  Given(Funded());
  When(Ask("2024-03-01", Pay("BG", "30201", 60_yuan)));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 940_yuan);
  EXPECT_EQ(story_.Headroom("BG", "2024-02-29"), 1000_yuan);
  EXPECT_EQ(story_.Headroom("BG", "2024-03-01"), 940_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kPaid), 60_yuan);
}

TEST_F(Spending, MayTakeTheLastFen) {
  Given(Funded());
  When(Ask("2024-03-01", Pay("BG", "30201", 1000_yuan)));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, Fen());
  When(Ask("2024-03-01", Pay("BG", "30201", Fen(1))));
  ThenRefused(Reason::kHeadroomExceeded, {{"headroom", "0.00"}});
}

TEST_F(Spending, BackdatedLooksAtEveryLaterDay) {
  Given(Funded() + Asks{Ask("2024-10-01", Pay("BG", "30201", 950_yuan)),
                        Ask("2024-11-01", Add("BG", {{"", 500_yuan}}))});
  When(Ask("2024-02-01", Pay("BG", "30201", 51_yuan)));
  ThenRefused(Reason::kHeadroomExceeded, {{"headroom", "50.00"}, {"on", "2024-10-01"}});
  When(Ask("2024-11-01", Pay("BG", "30201", 550_yuan)));
  ThenRecorded();
}

TEST_F(Spending, CannotUseASupplementBeforeItsDay) {
  Given(Opening() + Asks{Ask("2024-06-01", Appropriate("BG", {{"", 10_yuan}}))});
  When(Ask("2024-05-31", Pay("BG", "30201", 1_yuan)));
  ThenRefused(Reason::kNoBudget, {{"on", "2024-05-31"}});
}

TEST_F(Spending, ReservesByCommitmentAndPaysFromIt) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 300_yuan)).Named("c")});
  EXPECT_EQ(story_.Headroom("BG"), 700_yuan);
  When(Ask("2024-04-01", Draw("c", "BG", "30201", 120_yuan)));
  const auto& payment = std::get<Payment>(ThenRecorded().command.body);
  EXPECT_EQ(payment.drawn, 120_yuan);
  EXPECT_EQ(payment.commitment->source, "test");
  EXPECT_EQ(story_.Headroom("BG"), 700_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kCommitted), 180_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kContracted), 300_yuan);
}

TEST_F(Spending, DrawsNoMoreThanThereIsAndTakesTheRestFromTheLine) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 300_yuan)).Named("c"),
                        Ask("2024-06-01", Release("c", 100_yuan))});
  When(Ask("2024-04-01", Draw("c", "BG", "30201", 250_yuan)));
  EXPECT_EQ(std::get<Payment>(ThenRecorded().command.body).drawn, 200_yuan);
  EXPECT_EQ(story_.Headroom("BG", "2024-05-31"), 650_yuan);
  EXPECT_EQ(story_.Headroom("BG"), 750_yuan);
}

TEST_F(Spending, MayNameACommitmentThatIsUsedUp) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 30_yuan)).Named("c"),
                        Ask("2024-04-01", Draw("c", "BG", "30201", 30_yuan))});
  When(Ask("2024-05-01", Draw("c", "BG", "30201", 10_yuan)));
  EXPECT_EQ(std::get<Payment>(ThenRecorded().command.body).drawn, Fen());
  EXPECT_EQ(story_.Headroom("BG"), 960_yuan);
}

TEST_F(Spending, FindsACommitmentOfAnotherSourceByItsFullName) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 30_yuan)).Named("c").From("合同")});
  When(Ask("2024-04-01", Draw("c", "BG", "30201", 30_yuan)));
  ThenRefused(Reason::kCommitmentNotFound, {{"commitment", "test/c"}});
  Payment payment = Draw("c", "BG", "30201", 30_yuan);
  payment.commitment->source = "合同";
  When(Ask("2024-04-01", payment));
  EXPECT_EQ(std::get<Payment>(ThenRecorded().command.body).drawn, 30_yuan);
}

TEST_F(Spending, GivesBackWhatACommitmentReleases) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 300_yuan)).Named("c")});
  When(Ask("2024-06-01", Release("c", 100_yuan)));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 800_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kCommitted), 200_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kContracted), 200_yuan);
}

TEST_F(Spending, CountsProcurementByPaymentAndByContract) {
  Commitment contract = Commit("BG", "30201", 300_yuan);
  contract.procurement = true;
  Payment payment = Pay("BG", "30201", 80_yuan);
  payment.procurement = true;
  Given(Funded() +
        Asks{Ask("2024-03-01", contract).Named("c"), Ask("2024-04-01", payment).Named("p"),
             Ask("2024-05-01", Release("c", 50_yuan)), Ask("2024-05-01", Reverse("p", 30_yuan)),
             Ask("2024-05-01", Correct("p", 20_yuan, "BG", "30202"))});
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kProcurementContracted), 250_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kProcurementPaid), 30_yuan);
  EXPECT_EQ(story_.Of("BG", "30202", Measure::kProcurementPaid), 20_yuan);
}

TEST_F(Spending, IsGivenBackInPartFromTheDayOfTheReversalOn) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30217", 60_yuan)).Named("p")});
  When(Ask("2024-05-01", Reverse("p", 25_yuan)));
  const auto& reversal = std::get<Reversal>(ThenRecorded().command.body);
  EXPECT_EQ(reversal.line, "BG");
  EXPECT_EQ(reversal.economic_class, "30217");
  EXPECT_EQ(reversal.payment.source, "test");
  EXPECT_EQ(reversal.payment_position, 7u);
  EXPECT_EQ(story_.Of("BG", "30217", Measure::kPaid), 35_yuan);
  EXPECT_EQ(story_.Of("BG", "30217", Measure::kPaid, "2024-04-30"), 60_yuan);
  EXPECT_EQ(story_.Of("BG", "30217", Measure::kReversed), 25_yuan);
  EXPECT_EQ(story_.Headroom(ThreePublic::kReception), 65_yuan);
}

TEST_F(Spending, IsGivenBackOnceOnly) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 60_yuan)).Named("p"),
                        Ask("2024-05-01", Reverse("p", 25_yuan))});
  When(Ask("2024-06-01", Reverse("p", 36_yuan)));
  ThenRefused(Reason::kExceedsPayment, {{"asked", "36.00"}, {"left", "35.00"}});
  When(Ask("2024-04-01", Reverse("p", 36_yuan)));
  ThenRefused(Reason::kExceedsPayment, {{"left", "35.00"}, {"on", "2024-05-01"}});
  When(Ask("2024-04-01", Reverse("p", 35_yuan)));
  ThenRecorded();
}

TEST_F(Spending, IsMovedByACorrectionWithoutChangingTheSum) {
  Given(Funded() + Asks{Ask("2024-01-05", Appropriate("RY", {{"", 50_yuan}})),
                        Ask("2024-03-01", Pay("BG", "30201", 60_yuan)).Named("p")});
  When(Ask("2024-05-01", Correct("p", 40_yuan, "RY", "30101")));
  const auto& correction = std::get<Correction>(ThenRecorded().command.body);
  EXPECT_EQ(correction.from_line, "BG");
  EXPECT_EQ(correction.from_economic_class, "30201");
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 10_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kPaid), 20_yuan);
  EXPECT_EQ(story_.Of("RY", "30101", Measure::kPaid), 40_yuan);
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kReversed), Fen());
}

TEST_F(Spending, IsCorrectedOnItsOwnLineWithoutHeadroom) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 1000_yuan)).Named("p")});
  When(Ask("2024-03-01", Correct("p", 40_yuan, "BG", "30202")));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, Fen());
}

TEST_F(Spending, IsGivenBackFromWhereACorrectionPutIt) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 60_yuan)).Named("p"),
                        Ask("2024-04-01", Correct("p", 60_yuan, "BG", "30202"))});
  When(Ask("2024-05-01", Reverse("p", 10_yuan)));
  EXPECT_EQ(std::get<Reversal>(ThenRecorded().command.body).economic_class, "30202");
  EXPECT_EQ(story_.Of("BG", "30202", Measure::kPaid), 50_yuan);
}

TEST_F(Spending, OfASplitPaymentIsGivenBackWhereTheCallerSays) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 60_yuan)).Named("p"),
                        Ask("2024-04-01", Correct("p", 20_yuan, "BG", "30202"))});
  When(Ask("2024-05-01", Reverse("p", 20_yuan)));
  ThenRefused(Reason::kPlacementAmbiguous);
  When(Ask("2024-05-01", Reverse("p", 21_yuan, "", "30202")));
  ThenRefused(Reason::kExceedsPayment, {{"left", "20.00"}});
  When(Ask("2024-05-01", Reverse("p", 20_yuan, "BG", "30202")));
  ThenRecorded();
  EXPECT_EQ(story_.Of("BG", "30202", Measure::kPaid), Fen());
  When(Ask("2024-05-01", Reverse("p", 40_yuan)));
  EXPECT_EQ(std::get<Reversal>(ThenRecorded().command.body).economic_class, "30201");
}

TEST_F(Spending, CannotBeGivenBackBeforeACorrectionFromWhereItWasNotYet) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 60_yuan)).Named("p"),
                        Ask("2024-04-01", Correct("p", 60_yuan, "BG", "30202"))});
  When(Ask("2024-03-15", Reverse("p", 10_yuan)));
  ThenRefused(Reason::kExceedsPayment, {{"left", "0.00"}, {"on", "2024-03-15"}});
}

// 2023 is closed with 80 yuan paid; 30 came back in 2024.
Asks RefundedLater() {
  const auto in_2023 = [](Ask ask) { return ask.In("P1", 2023); };
  return Funded() + Asks{in_2023(Ask("2023-01-02", OpenLedger())),
                         in_2023(Ask("2023-01-02", PublicLine("BG"))),
                         in_2023(Ask("2023-01-05", Appropriate("BG", {{"", 500_yuan}}))),
                         in_2023(Ask("2023-11-11", Pay("BG", "30201", 80_yuan)).Named("old")),
                         in_2023(Ask("2023-11-12", Correct("old", 50_yuan, "BG", "30202"))),
                         in_2023(Ask("2023-12-31", LedgerClosed{})),
                         Ask("2024-03-01", Refund("old", 30_yuan))};
}

TEST_F(Spending, OfAClosedYearComesBackAsThisYearsRefund) {
  Given(RefundedLater());
  const auto& refund = std::get<PriorYearRefund>(story_.events().back().command.body);
  EXPECT_EQ(refund.payment_year, 2023);
  EXPECT_EQ(story_.Ledger().prior_year_refunded.Last(), 30_yuan);
  EXPECT_EQ(story_.Headroom("BG"), 1000_yuan);
  const Line* before = story_.Ledger("P1", 2023).FindLine("BG");
  EXPECT_EQ(before->headroom.Last(), 420_yuan);
}

TEST_F(Spending, ThatLaterYearsGotBackCannotBeReversedInAReopenedYear) {
  Given(RefundedLater() + Asks{Ask("2023-12-31", LedgerReopened{"审计"}).In("P1", 2023)});
  When(Ask("2023-12-31", Reverse("old", 50_yuan, "BG", "30202")).In("P1", 2023));
  ThenRecorded();
  When(Ask("2023-12-31", Reverse("old", Fen(1), "BG", "30201")).In("P1", 2023));
  ThenRefused(Reason::kExceedsPayment, {{"asked", "0.01"}, {"left", "0.00"}});
}

TEST_F(Spending, OverAnInterceptNeedsReasonAndAuthority) {
  Policy policy = Strict();
  policy.over_budget = ControlMode::kIntercept;
  Given(Funded(policy));
  When(Ask("2024-03-01", Pay("BG", "30201", 1001_yuan)));
  ThenRefused(Reason::kHeadroomExceeded, {{"control", "intercept"}});
  EXPECT_NE(Message(answer_->refusal(), Language::kChinese).find("放行"), std::string::npos);
  When(Ask("2024-03-01", Pay("BG", "30201", 1001_yuan)).Overridden());
  const Event& event = ThenRecorded();
  ASSERT_EQ(event.outcome.warnings.size(), 1u);
  EXPECT_EQ(event.outcome.warnings[0].mode, ControlMode::kIntercept);
  EXPECT_EQ(event.outcome.warnings[0].exceeded.reason, Reason::kHeadroomExceeded);
  EXPECT_EQ(Message(event.outcome.warnings[0].exceeded, Language::kChinese).find("放行"),
            std::string::npos)
      << "nobody needs to be told how to let pass what passed";
  EXPECT_EQ(event.outcome.headroom->amount, -(1_yuan));
  EXPECT_EQ(event.command.header.override_by->reason, "抢险救灾");
}

TEST_F(Spending, OverAForbiddenControlIsRefusedWhoeverOverrides) {
  Given(Funded());
  When(Ask("2024-03-01", Pay("BG", "30201", 1001_yuan)).Overridden());
  ThenRefused(Reason::kHeadroomExceeded, {{"control", "forbid"}});
}

TEST_F(Spending, OverAWarningIsRecordedWithIt) {
  for (const ControlMode mode : {ControlMode::kWarn, ControlMode::kRecordOnly}) {
    Story story;
    Policy policy = Strict();
    policy.over_budget = mode;
    policy.over_three_public = mode;
    story.Given(Funded(policy));
    const auto answer = story.When(Ask("2024-03-01", Pay("BG", "30217", 1001_yuan)));
    ASSERT_TRUE(answer.ok());
    ASSERT_EQ(answer->outcome.warnings.size(), 2u);
    EXPECT_EQ(answer->outcome.warnings[0].exceeded.reason, Reason::kHeadroomExceeded);
    EXPECT_EQ(answer->outcome.warnings[1].exceeded.reason, Reason::kThreePublicExceeded);
    EXPECT_EQ(answer->outcome.warnings[1].mode, mode);
  }
}

TEST_F(Spending, ObeysTheThreePublicModeByItself) {
  Policy policy = Strict();
  policy.over_budget = ControlMode::kWarn;
  Given(Funded(policy));
  When(Ask("2024-03-01", Pay("BG", "30217", 1001_yuan)));
  ThenRefused(Reason::kThreePublicExceeded);
}

TEST_F(Spending, IsControlledByClassWhereThePolicySaysSo) {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  Given(Opening(policy) +
        Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"30202", 40_yuan}})),
             Ask("2024-02-01", Pay("BG", "30201", 60_yuan)).Named("p")});
  When(Ask("2024-03-01", Pay("BG", "30201", Fen(1))));
  ThenRefused(Reason::kClassHeadroomExceeded, {{"headroom", "0.00"}});
  When(Ask("2024-03-01", Correct("p", 40_yuan, "BG", "30202")));
  ThenRecorded();
  When(Ask("2024-03-01", Pay("BG", "30201", 40_yuan)));
  ThenRecorded();
}

// ---- the budget of a 类, drawn on by its 款

Policy ByClass() {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  return policy;
}

// BG: 100 yuan for 302 as a whole, 60 more for 30201 alone.
Asks WithSharedBudget() {
  return Opening(ByClass()) +
         Asks{Ask("2024-01-05", Appropriate("BG", {{"302", 100_yuan}, {"30201", 60_yuan}}))};
}

TEST_F(Spending, OfAClassDrawsOnTheBudgetOfItsGroupOnceItsOwnIsSpent) {
  Given(WithSharedBudget());
  When(Ask("2024-02-01", Pay("BG", "30201", 160_yuan + Fen(1))));
  ThenRefused(Reason::kHeadroomExceeded);
  When(Ask("2024-02-01", Pay("BG", "30201", 130_yuan)));
  ThenRecorded();
  When(Ask("2024-02-02", Pay("BG", "30202", 31_yuan)));
  ThenRefused(Reason::kHeadroomExceeded);
  When(Ask("2024-02-02", Pay("BG", "30202", 30_yuan)));
  ThenRecorded();
}

TEST_F(Spending, OfAClassCannotUseWhatIsGivenToItsSister) {
  Given(WithSharedBudget());
  When(Ask("2024-02-01", Pay("BG", "30202", 101_yuan)));
  ThenRefused(Reason::kClassHeadroomExceeded,
              {{"economic_class", "30202"}, {"asked", "101.00"}, {"headroom", "100.00"}});
  When(Ask("2024-02-01", Pay("BG", "30202", 100_yuan)));
  ThenRecorded();
  When(Ask("2024-02-02", Pay("BG", "30202", 1_yuan)));
  ThenRefused(Reason::kClassHeadroomExceeded, {{"headroom", "0.00"}});
  When(Ask("2024-02-02", Pay("BG", "30201", 60_yuan)));
  ThenRecorded();
}

TEST_F(Spending, LooksAtWhatItsSistersDrawOnAnyLaterDay) {
  Given(WithSharedBudget() + Asks{Ask("2024-06-01", Pay("BG", "30202", 80_yuan))});
  When(Ask("2024-03-01", Pay("BG", "30201", 81_yuan)));
  ThenRefused(Reason::kHeadroomExceeded, {{"on", "2024-06-01"}});
  Given({Ask("2024-07-01", Add("BG", {{"30217", 50_yuan}}))});
  When(Ask("2024-07-01", Pay("BG", "30201", 81_yuan)));
  ThenRefused(Reason::kClassHeadroomExceeded, {{"headroom", "80.00"}, {"on", "2024-07-01"}});
  When(Ask("2024-03-01", Pay("BG", "30201", 80_yuan)));
  ThenRecorded();
}

TEST_F(Spending, HoldsTheBudgetOfItsGroupAgainstCutsAndShifts) {
  Given(WithSharedBudget() + Asks{Ask("2024-06-01", Pay("BG", "30202", 80_yuan))});
  When(Ask("2024-03-01", Take("BG", {{"302", 21_yuan}})));
  ThenRefused(Reason::kClassHeadroomExceeded,
              {{"economic_class", "302"}, {"headroom", "20.00"}, {"on", "2024-06-01"}});
  When(Ask("2024-03-01", Vire({Out("BG", "302", 80_yuan), In("BG", "30202", 80_yuan)})));
  ThenRecorded();
  When(Ask("2024-03-02", Take("BG", {{"302", 20_yuan}})));
  ThenRecorded();
}

TEST_F(Spending, OfItsOwnBudgetIsNotHeldToWhatOthersOverspent) {
  Policy policy = ByClass();
  policy.over_budget = ControlMode::kIntercept;
  Given(Opening(policy) +
        Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"302", 5_yuan}})),
             Ask("2024-02-01", Pay("BG", "30202", 15_yuan)).Overridden()});
  When(Ask("2024-02-02", Pay("BG", "30201", 50_yuan)));
  EXPECT_TRUE(ThenRecorded().outcome.warnings.empty());
  When(Ask("2024-02-03", Pay("BG", "30202", 1_yuan)));
  ThenRefused(Reason::kHeadroomExceeded);
}

// ---- what came in by mistake

TEST_F(Spending, TakesBackFundsReceivedByMistake) {
  Given(Funded() + Asks{Ask("2024-02-01", Receive("BG", 90_yuan)).Named("in")});
  When(Ask("2024-03-01", Reverse("in", 81_yuan)));
  EXPECT_EQ(std::get<Reversal>(ThenRecorded().command.body).line, "BG");
  EXPECT_EQ(story_.Of("BG", "", Measure::kReceived, "2024-02-29"), 90_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kReceived), 9_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kReversed), Fen()) << "no payment was reversed";
  EXPECT_EQ(story_.Headroom("BG"), 1000_yuan);
  When(Ask("2024-03-02", Reverse("in", 10_yuan)));
  ThenRefused(Reason::kExceedsOriginal, {{"left", "9.00"}});
}

TEST_F(Spending, TakesBackARefundOfAnEarlierYearRecordedByMistake) {
  const auto in_2023 = [](Ask ask) { return ask.In("P1", 2023); };
  Given(Asks{Ask("2023-01-01", Adopt(Strict())).In("", 0), in_2023(Ask("2023-01-02", OpenLedger())),
             in_2023(Ask("2023-01-02", PublicLine("BG"))),
             in_2023(Ask("2023-01-05", Appropriate("BG", {{"", 500_yuan}}))),
             in_2023(Ask("2023-11-11", Pay("BG", "30201", 80_yuan)).Named("old")),
             in_2023(Ask("2023-12-31", LedgerClosed{})), Ask("2024-01-02", OpenLedger()),
             Ask("2024-02-01", Refund("old", 80_yuan)).Named("typing error")});
  When(Ask("2024-03-01", Refund("old", 8_yuan)));
  ThenRefused(Reason::kExceedsPayment);
  When(Ask("2024-02-15", Reverse("typing error", 80_yuan)));
  ThenRecorded();
  EXPECT_EQ(story_.Ledger().prior_year_refunded.At(D("2024-02-14")), 80_yuan);
  EXPECT_EQ(story_.Ledger().prior_year_refunded.Last(), Fen());
  When(Ask("2024-02-10", Refund("old", 8_yuan)));
  ThenRefused(Reason::kExceedsPayment, {{"left", "0.00"}, {"on", "2024-02-10"}});
  When(Ask("2024-03-01", Refund("old", 8_yuan)));
  ThenRecorded();
}

}  // namespace
}  // namespace outturn::core
