// When several reasons apply the first of the enumeration is given.
#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

class Precedence : public StoryTest {};

TEST_F(Precedence, PutsAMissingLedgerBeforeEverythingTheCommandSays) {
  Given(Opening());
  When(Ask("2031-01-01", Pay("ZZ", "39999", 1_yuan)).In("P9").Expecting(7));
  ThenRefused(Reason::kLedgerNotFound);
}

TEST_F(Precedence, PutsAnExistingLedgerBeforeItsPolicy) {
  Given(Opening());
  LedgerOpened opened = OpenLedger();
  opened.policy = {"none", 9};
  When(Ask("2023-01-01", opened));
  ThenRefused(Reason::kLedgerExists);
}

TEST_F(Precedence, PutsTheVersionBeforeTheClosing) {
  Given(Opening() + Asks{Ask("2024-06-30", LedgerClosed{})});
  When(Ask("2024-07-01", Pay("BG", "30201", 1_yuan)).Expecting(1));
  ThenRefused(Reason::kVersionConflict);
}

TEST_F(Precedence, PutsThePolicyBeforeTheCodeTables) {
  Given(Opening());
  LedgerOpened opened = OpenLedger();
  opened.policy = {"none", 9};
  opened.code_tables = "none";
  When(Ask("2031-01-01", opened).In("P2"));
  ThenRefused(Reason::kPolicyNotFound);
}

TEST_F(Precedence, PutsTheCodeTablesBeforeTheDay) {
  Given(Opening());
  LedgerOpened opened = OpenLedger();
  opened.code_tables = "none";
  When(Ask("2031-01-01", opened).In("P2"));
  ThenRefused(Reason::kCodeTablesNotFound);
}

TEST_F(Precedence, PutsAMissingLedgerOfAPolicyBeforeTheDayOfAnother) {
  Given(Opening());
  Policy next = Strict();
  next.ref.version = 2;
  When(Ask("2031-01-01", Adopt(next, {{"P1", 2024}, {"P9", 2024}})).In("", 0));
  ThenRefused(Reason::kLedgerNotFound, {{"ledger", "P9/2024"}});
}

TEST_F(Precedence, PutsAnAdoptedVersionBeforeTheContentAndTheDay) {
  Given(Opening());
  Policy again = Strict();
  again.score_decimals = 5;
  When(Ask("2031-01-01", Adopt(again, {{"P1", 2024}})).In("", 0));
  ThenRefused(Reason::kPolicyExists);
}

TEST_F(Precedence, PutsAPolicysContentBeforeTheDay) {
  Given(Opening());
  Policy next = Strict();
  next.ref.version = 2;
  next.score_decimals = 5;
  When(Ask("2031-01-01", Adopt(next, {{"P1", 2024}})).In("", 0));
  ThenRefused(Reason::kPolicyInvalid);
}

TEST_F(Precedence, PutsAnOpenLedgerBeforeTheDayOfItsReopening) {
  Given(Opening());
  When(Ask("2031-01-01", LedgerReopened{"审计"}));
  ThenRefused(Reason::kLedgerNotClosed);
}

TEST_F(Precedence, PutsTheClosingBeforeTheDay) {
  Given(Opening() + Asks{Ask("2024-06-30", LedgerClosed{})});
  When(Ask("2031-01-01", Pay("BG", "30201", 1_yuan)));
  ThenRefused(Reason::kLedgerClosed);
}

TEST_F(Precedence, PutsTheYearBeforeTheLimitOfBackdating) {
  Policy policy = Strict();
  policy.backdating_days = 10;
  Given(Opening(policy));
  When(Ask("2023-12-31", Pay("BG", "30201", 1_yuan)).RecordedOn("2024-06-01"));
  ThenRefused(Reason::kDayOutsideYear);
}

TEST_F(Precedence, PutsTheLimitOfBackdatingBeforeTheOpening) {
  Policy policy = Strict();
  policy.backdating_days = 10;
  Given(Opening(policy));
  When(Ask("2024-01-01", Pay("BG", "30201", 1_yuan)).RecordedOn("2024-06-01"));
  ThenRefused(Reason::kBackdatedTooFar);
}

TEST_F(Precedence, PutsTheYearOfCompletionBeforeTheIndicator) {
  Given(Opening());
  ResultReported result;
  result.indicator = "NONE";
  result.completed_on = D("2025-01-01");
  When(Ask("2024-03-01", result));
  ThenRefused(Reason::kDayOutsideYear);
}

TEST_F(Precedence, PutsALinesOpeningBeforeAnUnknownClass) {
  Given(Opening());
  When(Ask("2024-01-02", PublicLine("LATE")).On("2024-04-01"));
  When(Ask("2024-03-01", Pay("LATE", "39999", 1_yuan)));
  ThenRefused(Reason::kBeforeOpening);
}

TEST_F(Precedence, PutsAnUnknownClassOfOneAmountBeforeTheWrongCategoryOfAnother) {
  Given(Opening());
  When(Ask("2024-03-01", Appropriate("BG", {{"30101", 1_yuan}, {"39999", 1_yuan}})));
  ThenRefused(Reason::kUnknownCode);
}

TEST_F(Precedence, PutsTheClassBeforeTheDocument) {
  Given(Opening());
  When(Ask("2024-03-01", Appropriate("BG", {{"30101", 1_yuan}})).WithoutDocument());
  ThenRefused(Reason::kClassNotInCategory);
}

TEST_F(Precedence, PutsTheDocumentBeforeAMissingClass) {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  Given(Opening(policy));
  When(Ask("2024-03-01", Appropriate("BG", {{"", 1_yuan}})).WithoutDocument());
  ThenRefused(Reason::kDocumentMissing);
}

