#include "services/core/kinds/ledger_reopened.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, LedgerReopened&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position, const LedgerReopened&) {
  ledger.closed.Put(header.effective_on, position, false);
  ledger.closed_now = false;
}

}  // namespace outturn::core
