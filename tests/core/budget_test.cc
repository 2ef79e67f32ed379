// What is given, taken and shifted.
#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

class Budget : public StoryTest {};

TEST_F(Budget, GrowsByWhatWasAppropriatedFromItsDayOn) {
  Given(Opening());
  When(Ask("2024-01-15", Appropriate("BG", {{"", 900_yuan}, {"30217", 100_yuan}})));
  const Event& event = ThenRecorded();
  EXPECT_EQ(event.outcome.headroom->amount, 1000_yuan);
  EXPECT_EQ(story_.Headroom("BG", "2024-01-14"), Fen());
  EXPECT_EQ(story_.Headroom("BG", "2024-01-15"), 1000_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kInitial), 900_yuan);
  EXPECT_EQ(story_.Of("BG", "30217", Measure::kInitial), 100_yuan);
  EXPECT_EQ(story_.Headroom(ThreePublic::kReception), 100_yuan);
}

TEST_F(Budget, IsInitialPlusCarryInPlusSupplementsLessCuts) {
  Given(Opening() + Asks{Ask("2024-01-05", Appropriate("BG", {{"", 100_yuan}})),
                         Ask("2024-01-06", CarryIn("BG", {{"", 20_yuan}})),
                         Ask("2024-05-01", Add("BG", {{"", 7_yuan}})),
                         Ask("2024-08-01", Take("BG", {{"", 3_yuan}}))});
  EXPECT_EQ(story_.LineOf("BG").budget.Last(), 124_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kCarryIn), 20_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kSupplement), 7_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kCut), 3_yuan);
  const auto& adjustments = story_.Ledger().adjustments;
  EXPECT_EQ(adjustments.at({Measure::kSupplement, Cause::kSuperiorTask}).Last(), 7_yuan);
  EXPECT_EQ(adjustments.at({Measure::kCut, Cause::kStatePolicy}).Last(), 3_yuan);
}

TEST_F(Budget, AddsUpAmountsOfOneClassGivenTwice) {
  Given(Opening());
  When(Ask("2024-01-05", Appropriate("BG", {{"30201", 1_yuan}, {"30201", 2_yuan}})));
  ThenRecorded();
  EXPECT_EQ(story_.Of("BG", "30201", Measure::kInitial), 3_yuan);
}

TEST_F(Budget, MayNameAClassOfThreeDigits) {
  Given(Opening());
  When(Ask("2024-01-05", Appropriate("BG", {{"302", 5_yuan}})));
  ThenRecorded();
}

TEST_F(Budget, CanBeCutDownToWhatIsSpentOnAnyLaterDay) {
  Given(Funded() + Asks{Ask("2024-09-01", Pay("BG", "30201", 600_yuan))});
  When(Ask("2024-03-01", Take("BG", {{"", 401_yuan}})));
  ThenRefused(Reason::kHeadroomExceeded, {{"headroom", "400.00"}, {"on", "2024-09-01"}});
  When(Ask("2024-03-01", Take("BG", {{"", 400_yuan}})));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, Fen());
  EXPECT_EQ(ThenRecorded().outcome.headroom->day, D("2024-09-01"));
}

TEST_F(Budget, CannotBeCutBelowZeroWhateverTheControlMode) {
  for (const ControlMode mode :
       {ControlMode::kIntercept, ControlMode::kWarn, ControlMode::kRecordOnly}) {
    Story story;
    Policy policy = Strict();
    policy.over_budget = mode;
    story.Given(Funded(policy));
    ExpectRefused(story.When(Ask("2024-03-01", Take("BG", {{"", 1001_yuan}})).Overridden()),
                  Reason::kHeadroomExceeded, {{"control", "forbid"}});
  }
}

TEST_F(Budget, RaisesThreePublicOnlyWhereTheClassIsNamedAndTheMoneyIsFiscal) {
  LineOpened own_money = PublicLine("OWN");
  own_money.fund_type = "3";
  Given(Opening() + Asks{Ask("2024-01-02", own_money),
                         Ask("2024-01-05", Appropriate("BG", {{"", 50_yuan}})),
                         Ask("2024-01-05", Appropriate("OWN", {{"30217", 50_yuan}})),
                         Ask("2024-05-01", Add("BG", {{"30217", 8_yuan}}))});
  EXPECT_EQ(story_.Headroom(ThreePublic::kReception, "2024-04-30"), Fen());
  EXPECT_EQ(story_.Headroom(ThreePublic::kReception, "2024-05-01"), 8_yuan);
  When(Ask("2024-06-01", Pay("OWN", "30217", 50_yuan)));
  ThenRecorded();
}