TEST_F(Precedence, PutsTheTargetsBeforeTheSizeOfTheAmount) {
  Policy policy = Strict();
  policy.targets_before_money = true;
  Given(Opening(policy));
  const Amounts beyond(11, {"", kMaxAmount});
  When(Ask("2024-03-01", Appropriate("XM", beyond)));
  ThenRefused(Reason::kTargetsMissing);
}

TEST_F(Precedence, PutsAnOddCommitmentBeforeItsDay) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 5_yuan)).Named("c")});
  When(Ask("2024-02-01", Draw("c", "BG", "30202", 1_yuan)));
  ThenRefused(Reason::kCommitmentMismatch);
}

TEST_F(Precedence, PutsAnUnknownCommitmentBeforeTheBudget) {
  Given(Opening());
  When(Ask("2024-02-01", Draw("c", "BG", "30201", 1_yuan)));
  ThenRefused(Reason::kCommitmentNotFound);
}

TEST_F(Precedence, PutsTheLineBeforeTheCommitment) {
  Given(Opening());
  When(Ask("2024-02-01", Draw("c", "ZZ", "30201", 1_yuan)));
  ThenRefused(Reason::kLineNotFound);
}

TEST_F(Precedence, PutsTheCommitmentBeforeTheBudget) {
  Given(Funded() + Asks{Ask("2024-03-01", Commit("BG", "30201", 5_yuan)).Named("c")});
  When(Ask("2024-03-02", Draw("c", "BG", "30201", 2000_yuan, 6_yuan)));
  ThenRefused(Reason::kExceedsCommitment);
}

TEST_F(Precedence, PutsAnAmbiguousPlaceBeforeTheDayOfThePayment) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 9_yuan)).Named("p"),
                        Ask("2024-03-01", Correct("p", 4_yuan, "BG", "30202"))});
  When(Ask("2024-02-01", Reverse("p", 1_yuan)));
  ThenRefused(Reason::kPlacementAmbiguous);
}

TEST_F(Precedence, PutsTheDayOfThePaymentBeforeWhatIsLeftOfIt) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 9_yuan)).Named("p")});
  When(Ask("2024-02-01", Reverse("p", 100_yuan)));
  ThenRefused(Reason::kBeforeOriginal);
}

TEST_F(Precedence, PutsTheDestinationOfACorrectionBeforeThePayment) {
  Given(Funded());
  When(Ask("2024-03-01", Correct("none", 1_yuan, "ZZ", "30201")));
  ThenRefused(Reason::kLineNotFound);
}

TEST_F(Precedence, PutsWhatIsLeftOfAPaymentBeforeTheBudgetItWouldGoTo) {
  Given(Funded() + Asks{Ask("2024-03-01", Pay("BG", "30201", 9_yuan)).Named("p")});
  When(Ask("2024-03-01", Correct("p", 10_yuan, "RY", "30101")));
  ThenRefused(Reason::kExceedsPayment);
}

TEST_F(Precedence, PutsAMissingBudgetBeforeAThreePublicOne) {
  Given(Opening());
  When(Ask("2024-03-01", Pay("BG", "30217", 1_yuan)));
  ThenRefused(Reason::kNoBudget);
}

TEST_F(Precedence, PutsTheLineBeforeTheClassAndTheClassBeforeThreePublic) {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  Given(Opening(policy) +
        Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"30217", 40_yuan}}))});
  When(Ask("2024-03-01", Pay("BG", "30217", 101_yuan)));
  ThenRefused(Reason::kHeadroomExceeded);
  When(Ask("2024-03-01", Pay("BG", "30217", 41_yuan)));
  ThenRefused(Reason::kClassHeadroomExceeded);
}

TEST_F(Precedence, PutsTheLineOfALaterLegBeforeTheTargetsOfAnEarlierOne) {
  Policy policy = Strict();
  policy.targets_before_money = true;
  Given(Funded(policy));
  When(Ask("2024-03-01", Vire({In("XM", "", 1_yuan), Out("ZZ", "", 1_yuan)})));
  ThenRefused(Reason::kLineNotFound);
}

TEST_F(Precedence, PutsTheLedgerOfALegBeforeTheDocument) {
  Given(Funded());
  When(Ask("2024-03-01", Vire({Out("BG", "", 1_yuan), In("BG", "", 1_yuan, "P9")}))
           .WithoutDocument());
  ThenRefused(Reason::kLedgerNotFound);
}

TEST_F(Precedence, PutsAnUnbalancedVirementBeforeTheHeadroom) {
  Given(Funded());
  When(Ask("2024-03-01", Vire({Out("BG", "", 5000_yuan), In("RY", "", 1_yuan)})));
  ThenRefused(Reason::kVirementUnbalanced);
}

TEST_F(Precedence, PutsAnExistingIndicatorBeforeTheWeights) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("I", IndicatorKind::kAtLeast, 50))});
  When(Ask("2024-02-01", Indicator("I", IndicatorKind::kAtLeast, 500)));
  ThenRefused(Reason::kIndicatorExists);
}

TEST_F(Precedence, PutsTheKindOfAnIndicatorBeforeTheWeights) {
  Given(Opening() + Asks{Ask("2024-02-01", Indicator("Q", IndicatorKind::kQualitative, 50))});
  IndicatorRevised revised = Revise("Q", 500);
  revised.target = Decimal(1);
  When(Ask("2024-02-01", revised));
  ThenRefused(Reason::kIndicatorKindMismatch);
}

}  // namespace
}  // namespace outturn::core
