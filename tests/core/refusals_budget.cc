// What giving, taking and shifting budget is refused for.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

const char* const kDay = "2024-03-01";

Policy ByClass() {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  return policy;
}
Policy TargetsFirst() {
  Policy policy = Strict();
  policy.targets_before_money = true;
  return policy;
}

Row On(Asks given, std::string name, Body body, Reason reason, std::vector<Variable> variables) {
  return {std::move(name), std::move(given), Ask(kDay, std::move(body)), reason,
          std::move(variables)};
}

Asks WithTightLine() {
  LineOpened line = PublicLine("SG");
  line.three_public = true;
  return Opening() + Asks{Ask("2024-01-02", line), Ask("2024-04-01", PublicLine("LATE"))};
}

// A ledger that has turned over all but one yuan of what it may.
Asks Worn() {
  Asks given = Opening();
  for (int i = 0; i < 9; ++i)
    given.push_back(Ask("2024-01-05", Appropriate("BG", {{"", kMaxAmount}})));
  given.push_back(Ask("2024-01-05", Appropriate("BG", {{"", kMaxAmount - 1_yuan}})));
  return given;
}

// What all five kinds that change one line's budget are refused for.
template <typename Make>
Rows CommonRows(Make make) {
  return {
      On(Opening(), "NoSuchLine", make("ZZ", {{"", 1_yuan}}), Reason::kLineNotFound,
         {{"line", "ZZ"}, {"ledger", "P1/2024"}}),
      On(WithTightLine(), "LineNotYetOpen", make("LATE", {{"", 1_yuan}}), Reason::kBeforeOpening,
         {{"effective_on", kDay}, {"what", "LATE"}, {"opened_on", "2024-04-01"}}),
      On(Opening(), "UnknownClass", make("BG", {{"", 1_yuan}, {"39999", 1_yuan}}),
         Reason::kUnknownCode,
         {{"field", "economic_class"}, {"code", "39999"}, {"code_tables", "2024"}}),
      On(Opening(), "SalariesFromPublicLine", make("BG", {{"30101", 1_yuan}}),
         Reason::kClassNotInCategory, {{"economic_class", "30101"}, {"category", "public"}}),
      On(Opening(), "PaperFromPersonnelLine", make("RY", {{"302", 1_yuan}}),
         Reason::kClassNotInCategory, {{"economic_class", "302"}, {"category", "personnel"}}),
      On(Opening(), "CapitalConstructionFromPublicLine", make("BG", {{"30913", 1_yuan}}),
         Reason::kClassNotInCategory, {{"economic_class", "30913"}, {"category", "public"}}),
      On(WithTightLine(), "PaperOnThreePublicLine", make("SG", {{"30201", 1_yuan}}),
         Reason::kThreePublicMismatch, {{"line", "SG"}, {"economic_class", "30201"}}),
      On(Opening(ByClass()), "NoClassWhereClassesAreControlled", make("BG", {{"", 1_yuan}}),
         Reason::kClassRequired, {{"line", "BG"}}),
      On(Worn(), "MoreThanALedgerMayTurnOver", make("BG", {{"", 1_yuan + Fen(1)}}),
         Reason::kAmountTooLarge,
         {{"asked", "1.01"}, {"turnover", "99999999999999.00"}, {"limit", "100000000000000.00"}}),
  };
}

Row Undocumented(Body body, std::string kind) {
  Row row = On(Opening(), "NoDocument", std::move(body), Reason::kDocumentMissing,
               {{"kind", std::move(kind)}});
  row.when = row.when.WithoutDocument();
  return row;
}

Rows GivingRows() {
  return CommonRows(Appropriate) + CommonRows(Add) + CommonRows(CarryIn) +
         Rows{Undocumented(Appropriate("BG", {{"", 1_yuan}}), "initial_appropriation"),
              Undocumented(Add("BG", {{"", 1_yuan}}), "supplement"),
              On(Opening(TargetsFirst()), "ProjectWithoutTargets",
                 Appropriate("XM", {{"", 1_yuan}}), Reason::kTargetsMissing, {{"project", "X1"}}),
              On(Opening(TargetsFirst()), "ProjectWithoutTargets", Add("XM", {{"", 1_yuan}}),
                 Reason::kTargetsMissing, {{"project", "X1"}})};
}

