#include "services/core/kinds/carry_over_in.h"

#include "services/core/budget_change.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, CarryOverIn& asked) {
  return DecideBudgetChange(context, asked.line, asked.amounts, +1);
}

void Evolve(LedgerState& ledger, const Header& header, Position, const CarryOverIn& event) {
  EvolveBudgetChange(ledger, header, event.line, event.amounts, Measure::kCarryIn);
}

}  // namespace outturn::core
