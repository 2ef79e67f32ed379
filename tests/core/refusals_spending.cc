// What commitments, payments and all that follows them are refused for.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

const char* const kDay = "2024-03-01";

Row On(Asks given, std::string name, Body body, Reason reason, std::vector<Variable> variables) {
  return {std::move(name), std::move(given), Ask(kDay, std::move(body)), reason,
          std::move(variables)};
}

Asks FundedByClass() {
  Policy policy = Strict();
  policy.control_level = ControlLevel::kByLineAndClass;
  return Opening(policy) +
         Asks{Ask("2024-01-05", Appropriate("BG", {{"30201", 60_yuan}, {"30202", 40_yuan}}))};
}

Asks WithTightLine() {
  LineOpened line = PublicLine("SG");
  line.three_public = true;
  return Funded() + Asks{Ask("2024-01-02", line), Ask("2024-04-01", PublicLine("LATE"))};
}

Asks Worn() {
  Asks given = Opening();
  for (int i = 0; i < 9; ++i)
    given.push_back(Ask("2024-01-05", Appropriate("BG", {{"", kMaxAmount}})));
  given.push_back(Ask("2024-01-05", Appropriate("BG", {{"", kMaxAmount - 1_yuan}})));
  return given;
}

// What both ways to take money out of a line are refused for.
template <typename Make>
Rows TakingRows(Make make) {
  return {
      On(Funded(), "NoSuchLine", make("ZZ", "30201", 1_yuan), Reason::kLineNotFound,
         {{"line", "ZZ"}, {"ledger", "P1/2024"}}),
      On(WithTightLine(), "LineNotYetOpen", make("LATE", "30201", 1_yuan), Reason::kBeforeOpening,
         {{"effective_on", kDay}, {"what", "LATE"}, {"opened_on", "2024-04-01"}}),
      On(Funded(), "UnknownClass", make("BG", "39999", 1_yuan), Reason::kUnknownCode,
         {{"field", "economic_class"}, {"code", "39999"}, {"code_tables", "2024"}}),
      On(Funded(), "ClassOfThreeDigits", make("BG", "302", 1_yuan), Reason::kClassNotDetailed,
         {{"economic_class", "302"}}),
      On(Funded(), "SalaryFromPublicLine", make("BG", "30101", 1_yuan), Reason::kClassNotInCategory,
         {{"economic_class", "30101"}, {"category", "public"}}),
      On(WithTightLine(), "PaperFromThreePublicLine", make("SG", "30201", 1_yuan),
         Reason::kThreePublicMismatch, {{"line", "SG"}, {"economic_class", "30201"}}),
      On(Worn(), "MoreThanALedgerMayTurnOver", make("BG", "30201", 2_yuan), Reason::kAmountTooLarge,
         {{"asked", "2.00"}, {"turnover", "99999999999999.00"}, {"limit", "100000000000000.00"}}),
      On(Opening(), "NoBudget", make("BG", "30201", 1_yuan), Reason::kNoBudget,
         {{"line", "BG"}, {"asked", "1.00"}, {"on", kDay}}),
      On(Funded(), "MoreThanTheLineHas", make("BG", "30201", 1000_yuan + Fen(1)),
         Reason::kHeadroomExceeded,
         {{"line", "BG"}, {"asked", "1000.01"}, {"headroom", "1000.00"}, {"on", kDay}}),
      On(Funded() + Asks{Ask("2024-08-01", Pay("BG", "30201", 990_yuan))},
         "MoreThanALaterDayLeaves", make("BG", "30201", 11_yuan), Reason::kHeadroomExceeded,
         {{"line", "BG"}, {"asked", "11.00"}, {"headroom", "10.00"}, {"on", "2024-08-01"}}),
      On(FundedByClass(), "MoreThanTheClassHas", make("BG", "30202", 41_yuan),
         Reason::kClassHeadroomExceeded,
         {{"line", "BG"},
          {"economic_class", "30202"},
          {"asked", "41.00"},
          {"headroom", "40.00"},
          {"on", kDay}}),
      On(Funded(), "MoreThanReceptionHas", make("BG", "30217", 101_yuan),
         Reason::kThreePublicExceeded,
         {{"three_public", "reception"},
          {"asked", "101.00"},
          {"headroom", "100.00"},
          {"on", kDay}}),
      On(Funded(), "VehiclesWithoutABudgetOfTheirOwn", make("BG", "30231", 1_yuan),
         Reason::kThreePublicExceeded,
         {{"three_public", "vehicle_operation"},
          {"asked", "1.00"},
          {"headroom", "0.00"},
          {"on", kDay}}),
  };
}

