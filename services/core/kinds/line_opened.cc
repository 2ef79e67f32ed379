#include "services/core/kinds/line_opened.h"

#include <optional>

#include "services/core/decide.h"

namespace outturn::core {
namespace {

Refusal Mismatch(const char* field, std::string found, const char* allowed) {
  return {Reason::kProjectMismatch,
          {{"field", field}, {"found", std::move(found)}, {"allowed", allowed}}};
}

// A project line names its project; a line of basic expenditure has none.
std::optional<Refusal> CheckProject(const LineOpened& line) {
  const bool is_project = line.category == LineCategory::kProject;
  if (is_project && line.project.empty()) return Mismatch("project", "", "a project code");
  if (is_project && line.project_kind == ProjectKind::kNone) {
    return Mismatch("project_kind", "",
                    "BUSINESS_WORK, OPERATION, SPECIAL_FUND, OTHER_DEVELOPMENT");
  }
  if (!is_project && !line.project.empty()) {
    return Mismatch("project", line.project, "nothing outside category PROJECT");
  }
  if (!is_project && line.project_kind != ProjectKind::kNone) {
    return Mismatch("project_kind", "a kind", "nothing outside category PROJECT");
  }
  return std::nullopt;
}

Refusal Unknown(const char* field, const std::string& code, const LedgerState& ledger) {
  return {Reason::kUnknownCode,
          {{"field", field}, {"code", code}, {"code_tables", ledger.tables->version}}};
}

}  // namespace

Result<Verdict> Decide(const Context& context, LineOpened& asked) {
  const LedgerState& ledger = *context.ledger;
  if (ledger.FindLine(asked.line) != nullptr) {
    return Refusal{Reason::kLineExists, {{"line", asked.line}}};
  }
  if (ledger.tables->Functional(asked.functional_class) == nullptr) {
    return Unknown("functional_class", asked.functional_class, ledger);
  }
  if (ledger.tables->FundType(asked.fund_type) == nullptr) {
    return Unknown("fund_type", asked.fund_type, ledger);
  }
  if (auto refusal = CheckProject(asked)) return *refusal;
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const LineOpened& event) {
  Line line;
  line.facts = event;
  line.opened_on = header.effective_on;
  const FundTypeInfo* fund = ledger.tables->FundType(event.fund_type);
  line.fiscal = fund != nullptr && fund->fiscal;
  ledger.lines[event.line] = std::move(line);
}

}  // namespace outturn::core
