#include "services/core/kinds/initial_appropriation.h"

#include "services/core/budget_change.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, InitialAppropriation& asked) {
  return Foremost(
      DecideBudgetChange(context, asked.line, asked.amounts, +1),
      {CheckDocument(context, asked.kName), CheckTargets(context, *context.ledger, asked.line)});
}

void Evolve(LedgerState& ledger, const Header& header, Position,
            const InitialAppropriation& event) {
  EvolveBudgetChange(ledger, header, event.line, event.amounts, Measure::kInitial);
}

}  // namespace outturn::core
