// What every kind is asked first.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

bool IsOfTheBook(const Ask& ask) { return std::holds_alternative<PolicyAdopted>(ask.command.body); }
bool OpensLedger(const Ask& ask) { return std::holds_alternative<LedgerOpened>(ask.command.body); }
bool Publishes(const Ask& ask) { return std::holds_alternative<ReportPublished>(ask.command.body); }
bool Reopens(const Ask& ask) { return std::holds_alternative<LedgerReopened>(ask.command.body); }

Row Standing(std::string name, Asks given, Ask when, Reason reason,
             std::vector<Variable> variables) {
  return {std::move(name), std::move(given), std::move(when), reason, std::move(variables), true};
}

// Reopening needs a closed ledger to be refused for anything else.
Asks Before(const Ask& ask, const Policy& policy = Strict()) {
  Asks given = Eventful(policy);
  if (Reopens(ask)) given.push_back(Ask("2024-06-01", LedgerClosed{}));
  return given;
}

Rows RowsOf(const Ask& ask) {
  const std::string kind(KindName(ask.command.body));
  Rows rows;
  Policy no_backdating = Strict();
  no_backdating.backdating_days = 30;
  rows.push_back(Standing(
      "DayInTheNextYear", Before(ask), ask.On("2025-01-02"), Reason::kDayOutsideYear,
      {{"effective_on", "2025-01-02"}, {"year", std::to_string(OpensLedger(ask) ? 2023 : 2024)}}));
  if (OpensLedger(ask)) return rows;
  if (!Publishes(ask)) {
    rows.push_back(Standing(
        "RecordedTooLate", Before(ask, no_backdating),
        ask.On("2024-06-01").RecordedOn("2024-07-02"), Reason::kBackdatedTooFar,
        {{"effective_on", "2024-06-01"}, {"recorded_on", "2024-07-02"}, {"limit_days", "30"}}));
  }
  rows.push_back(
      Standing("BeforeTheLedgerBegan", Before(ask), ask.On("2024-01-01"), Reason::kBeforeOpening,
               {{"effective_on", "2024-01-01"}, {"what", "P1/2024"}, {"opened_on", "2024-01-02"}}));
  if (!Reopens(ask) && !Publishes(ask)) {
    rows.push_back(
        Standing("ClosedLedger", Eventful(Strict()) + Asks{Ask("2024-06-01", LedgerClosed{})}, ask,
                 Reason::kLedgerClosed, {{"ledger", "P1/2024"}, {"kind", kind}, {"allowed", "—"}}));
  }
  if (IsOfTheBook(ask)) return rows;
  rows.push_back(
      Standing("UnknownLedger", {}, ask, Reason::kLedgerNotFound, {{"ledger", "P1/2024"}}));
  rows.push_back(Standing("OldVersion", Opening(), ask.Expecting(3), Reason::kVersionConflict,
                          {{"ledger", "P1/2024"}, {"expected", "3"}, {"actual", "4"}}));
  return rows;
}

}  // namespace

Asks Eventful(const Policy& policy) {
  LedgerOpened opened = OpenLedger();
  opened.policy = policy.ref;
  const auto in_2023 = [](Ask ask) { return ask.In("P1", 2023); };
  Policy lasting = policy;  // the year before is told in one go
  lasting.ref = {"before", 1};
  lasting.backdating_days = 0;
  LedgerOpened opened_before = OpenLedger();
  opened_before.policy = lasting.ref;
  return Asks{Ask("2023-01-01", Adopt(lasting)).In("", 0),
              in_2023(Ask("2023-01-02", opened_before)),
              in_2023(Ask("2023-01-02", PublicLine("BG"))),
              in_2023(Ask("2023-01-05", Appropriate("BG", {{"", 500_yuan}}))),
              in_2023(Ask("2023-11-11", Pay("BG", "30201", 80_yuan)).Named("paid in 2023")),
              in_2023(Ask("2023-12-31", LedgerClosed{}))} +
         Funded(policy) +
         Asks{Ask("2024-01-06", Indicator("S1", IndicatorKind::kAtLeast, 40)),
              Ask("2024-01-06", Indicator("S2", IndicatorKind::kQualitative, 40)),
              Ask("2024-02-01", Commit("BG", "30201", 50_yuan)).Named("contract"),
              Ask("2024-02-02", Pay("BG", "30201", 60_yuan)).Named("paid")};
}

Asks OneOfEachKind() {
  const char* const day = "2024-06-01";
  Policy other = Strict();
  other.ref.version = 2;
  PriorYearFigures last_year;
  last_year.figures = {{"three_public.paid", 2060_yuan}};
  return {Ask(day, Adopt(other, {{"P1", 2024}})).In("", 0),
          Ask("2023-06-01", OpenLedger()).In("P2", 2023),
          Ask(day, LedgerClosed{"年度终了"}),
          Ask(day, LedgerReopened{"审计调整"}),
          Ask(day, PublicLine("BG2")),
          Ask(day, Appropriate("BG", {{"", 1_yuan}})),
          Ask(day, CarryIn("BG", {{"", 1_yuan}})),
          Ask(day, Add("BG", {{"", 1_yuan}})),
          Ask(day, Take("BG", {{"", 1_yuan}})),
          Ask(day, Vire({Out("BG", "", 1_yuan), In("RY", "", 1_yuan)})),
          Ask(day, Receive("BG", 1_yuan)),
          Ask(day, Commit("BG", "30201", 1_yuan)),
          Ask(day, Release("contract", 1_yuan)),
          Ask(day, Pay("BG", "30201", 1_yuan)),
          Ask(day, Reverse("paid", 1_yuan)),
          Ask(day, Refund("paid in 2023", 1_yuan)),
          Ask(day, Correct("paid", 1_yuan, "BG", "30202")),
          Ask(day, GoalStated{"", "完成全年普法任务"}),
          Ask(day, Indicator("S3", IndicatorKind::kTimeliness, 10)),
          Ask(day, Revise("S1", 39)),
          Ask(day, Report("S1", 150)),
          Ask(day, Rate("S2", "good", 95)),
          Ask(day, Explain("S1")),
          Ask(day, TextRecorded{"annex-2", "problems", "无"}),
          Ask(day, Expect("S1", 290)),
          Ask(day, Handle("behind")),
          Ask(day, Publish("annex-1")),
          Ask(day, QuotaSet{"行政", 78}),
          Ask(day, HeadcountReported{"行政", 75}),
          Ask(day, BuildingReported{"业务用房", Decimal(1200), Decimal(1200), 5_yuan, 4_yuan}),
          Ask(day, last_year),
          Ask(day, Declaration{"annex-1", D("2025-03-01"), {{"", "备注", "无"}}})};
}

Rows StandingRefusals() {
  Rows rows;
  for (const Ask& ask : OneOfEachKind()) {
    for (Row& row : RowsOf(ask)) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace outturn::core
