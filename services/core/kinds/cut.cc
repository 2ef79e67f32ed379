#include "services/core/kinds/cut.h"

#include "services/core/budget_change.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, Cut& asked) {
  return Foremost(DecideBudgetChange(context, asked.line, asked.amounts, -1),
                  {CheckDocument(context, asked.kName)});
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Cut& event) {
  EvolveBudgetChange(ledger, header, event.line, event.amounts, Measure::kCut);
  ledger.adjustments[{Measure::kCut, event.cause}].Add(header.effective_on, Total(event.amounts));
}

}  // namespace outturn::core
