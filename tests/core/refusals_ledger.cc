// What opening, closing and reopening a ledger, its lines and its policy are refused for.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

LedgerOpened Under(PolicyRef policy, std::string code_tables) {
  LedgerOpened opened = OpenLedger();
  opened.policy = std::move(policy);
  opened.code_tables = std::move(code_tables);
  return opened;
}

template <typename Change>
LineOpened Changed(LineOpened line, Change change) {
  change(line);
  return line;
}

Row BadLine(std::string name, LineOpened line, Reason reason, std::vector<Variable> variables) {
  return {std::move(name), Opening(), Ask("2024-02-01", std::move(line)), reason,
          std::move(variables)};
}

template <typename Change>
Row BadPolicy(std::string name, Change change, std::string field, std::string found,
              std::string allowed) {
  Policy policy = Strict();
  change(policy);
  return {
      std::move(name),
      {},
      Ask("2024-01-01", Adopt(policy)).In("", 0),
      Reason::kPolicyInvalid,
      {{"field", std::move(field)}, {"found", std::move(found)}, {"allowed", std::move(allowed)}}};
}

Rows LineRows() {
  const auto with = [](LineOpened line, auto change) { return Changed(std::move(line), change); };
  return {
      BadLine("SameLineAgain", PersonnelLine("BG"), Reason::kLineExists, {{"line", "BG"}}),
      BadLine("UnknownFunctionalClass",
              with(PublicLine("G2"), [](LineOpened& l) { l.functional_class = "9999999"; }),
              Reason::kUnknownCode,
              {{"field", "functional_class"}, {"code", "9999999"}, {"code_tables", "2024"}}),
      BadLine("UnknownFundType", with(PublicLine("G2"), [](LineOpened& l) { l.fund_type = "99"; }),
              Reason::kUnknownCode,
              {{"field", "fund_type"}, {"code", "99"}, {"code_tables", "2024"}}),
      BadLine("ProjectLineWithoutProject", ProjectLine("XM2", ""), Reason::kProjectMismatch,
              {{"field", "project"}, {"found", ""}, {"allowed", "a project code"}}),
      BadLine("ProjectLineWithoutKind",
              with(ProjectLine("XM2", "X2"),
                   [](LineOpened& l) { l.project_kind = ProjectKind::kNone; }),
              Reason::kProjectMismatch,
              {{"field", "project_kind"},
               {"found", ""},
               {"allowed", "BUSINESS_WORK, OPERATION, SPECIAL_FUND, OTHER_DEVELOPMENT"}}),
      BadLine(
          "PublicLineWithProject", with(PublicLine("G2"), [](LineOpened& l) { l.project = "X9"; }),
          Reason::kProjectMismatch,
          {{"field", "project"}, {"found", "X9"}, {"allowed", "nothing outside category PROJECT"}}),
      BadLine(
          "PublicLineWithProjectKind",
          with(PublicLine("G2"), [](LineOpened& l) { l.project_kind = ProjectKind::kSpecialFund; }),
          Reason::kProjectMismatch,
          {{"field", "project_kind"},
           {"found", "a kind"},
           {"allowed", "nothing outside category PROJECT"}}),
      BadLine("SameProjectUnderAnotherName",
              with(ProjectLine("XM2", "X1"), [](LineOpened& l) { l.project_name = "另一项目"; }),
              Reason::kProjectDiffers,
              {{"project", "X1"},
               {"line", "XM"},
               {"field", "project_name"},
               {"recorded", "项目X1"},
               {"asked", "另一项目"}}),
      BadLine("SameProjectOfAnotherKind",
              with(ProjectLine("XM2", "X1"),
                   [](LineOpened& l) {
                     l.project_name.clear();
                     l.project_kind = ProjectKind::kSpecialFund;
                   }),
              Reason::kProjectDiffers,
              {{"project", "X1"},
               {"line", "XM"},
               {"field", "project_kind"},
               {"recorded", "BUSINESS_WORK"},
               {"asked", "SPECIAL_FUND"}}),
  };
}

