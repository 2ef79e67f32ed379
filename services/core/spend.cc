#include "services/core/spend.h"

namespace outturn::core {

Result<Verdict> DecideSpend(const Context& context, const LineCode& line_code,
                            const EconomicClass& economic_class, Fen gross, Fen net) {
  const LedgerState& ledger = *context.ledger;
  const auto line = UsableLine(context, ledger, line_code);
  if (!line) return line.refusal();
  if (auto refusal = CheckClass(ledger, **line, economic_class, true)) return *refusal;
  if (auto refusal = CheckTurnover(ledger, gross)) return *refusal;
  const Movement movement{*line, economic_class, -net};
  auto warnings = CheckHeadroom(context, ledger, {&movement, 1}, Rigour::kByPolicy);
  if (!warnings) return warnings.refusal();
  return Verdict{HeadroomAfter(context, **line, -net), *std::move(warnings)};
}

}  // namespace outturn::core
