#include "services/core/kinds/supplement.h"

#include "services/core/budget_change.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, Supplement& asked) {
  return Foremost(
      DecideBudgetChange(context, asked.line, asked.amounts, +1),
      {CheckDocument(context, asked.kName), CheckTargets(context, *context.ledger, asked.line)});
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Supplement& event) {
  EvolveBudgetChange(ledger, header, event.line, event.amounts, Measure::kSupplement);
  ledger.adjustments[{Measure::kSupplement, event.cause}].Add(header.effective_on,
                                                              Total(event.amounts));
}

}  // namespace outturn::core