Rows PolicyContentRows() {
  return {
      BadPolicy(
          "VersionZero", [](Policy& p) { p.ref.version = 0; }, "version", "0", "1–999999"),
      BadPolicy(
          "LessThanOnePoint", [](Policy& p) { p.total_points = 99; }, "total_points", "99",
          "100–100000"),
      BadPolicy(
          "ExecutionAboveTotal", [](Policy& p) { p.execution_points = 10001; }, "execution_points",
          "10001", "0–10000"),
      BadPolicy(
          "ReasonBelowMoreThanAll", [](Policy& p) { p.execution_reason_below_percent = 101; },
          "execution_reason_below_percent", "101", "0–100"),
      BadPolicy(
          "NegativeOverCompletion", [](Policy& p) { p.over_completion_percent = -1; },
          "over_completion_percent", "-1", "0–10000"),
      BadPolicy(
          "ThreeScoreDecimals", [](Policy& p) { p.score_decimals = 3; }, "score_decimals", "3",
          "0–2"),
      BadPolicy(
          "GapBetweenBands", [](Policy& p) { p.bands[1].to_percent = 79; }, "bands.fair", "60–79",
          "…–80"),
      BadPolicy(
          "EmptyBand", [](Policy& p) { p.bands[1].from_percent = 80; }, "bands.fair", "80–80",
          "…–80"),
      BadPolicy(
          "BandsStopAboveZero", [](Policy& p) { p.bands.pop_back(); }, "bands", "60", "0"),
      BadPolicy(
          "GradesNotFalling", [](Policy& p) { p.grades[1].from_points = 90; }, "grades.差", "90",
          "0–89"),
      BadPolicy(
          "GradesStopAboveZero", [](Policy& p) { p.grades.pop_back(); }, "grades", "90", "0"),
      BadPolicy(
          "UnknownKindAfterClose", [](Policy& p) { p.allowed_after_close = {"party"}; },
          "allowed_after_close", "party", "payment, declaration …"),
      BadPolicy(
          "WarningRuleTwice", [](Policy& p) { p.warning_rules.push_back(p.warning_rules[0]); },
          "warning_rules.behind", "behind", "a new id"),
      BadPolicy(
          "WarningRuleOfNothing", [](Policy& p) { p.warning_rules[0].scope = WarningScope::kNone; },
          "warning_rules.behind.scope", "", "WHOLE_LEDGER, EACH_PROJECT …"),
      BadPolicy(
          "ScopeOfIndicators",
          [](Policy& p) { p.warning_rules[0].test = WarningTest::kTargetUnlikely; },
          "warning_rules.behind.scope", "given", "none"),
      BadPolicy(
          "WordsForAnotherTest", [](Policy& p) { p.warning_rules[0].words = {"接待"}; },
          "warning_rules.behind.words", "1", "none"),
      BadPolicy(
          "ThirteenthMonth", [](Policy& p) { p.warning_rules[0].from_month = 13; },
          "warning_rules.behind.from_month", "13", "0–12"),
      BadPolicy(
          "ThresholdBelowZero", [](Policy& p) { p.warning_rules[0].threshold = -1; },
          "warning_rules.behind.threshold", "-1", "0–1000000"),
  };
}

}  // namespace

Rows LedgerRefusals() {
  return LineRows() +
         Rows{
             {"SameLedgerAgain",
              Opening(),
              Ask("2024-01-02", OpenLedger()),
              Reason::kLedgerExists,
              {{"ledger", "P1/2024"}}},
             {"PolicyNeverAdopted",
              Opening(),
              Ask("2024-01-02", Under({"r", 7}, "2024")).In("P2"),
              Reason::kPolicyNotFound,
              {{"policy", "r@7"}, {"known", "r@1"}}},
             {"NoPolicyAtAll",
              {},
              Ask("2024-01-02", OpenLedger()),
              Reason::kPolicyNotFound,
              {{"policy", "r@1"}, {"known", "—"}}},
             {"UnknownCodeTables",
              Opening(),
              Ask("2024-01-02", Under({"r", 1}, "1999")).In("P2"),
              Reason::kCodeTablesNotFound,
              {{"code_tables", "1999"}, {"known", "2024"}}},
             {"DayOfAnotherYear",
              Opening(),
              Ask("2023-12-31", OpenLedger()).In("P2"),
              Reason::kDayOutsideYear,
              {{"effective_on", "2023-12-31"}, {"year", "2024"}}},
             {"OpenAlready",
              Opening(),
              Ask("2024-06-01", LedgerReopened{"审计"}),
              Reason::kLedgerNotClosed,
              {{"ledger", "P1/2024"}}},
             {"BeforeALaterEvent",
              Opening() + Asks{Ask("2024-05-01", PublicLine("LATE"))},
              Ask("2024-04-30", LedgerClosed{}),
              Reason::kBeforeLatest,
              {{"effective_on", "2024-04-30"}, {"ledger", "P1/2024"}, {"latest_on", "2024-05-01"}}},
             {"BeforeItsClosing",
              Opening() + Asks{Ask("2024-06-30", LedgerClosed{})},
              Ask("2024-06-29", LedgerReopened{"审计"}),
              Reason::kBeforeOriginal,
              {{"effective_on", "2024-06-29"}, {"original_on", "2024-06-30"}}}};
}

Rows PolicyRefusals() {
  Policy next = Strict();
  next.ref.version = 2;
  return PolicyContentRows() + Rows{{"SameVersionAgain",
                                     Opening(),
                                     Ask("2024-06-01", Adopt(Strict())).In("", 0),
                                     Reason::kPolicyExists,
                                     {{"policy", "r@1"}}},
                                    {"ForALedgerThatIsNotThere",
                                     Opening(),
                                     Ask("2024-06-01", Adopt(next, {{"P9", 2024}})).In("", 0),
                                     Reason::kLedgerNotFound,
                                     {{"ledger", "P9/2024"}}}};
}

}  // namespace outturn::core
