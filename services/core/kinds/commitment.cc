#include "services/core/kinds/commitment.h"

#include "services/core/spend.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, Commitment& asked) {
  return DecideSpend(context, asked.line, asked.economic_class, asked.amount, asked.amount);
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Commitment& event) {
  const Day day = header.effective_on;
  ledger.Move(event.line, event.economic_class, Measure::kCommitted, day, event.amount);
  ledger.Move(event.line, event.economic_class, Measure::kContracted, day, event.amount);
  if (event.procurement) {
    ledger.Move(event.line, event.economic_class, Measure::kProcurementContracted, day,
                event.amount);
  }
  CommitmentState& commitment = ledger.commitments[header.ref];
  commitment.line = event.line;
  commitment.economic_class = event.economic_class;
  commitment.procurement = event.procurement;
  commitment.made_on = day;
  commitment.left.Add(day, event.amount);
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
