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

std::string_view Name(ProjectKind kind) {
  switch (kind) {
    case ProjectKind::kNone:
      return "";
    case ProjectKind::kBusinessWork:
      return "BUSINESS_WORK";
    case ProjectKind::kOperation:
      return "OPERATION";
    case ProjectKind::kSpecialFund:
      return "SPECIAL_FUND";
    case ProjectKind::kOtherDevelopment:
      return "OTHER_DEVELOPMENT";
  }
  return "";
}

// The lines of one project agree on what it is, or a form would count it in two rows. A line that
// leaves the name out says nothing against another's.
std::optional<Refusal> CheckSameProject(const LedgerState& ledger, const LineOpened& asked) {
  if (asked.project.empty()) return std::nullopt;
  const auto differs = [&](const LineOpened& other, const char* field, std::string_view recorded,
                           std::string_view now) {
    return Refusal{Reason::kProjectDiffers,
                   {{"project", asked.project},
                    {"line", other.line},
                    {"field", field},
                    {"recorded", std::string(recorded)},
                    {"asked", std::string(now)}}};
  };
  for (const auto& [code, line] : ledger.lines) {
    const LineOpened& other = line.facts;
    if (other.project != asked.project) continue;
    const bool both_named = !other.project_name.empty() && !asked.project_name.empty();
    if (both_named && other.project_name != asked.project_name) {
      return differs(other, "project_name", other.project_name, asked.project_name);
    }
    if (other.project_kind != asked.project_kind) {
      return differs(other, "project_kind", Name(other.project_kind), Name(asked.project_kind));
    }
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
  if (auto refusal = CheckSameProject(ledger, asked)) return *refusal;
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
