#include "services/core/budget_change.h"

#include <algorithm>
#include <string>

namespace outturn::core {

Fen Total(const std::vector<ClassAmount>& amounts) {
  Fen total;
  for (const ClassAmount& amount : amounts) total = SumOrMost(total, amount.amount);
  return total;
}

std::optional<Refusal> CheckDocument(const Context& context, std::string_view kind) {
  if (!context.header.document_number.empty()) return std::nullopt;
  return Refusal{Reason::kDocumentMissing, {{"kind", std::string(kind)}}};
}

std::optional<Refusal> CheckTargets(const Context& context, const LedgerState& ledger,
                                    const LineCode& line_code) {
  if (!context.policy->targets_before_money) return std::nullopt;
  const Line* line = ledger.FindLine(line_code);
  if (line == nullptr || line->facts.category != LineCategory::kProject) return std::nullopt;
  const std::string& project = line->facts.project;
  const Day day = context.header.effective_on;
  const bool approved =
      std::any_of(ledger.indicators.begin(), ledger.indicators.end(), [&](const auto& entry) {
        const IndicatorState& indicator = entry.second;
        return indicator.set.project == project && indicator.set_on <= day &&
               !indicator.TargetAt(day).approval.empty();
      });
  if (approved) return std::nullopt;
  return Refusal{Reason::kTargetsMissing, {{"project", project}}};
}

std::optional<Refusal> CheckBudgetClass(const Context& context, const LedgerState& ledger,
                                        const Line& line, const EconomicClass& economic_class) {
  if (!economic_class.empty()) return CheckClass(ledger, line, economic_class, false);
  if (RulesFrom(context, ledger).level != ControlLevel::kByLineAndClass) return std::nullopt;
  return Refusal{Reason::kClassRequired, {{"line", line.facts.line}}};
}

Result<Verdict> DecideBudgetChange(const Context& context, const LineCode& line_code,
                                   const std::vector<ClassAmount>& amounts, int direction) {
  const LedgerState& ledger = *context.ledger;
  const auto line = UsableLine(context, ledger, line_code);
  if (!line) return line.refusal();
  std::vector<Movement> movements;
  std::optional<Refusal> foremost;
  for (const ClassAmount& part : amounts) {
    KeepForemost(foremost, CheckBudgetClass(context, ledger, **line, part.economic_class));
    movements.push_back({*line, part.economic_class, direction > 0 ? part.amount : -part.amount});
  }
  const Fen total = Total(amounts);
  KeepForemost(foremost, CheckTurnover(ledger, total));
  if (foremost) return *foremost;
  auto warnings = CheckHeadroom(context, ledger, movements, Rigour::kAlways);
  if (!warnings) return warnings.refusal();
  if (auto refusal = CheckClassBudgets(context, movements)) return *refusal;
  return Verdict{HeadroomAfter(context, **line, direction > 0 ? total : -total), {}};
}

void EvolveBudgetChange(LedgerState& ledger, const Header& header, const LineCode& line,
                        const std::vector<ClassAmount>& amounts, Measure measure) {
  for (const ClassAmount& part : amounts) {
    ledger.Move(line, part.economic_class, measure, header.effective_on, part.amount);
    ledger.turnover += part.amount;
  }
}

}  // namespace outturn::core
