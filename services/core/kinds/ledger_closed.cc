#include "services/core/kinds/ledger_closed.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, LedgerClosed&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header&, Position, const LedgerClosed&) {
  ledger.closed_now = true;
}

}  // namespace outturn::core
