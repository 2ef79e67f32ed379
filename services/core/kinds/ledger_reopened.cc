#include "services/core/kinds/ledger_reopened.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, LedgerReopened&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header&, Position, const LedgerReopened&) {
  ledger.closed_now = false;
}

}  // namespace outturn::core
