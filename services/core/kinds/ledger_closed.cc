#include "services/core/kinds/ledger_closed.h"

#include "services/core/control.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, LedgerClosed&) {
  const LedgerState& ledger = *context.ledger;
  if (context.header.effective_on >= ledger.latest_on) return Verdict{};
  return Refusal{Reason::kBeforeLatest,
                 {On("effective_on", context.header.effective_on),
                  {"ledger", ledger.id.ToString()},
                  On("latest_on", ledger.latest_on)}};
}

void Evolve(LedgerState& ledger, const Header& header, Position position, const LedgerClosed&) {
  ledger.closed.Put(header.effective_on, position, true);
  ledger.closed_now = true;
}

}  // namespace outturn::core