TEST_F(Budget, IsRaisedForBothClassesThatBuyVehicles) {
  Given(Opening() + Asks{Ask("2024-01-05", Appropriate("BG", {{"31013", 5_yuan}})),
                         Ask("2024-01-05", Appropriate("XM", {{"30913", 6_yuan}}))});
  EXPECT_EQ(story_.Headroom(ThreePublic::kVehiclePurchase), 11_yuan);
}

TEST_F(Budget, IsNotHeadroomWhenFundsArrive) {
  Given(Funded());
  When(Ask("2024-03-01", Receive("BG", 300_yuan)));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 1000_yuan);
  EXPECT_EQ(story_.Of("BG", "", Measure::kReceived), 300_yuan);
}

TEST_F(Budget, WaitsForTargetsWhereThePolicySaysSo) {
  Policy policy = Strict();
  policy.targets_before_money = true;
  IndicatorSet unapproved = Indicator("A", IndicatorKind::kAtLeast, 5, "X1");
  unapproved.approval.clear();
  Given(Opening(policy) +
        Asks{Ask("2024-01-03", unapproved),
             Ask("2024-03-01", Indicator("B", IndicatorKind::kAtLeast, 5, "X1")),
             Ask("2024-01-03", Indicator("C", IndicatorKind::kAtLeast, 5, "X2"))});
  When(Ask("2024-02-29", Appropriate("XM", {{"", 1_yuan}})));
  ThenRefused(Reason::kTargetsMissing, {{"project", "X1"}});
  When(Ask("2024-03-01", Appropriate("XM", {{"", 1_yuan}})));
  ThenRecorded();
  When(Ask("2024-02-01", CarryIn("XM", {{"", 1_yuan}})));
  ThenRecorded();
  When(Ask("2024-02-01", Appropriate("BG", {{"", 1_yuan}})));
  ThenRecorded();
}

TEST_F(Budget, IsShiftedBetweenLinesWithoutChangingTheSum) {
  Given(Funded());
  When(Ask("2024-03-01",
           Vire({Out("BG", "", 30_yuan), In("RY", "301", 20_yuan), In("XM", "", 10_yuan)})));
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 970_yuan);
  EXPECT_EQ(story_.LineOf("BG").budget.Last(), 970_yuan);
  EXPECT_EQ(story_.LineOf("RY").budget.Last(), 20_yuan);
  EXPECT_EQ(story_.LineOf("XM").budget.Last(), 10_yuan);
  EXPECT_EQ(story_.Ledger().adjustments.at({Measure::kVirementIn, Cause::kOwnDecision}).Last(),
            30_yuan);
}

TEST_F(Budget, IsShiftedOnOneLineBetweenClassesWithoutHeadroom) {
  Given(Funded() + Asks{Ask("2024-02-01", Pay("BG", "30201", 900_yuan))});
  When(Ask("2024-03-01", Vire({Out("BG", "30217", 100_yuan), In("BG", "30201", 100_yuan)})));
  ThenRecorded();
  EXPECT_EQ(story_.Headroom("BG"), 100_yuan);
  EXPECT_EQ(story_.Headroom(ThreePublic::kReception), Fen());
}

TEST_F(Budget, IsShiftedBetweenUnitsInOneEvent) {
  Given(Funded() + Asks{Ask("2024-02-01", OpenLedger()).In("P2"),
                        Ask("2024-02-01", PublicLine("BG")).In("P2")});
  When(Ask("2024-03-01", Vire({Out("BG", "", 40_yuan), In("BG", "", 40_yuan, "P2")})));
  const auto& virement = std::get<Virement>(ThenRecorded().command.body);
  EXPECT_EQ(virement.legs.front().unit, "P1");
  EXPECT_EQ(story_.LineOf("BG").budget.Last(), 960_yuan);
  EXPECT_EQ(story_.Ledger("P2").FindLine("BG")->budget.Last(), 40_yuan);
  EXPECT_EQ(story_.Ledger("P2").version, 3u);
  EXPECT_EQ(story_.Ledger("P2").adjustments.at({Measure::kVirementIn, Cause::kOwnDecision}).Last(),
            40_yuan);
}