Asks Committed() {
  return Funded() + Asks{Ask("2024-02-01", Commit("BG", "30201", 50_yuan)).Named("c")};
}

Rows DrawingRows() {
  const auto draw = [](LineCode line, EconomicClass economic_class, Fen drawn) {
    return Draw("c", std::move(line), std::move(economic_class), 60_yuan, drawn);
  };
  Row early =
      On(Committed(), "DrawnBeforeItWasMade", draw("BG", "30201", 1_yuan), Reason::kBeforeOriginal,
         {{"effective_on", "2024-01-31"}, {"original_on", "2024-02-01"}});
  early.when = early.when.On("2024-01-31");
  return {
      On(Funded(), "NoSuchCommitment", draw("BG", "30201", 1_yuan), Reason::kCommitmentNotFound,
         {{"commitment", "test/c"}}),
      On(Committed(), "CommitmentOfAnotherLine", draw("RY", "30101", 1_yuan),
         Reason::kCommitmentMismatch, {{"field", "line"}, {"committed", "BG"}, {"asked", "RY"}}),
      On(Committed(), "CommitmentOfAnotherClass", draw("BG", "30202", 1_yuan),
         Reason::kCommitmentMismatch,
         {{"field", "economic_class"}, {"committed", "30201"}, {"asked", "30202"}}),
      early,
      On(Committed(), "MoreDrawnThanPaid", draw("BG", "30201", 61_yuan), Reason::kExceedsPayment,
         {{"asked", "61.00"}, {"left", "60.00"}, {"on", kDay}}),
      On(Committed() + Asks{Ask("2024-05-01", Release("c", 20_yuan))}, "MoreDrawnThanReserved",
         draw("BG", "30201", 31_yuan), Reason::kExceedsCommitment,
         {{"asked", "31.00"}, {"left", "30.00"}, {"on", "2024-05-01"}}),
  };
}

Rows ReleasingRows() {
  Row early =
      On(Committed(), "ReleasedBeforeItWasMade", Release("c", 1_yuan), Reason::kBeforeOriginal,
         {{"effective_on", "2024-01-31"}, {"original_on", "2024-02-01"}});
  early.when = early.when.On("2024-01-31");
  return {
      On(Funded(), "NoSuchCommitment", Release("c", 1_yuan), Reason::kCommitmentNotFound,
         {{"commitment", "test/c"}}),
      early,
      On(Committed() + Asks{Ask("2024-06-01", Draw("c", "BG", "30201", 40_yuan))},
         "MoreThanALaterDayLeaves", Release("c", 11_yuan), Reason::kExceedsCommitment,
         {{"asked", "11.00"}, {"left", "10.00"}, {"on", "2024-06-01"}}),
  };
}

// 60 yuan paid on 2 February, 20 of them moved to another class on 1 March.
Asks Paid() { return Funded() + Asks{Ask("2024-02-02", Pay("BG", "30201", 60_yuan)).Named("p")}; }
Asks Split() { return Paid() + Asks{Ask(kDay, Correct("p", 20_yuan, "BG", "30202"))}; }
Asks TwoUnits() {
  return Paid() + Asks{Ask("2024-01-02", OpenLedger()).In("P2"),
                       Ask("2024-01-02", PublicLine("BG")).In("P2")};
}

// What reversals and corrections are refused for alike.
template <typename Make>
Rows NamingRows(Make make) {
  Row early = On(Paid(), "BeforeThePayment", make("p", 1_yuan), Reason::kBeforeOriginal,
                 {{"effective_on", "2024-02-01"}, {"original_on", "2024-02-02"}});
  early.when = early.when.On("2024-02-01");
  Row elsewhere =
      On(TwoUnits(), "PaymentOfAnotherUnit", make("p", 1_yuan), Reason::kPaymentElsewhere,
         {{"payment", "test/p"}, {"ledger", "P1/2024"}, {"asked", "P2/2024"}});
  elsewhere.when = elsewhere.when.In("P2");
  return {
      On(Funded(), "NoSuchPayment", make("p", 1_yuan), Reason::kPaymentNotFound,
         {{"payment", "test/p"}}),
      elsewhere,
      On(Split(), "PaymentInTwoPlaces", make("p", 1_yuan), Reason::kPlacementAmbiguous,
         {{"payment", "test/p"}, {"placements", "BG×30201=40.00, BG×30202=20.00"}}),
      early,
      On(Paid() + Asks{Ask("2024-07-01", Reverse("p", 45_yuan))}, "MoreThanIsLeftLater",
         make("p", 16_yuan), Reason::kExceedsPayment,
         {{"asked", "16.00"}, {"left", "15.00"}, {"on", "2024-07-01"}}),
      On(Paid() + Asks{Ask("2024-02-05", Reverse("p", 60_yuan))}, "NothingLeft", make("p", 1_yuan),
         Reason::kExceedsPayment, {{"asked", "1.00"}, {"left", "0.00"}, {"on", kDay}}),
  };
}

