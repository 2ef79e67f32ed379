#include "services/core/kinds/ledger_reopened.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, LedgerReopened&) {
  if (!context.ledger->closed_now) {
    return Refusal{Reason::kLedgerNotClosed, {{"ledger", context.ledger->id.ToString()}}};
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position, const LedgerReopened&) {
  ledger.closed.Put(header.effective_on, position, false);
  ledger.closed_now = false;
}

}  // namespace outturn::core
