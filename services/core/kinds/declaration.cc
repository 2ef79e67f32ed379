#include "services/core/kinds/declaration.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, Declaration&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const Declaration& event) {
  ledger.declarations.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