TEST_F(Budget, IsShiftedBetweenTwoOtherUnitsByAThird) {
  Given(Funded() + Asks{Ask("2024-02-01", OpenLedger()).In("P2"),
                        Ask("2024-02-01", PublicLine("BG")).In("P2"),
                        Ask("2024-02-01", OpenLedger()).In("P3")});
  When(Ask("2024-03-01", Vire({Out("BG", "", 40_yuan, "P1"), In("BG", "", 40_yuan, "P2")}))
           .In("P3"));
  EXPECT_EQ(ThenRecorded().outcome.ledger_version, 2u);
  EXPECT_EQ(ThenRecorded().outcome.headroom->amount, 960_yuan);
  EXPECT_EQ(story_.Ledger("P2").FindLine("BG")->budget.Last(), 40_yuan);
}

TEST_F(Budget, IsShiftedAllOrNothing) {
  Given(Funded() + Asks{Ask("2024-02-01", OpenLedger()).In("P2"),
                        Ask("2024-02-01", PublicLine("BG")).In("P2")});
  When(Ask("2024-03-01",
           Vire({Out("BG", "", 40_yuan), Out("BG", "", 1_yuan, "P2"), In("RY", "", 41_yuan)})));
  ThenRefused(Reason::kNoBudget, {{"line", "BG"}, {"asked", "1.00"}, {"control", "taking"}});
  EXPECT_EQ(story_.LineOf("BG").budget.Last(), 1000_yuan);
}

TEST_F(Budget, RefusesSumsNoNumberCanHold) {
  Given(Opening());
  const Amounts many(20'000, {"", kMaxAmount});
  When(Ask("2024-01-05", Appropriate("BG", many)));
  ThenRefused(Reason::kAmountTooLarge, {{"asked", "92233720368547758.07"}});
  std::vector<VirementLeg> legs;
  for (int i = 0; i < 20'000; ++i) {
    legs.push_back(Out("BG", "", kMaxAmount));
    legs.push_back(In("RY", "", kMaxAmount));
  }
  When(Ask("2024-01-05", Vire(legs)));
  ThenRefused(Reason::kAmountTooLarge);
}

TEST_F(Budget, OfAClassCannotBeCutBelowZeroThoughTheLineHasEnough) {
  Given(Opening() +
        Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"302", 40_yuan}})),
             Ask("2024-05-01", Take("BG", {{"30201", 20_yuan}}))});
  When(Ask("2024-03-01", Take("BG", {{"30201", 41_yuan}})));
  ThenRefused(Reason::kClassBudgetExceeded, {{"budget", "40.00"}, {"on", "2024-05-01"}});
  When(Ask("2024-03-01", Take("BG", {{"", 1_yuan}})));
  ThenRefused(Reason::kClassBudgetExceeded, {{"economic_class", ""}, {"budget", "0.00"}});
  When(Ask("2024-03-01", Take("BG", {{"30201", 40_yuan}})));
  ThenRecorded();
}

TEST_F(Budget, OfAClassIsWhatWasCarriedInAndShiftedInToo) {
  Given(Opening() +
        Asks{Ask("2024-01-05", CarryIn("BG", {{"30201", 10_yuan}})),
             Ask("2024-01-05", Add("BG", {{"30202", 5_yuan}})),
             Ask("2024-02-01", Vire({Out("BG", "30202", 5_yuan), In("BG", "30201", 5_yuan)}))});
  When(Ask("2024-03-01", Take("BG", {{"30201", 16_yuan}})));
  ThenRefused(Reason::kHeadroomExceeded);
  When(Ask("2024-03-01", Take("BG", {{"30202", 1_yuan}})));
  ThenRefused(Reason::kClassBudgetExceeded);
  When(Ask("2024-03-01", Take("BG", {{"30201", 15_yuan}})));
  ThenRecorded();
}

TEST_F(Budget, WaitsForTargetsThatARevisionMayApprove) {
  Policy policy = Strict();
  policy.targets_before_money = true;
  IndicatorSet unapproved = Indicator("T", IndicatorKind::kAtLeast, 40, "X1");
  unapproved.approval.clear();
  IndicatorRevised approved = Revise("T", 0);
  approved.approval = "财绩〔2024〕9号";
  Given(Opening(policy) + Asks{Ask("2024-01-03", unapproved)});
  When(Ask("2024-02-01", Appropriate("XM", {{"", 1_yuan}})));
  ThenRefused(Reason::kTargetsMissing);
  Given({Ask("2024-02-01", approved)});
  When(Ask("2024-01-31", Appropriate("XM", {{"", 1_yuan}})));
  ThenRefused(Reason::kTargetsMissing);
  When(Ask("2024-02-01", Appropriate("XM", {{"", 1_yuan}})));
  ThenRecorded();
}

}  // namespace
}  // namespace outturn::core