Rows CorrectingRows() {
  const Asks given =
      Paid() + Asks{Ask("2024-04-01", PublicLine("LATE")), Ask("2024-01-02", PersonnelLine("R2"))};
  const auto to = [](LineCode line, EconomicClass economic_class, Fen amount = 1_yuan) {
    return Correct("p", amount, std::move(line), std::move(economic_class));
  };
  LineOpened tight = PublicLine("SG");
  tight.three_public = true;
  Asks worn = Worn() + Asks{Ask("2024-02-02", Pay("BG", "30201", Fen(60))).Named("p")};
  return {
      On(given, "ToNoLine", to("ZZ", "30201"), Reason::kLineNotFound,
         {{"line", "ZZ"}, {"ledger", "P1/2024"}}),
      On(given, "ToALineNotYetOpen", to("LATE", "30201"), Reason::kBeforeOpening,
         {{"effective_on", kDay}, {"what", "LATE"}, {"opened_on", "2024-04-01"}}),
      On(given, "ToNoClass", to("BG", "39999"), Reason::kUnknownCode,
         {{"field", "economic_class"}, {"code", "39999"}, {"code_tables", "2024"}}),
      On(given, "ToAClassOfThreeDigits", to("BG", "302"), Reason::kClassNotDetailed,
         {{"economic_class", "302"}}),
      On(given, "ToSalariesOnPublicLine", to("BG", "30101"), Reason::kClassNotInCategory,
         {{"economic_class", "30101"}, {"category", "public"}}),
      On(Paid() + Asks{Ask("2024-01-02", tight)}, "ToPaperOnThreePublicLine", to("SG", "30201"),
         Reason::kThreePublicMismatch, {{"line", "SG"}, {"economic_class", "30201"}}),
      On(given, "ToWhereItIs", to("BG", "30201"), Reason::kCorrectionToItself,
         {{"payment", "test/p"}, {"line", "BG"}, {"economic_class", "30201"}}),
      On(worn, "MoreThanALedgerMayTurnOver", to("BG", "30202", Fen(41)), Reason::kAmountTooLarge,
         {{"asked", "0.41"}, {"turnover", "99999999999999.60"}, {"limit", "100000000000000.00"}}),
      On(given, "ToALineWithoutBudget", to("R2", "30101"), Reason::kNoBudget,
         {{"line", "R2"}, {"asked", "1.00"}, {"on", kDay}}),
      On(given + Asks{Ask("2024-01-05", Appropriate("RY", {{"", 5_yuan}}))}, "ToALineWithTooLittle",
         to("RY", "30101", 6_yuan), Reason::kHeadroomExceeded,
         {{"line", "RY"}, {"asked", "6.00"}, {"headroom", "5.00"}, {"on", kDay}}),
      On(FundedByClass() + Asks{Ask("2024-02-02", Pay("BG", "30201", 60_yuan)).Named("p")},
         "ToAClassWithTooLittle", to("BG", "30202", 41_yuan), Reason::kClassHeadroomExceeded,
         {{"line", "BG"},
          {"economic_class", "30202"},
          {"asked", "41.00"},
          {"headroom", "40.00"},
          {"on", kDay}}),
      On(Funded() + Asks{Ask("2024-02-02", Pay("BG", "30201", 160_yuan)).Named("p")},
         "ToReceptionWithTooLittle", to("BG", "30217", 101_yuan), Reason::kThreePublicExceeded,
         {{"three_public", "reception"},
          {"asked", "101.00"},
          {"headroom", "100.00"},
          {"on", kDay}}),
  };
}

