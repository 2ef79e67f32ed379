#include "services/core/kinds/ledger_closed.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, LedgerClosed&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position, const LedgerClosed&) {
  ledger.closed.Put(header.effective_on, position, true);
  ledger.closed_now = true;
}

}  // namespace outturn::core