Rows TakingRows() {
  const Asks by_class =
      Opening(ByClass()) +
      Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"30202", 40_yuan}}))};
  return CommonRows(Take) +
         Rows{Undocumented(Take("BG", {{"", 1_yuan}}), "cut"),
              On(Opening(), "NothingThere", Take("BG", {{"", 1_yuan}}), Reason::kNoBudget,
                 {{"line", "BG"}, {"asked", "1.00"}, {"on", kDay}}),
              On(Funded() + Asks{Ask("2024-05-01", Pay("BG", "30201", 950_yuan))},
                 "SpentOnALaterDay", Take("BG", {{"", 51_yuan}}), Reason::kHeadroomExceeded,
                 {{"line", "BG"}, {"asked", "51.00"}, {"headroom", "50.00"}, {"on", "2024-05-01"}}),
              On(Funded(), "MoreThanTheClassWasGiven",
                 Take("BG", {{"30217", 60_yuan}, {"30201", 1_yuan}}), Reason::kClassBudgetExceeded,
                 {{"line", "BG"},
                  {"economic_class", "30201"},
                  {"asked", "1.00"},
                  {"budget", "0.00"},
                  {"on", kDay}}),
              On(by_class, "MoreThanTheClassHas", Take("BG", {{"30202", 41_yuan}}),
                 Reason::kClassHeadroomExceeded,
                 {{"line", "BG"},
                  {"economic_class", "30202"},
                  {"asked", "41.00"},
                  {"headroom", "40.00"},
                  {"on", kDay}}),
              On(Funded() + Asks{Ask("2024-05-01", Pay("BG", "30217", 30_yuan))},
                 "MoreThanReceptionHas", Take("BG", {{"30217", 71_yuan}}),
                 Reason::kThreePublicExceeded,
                 {{"three_public", "reception"},
                  {"asked", "71.00"},
                  {"headroom", "70.00"},
                  {"on", "2024-05-01"}})};
}

Rows ReceivingRows() {
  return {
      On(Opening(), "NoSuchLine", Receive("ZZ", 1_yuan), Reason::kLineNotFound,
         {{"line", "ZZ"}, {"ledger", "P1/2024"}}),
      On(WithTightLine(), "LineNotYetOpen", Receive("LATE", 1_yuan), Reason::kBeforeOpening,
         {{"effective_on", kDay}, {"what", "LATE"}, {"opened_on", "2024-04-01"}}),
      On(Worn(), "MoreThanALedgerMayTurnOver", Receive("BG", 2_yuan), Reason::kAmountTooLarge,
         {{"asked", "2.00"}, {"turnover", "99999999999999.00"}, {"limit", "100000000000000.00"}})};
}

// P2 has a line too; it is opened later, or closed.
Asks TwoUnits(const Policy& policy = Strict()) {
  LedgerOpened opened = OpenLedger();
  opened.policy = policy.ref;
  return Funded(policy) +
         Asks{Ask("2024-02-01", opened).In("P2"), Ask("2024-02-01", PublicLine("BG")).In("P2")};
}

// What is taken from a class of a line, and where it goes.
Rows PlaceRows() {
  return {
      On(Funded(), "BackToWhereItCameFrom",
         Vire({Out("BG", "30217", 2_yuan), In("RY", "", 1_yuan), In("BG", "30217", 1_yuan, "P1")}),
         Reason::kVirementToItself, {{"line", "BG"}, {"unit", "P1"}, {"economic_class", "30217"}}),
      On(Funded() + Asks{Ask("2024-04-01", Take("BG", {{"30217", 30_yuan}}))},
         "MoreThanTheClassWillHave", Vire({Out("BG", "30217", 71_yuan), In("BG", "", 71_yuan)}),
         Reason::kThreePublicExceeded,
         {{"three_public", "reception"},
          {"asked", "71.00"},
          {"headroom", "70.00"},
          {"on", "2024-04-01"}}),
      On(Funded(), "MoreThanTheClassWasGiven",
         Vire({Out("BG", "30201", 1_yuan), In("RY", "", 1_yuan)}), Reason::kClassBudgetExceeded,
         {{"line", "BG"},
          {"economic_class", "30201"},
          {"asked", "1.00"},
          {"budget", "0.00"},
          {"on", kDay}}),
  };
}

}  // namespace

Rows BudgetRefusals() { return GivingRows() + TakingRows() + ReceivingRows(); }