Rows RefundRows() {
  const Asks open_year =
      Asks{Ask("2023-01-02", OpenLedger()).In("P1", 2023),
           Ask("2023-01-02", PublicLine("BG")).In("P1", 2023),
           Ask("2023-01-05", Appropriate("BG", {{"", 99_yuan}})).In("P1", 2023),
           Ask("2023-11-11", Pay("BG", "30201", 80_yuan)).Named("old").In("P1", 2023)};
  const Asks closed_year = open_year + Asks{Ask("2023-12-31", LedgerClosed{}).In("P1", 2023)};
  const Asks other_unit = Paid() + Asks{Ask("2024-01-02", OpenLedger()).In("P2"),
                                        Ask("2023-01-02", OpenLedger()).In("P2", 2023)};
  Row other = On(other_unit + closed_year, "PaymentOfAnotherUnit", Refund("old", 1_yuan),
                 Reason::kPaymentElsewhere,
                 {{"payment", "test/old"}, {"ledger", "P1/2023"}, {"asked", "P2/2024"}});
  other.when = other.when.In("P2");
  return {
      On(Funded(), "NoSuchPayment", Refund("old", 1_yuan), Reason::kPaymentNotFound,
         {{"payment", "test/old"}, {"refunding", "P1/2024"}}),
      On(Paid(), "PaymentOfThisYear", Refund("p", 1_yuan), Reason::kPaymentElsewhere,
         {{"payment", "test/p"}, {"ledger", "P1/2024"}, {"asked", "P1/2024"}}),
      On(Funded() + open_year, "PaymentOfAYearStillOpen", Refund("old", 1_yuan),
         Reason::kPaymentElsewhere,
         {{"payment", "test/old"}, {"ledger", "P1/2023 (open)"}, {"asked", "P1/2024"}}),
      other,
      On(Funded() + closed_year + Asks{Ask("2024-02-01", Refund("old", 50_yuan))}, "MoreThanIsLeft",
         Refund("old", 31_yuan), Reason::kExceedsPayment,
         {{"asked", "31.00"}, {"left", "30.00"}, {"on", kDay}}),
      On(Worn() + closed_year, "MoreThanALedgerMayTurnOver", Refund("old", 2_yuan),
         Reason::kAmountTooLarge,
         {{"asked", "2.00"}, {"turnover", "99999999999999.00"}, {"limit", "100000000000000.00"}}),
  };
}

Row WornReversal() {
  return On(
      Worn() + Asks{Ask("2024-02-02", Pay("BG", "30201", Fen(60))).Named("p")},
      "MoreThanALedgerMayTurnOver", Reverse("p", Fen(41)), Reason::kAmountTooLarge,
      {{"asked", "0.41"}, {"turnover", "99999999999999.60"}, {"limit", "100000000000000.00"}});
}

// A reversal that names funds received.
Rows ReceiptRows() {
  const Asks given = Funded() + Asks{Ask("2024-02-01", Receive("BG", 9_yuan)).Named("in"),
                                     Ask("2024-05-01", Reverse("in", 4_yuan))};
  const auto row = [&](std::string name, Body body, const char* left, const char* on) {
    return Row{std::move(name),
               given,
               Ask("2024-03-01", std::move(body)),
               Reason::kExceedsOriginal,
               {{"original", "test/in"}, {"asked", "6.00"}, {"left", left}, {"on", on}}};
  };
  return {row("MoreThanIsLeftOfTheReceipt", Reverse("in", 6_yuan), "5.00", "2024-05-01"),
          row("ReceiptOfAnotherLine", Reverse("in", 6_yuan, "RY"), "0.00", "2024-03-01"),
          {"BeforeTheReceipt",
           given,
           Ask("2024-01-31", Reverse("in", 1_yuan)),
           Reason::kBeforeOriginal,
           {{"effective_on", "2024-01-31"}, {"original_on", "2024-02-01"}}}};
}

}  // namespace

Rows SpendingRefusals() { return TakingRows(Pay) + TakingRows(Commit) + DrawingRows(); }

Rows FollowUpRefusals() {
  return ReleasingRows() +
         NamingRows([](std::string payment, Fen amount) { return Reverse(payment, amount); }) +
         NamingRows([](std::string payment, Fen amount) {
           return Correct(payment, amount, "BG", "30202");
         }) +
         CorrectingRows() + Rows{WornReversal()} + ReceiptRows() + RefundRows();
}

}  // namespace outturn::core
