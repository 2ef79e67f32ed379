#include "services/core/kinds/ledger_reopened.h"

#include "services/core/control.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, LedgerReopened&) {
  const Day day = context.header.effective_on;
  // Every closing is on or after the days of all before it: the last by day is the one in force.
  const Day closed_on = context.ledger->closed.entries().back().day;
  if (day >= closed_on) return Verdict{};
  return Refusal{Reason::kBeforeOriginal, {On("effective_on", day), On("original_on", closed_on)}};
}

void Evolve(LedgerState& ledger, const Header& header, Position position, const LedgerReopened&) {
  ledger.closed.Put(header.effective_on, position, false);
  ledger.closed_now = false;
}

}  // namespace outturn::core