Rows VirementRefusals() {
  const auto shift = [](LineCode to, EconomicClass to_class) {
    return Vire({Out("BG", "", 1_yuan), In(std::move(to), std::move(to_class), 1_yuan)});
  };
  const auto across = [](Fen amount) {
    return Vire({Out("BG", "", amount, "P1"), In("BG", "", amount, "P2")});
  };
  Asks worn = Worn() + Asks{Ask("2024-01-05", Receive("BG", Fen(50)))};
  Rows rows{
      Undocumented(Vire({Out("BG", "", 1_yuan), In("RY", "", 1_yuan)}), "virement"),
      On(Funded(), "LegsDoNotBalance", Vire({Out("BG", "", 2_yuan), In("RY", "", 1_yuan)}),
         Reason::kVirementUnbalanced, {{"in", "1.00"}, {"out", "2.00"}}),
      On(Funded(), "NoSuchLine", shift("ZZ", ""), Reason::kLineNotFound,
         {{"line", "ZZ"}, {"ledger", "P1/2024"}}),
      On(Funded() + Asks{Ask("2024-04-01", PublicLine("LATE"))}, "LineNotYetOpen",
         shift("LATE", ""), Reason::kBeforeOpening,
         {{"effective_on", kDay}, {"what", "LATE"}, {"opened_on", "2024-04-01"}}),
      On(Funded(), "UnknownClass", shift("RY", "39999"), Reason::kUnknownCode,
         {{"field", "economic_class"}, {"code", "39999"}, {"code_tables", "2024"}}),
      On(Funded(), "PaperToPersonnelLine", shift("RY", "30201"), Reason::kClassNotInCategory,
         {{"economic_class", "30201"}, {"category", "personnel"}}),
      On(WithTightLine() + Asks{Ask("2024-01-05", Appropriate("BG", {{"", 9_yuan}}))},
         "PaperOnThreePublicLine", shift("SG", "30201"), Reason::kThreePublicMismatch,
         {{"line", "SG"}, {"economic_class", "30201"}}),
      On(Opening(ByClass()), "NoClassWhereClassesAreControlled", shift("RY", ""),
         Reason::kClassRequired, {{"line", "BG"}}),
      On(TwoUnits(TargetsFirst()), "ProjectWithoutTargets", shift("XM", ""),
         Reason::kTargetsMissing, {{"project", "X1"}}),
      On(worn, "MoreThanALedgerMayTurnOver", shift("RY", ""), Reason::kAmountTooLarge,
         {{"asked", "2.00"}, {"turnover", "99999999999999.50"}, {"limit", "100000000000000.00"}}),
      On(Opening(), "NothingToTake", shift("RY", ""), Reason::kNoBudget,
         {{"line", "BG"}, {"asked", "1.00"}, {"on", kDay}}),
      On(TwoUnits(), "MoreThanTheLineHas", across(1001_yuan), Reason::kHeadroomExceeded,
         {{"line", "BG"}, {"asked", "1001.00"}, {"headroom", "1000.00"}, {"on", kDay}}),
      On(Opening(ByClass()) +
             Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 5_yuan}, {"30202", 5_yuan}}))},
         "MoreThanTheClassHas", Vire({Out("BG", "30201", 6_yuan), In("RY", "301", 6_yuan)}),
         Reason::kClassHeadroomExceeded,
         {{"line", "BG"},
          {"economic_class", "30201"},
          {"asked", "6.00"},
          {"headroom", "5.00"},
          {"on", kDay}}),
      On(Funded(), "MoreThanReceptionHas",
         Vire({Out("BG", "30217", 101_yuan), In("BG", "30201", 101_yuan)}),
         Reason::kThreePublicExceeded,
         {{"three_public", "reception"},
          {"asked", "101.00"},
          {"headroom", "100.00"},
          {"on", kDay}}),
      On(Funded(), "OtherUnitHasNoLedger", across(1_yuan), Reason::kLedgerNotFound,
         {{"ledger", "P2/2024"}}),
      On(TwoUnits() + Asks{Ask("2024-02-28", LedgerClosed{}).In("P2")}, "OtherUnitIsClosed",
         across(1_yuan), Reason::kLedgerClosed,
         {{"ledger", "P2/2024"}, {"kind", "virement"}, {"allowed", "—"}}),
      On(TwoUnits(), "OtherUnitBeganLater", across(1_yuan), Reason::kBeforeOpening,
         {{"effective_on", "2024-01-31"}, {"what", "P2/2024"}, {"opened_on", "2024-02-01"}}),
  };
  rows.back().when = rows.back().when.On("2024-01-31");
  return rows + PlaceRows();
}

}  // namespace outturn::core
