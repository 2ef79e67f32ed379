#include "services/core/kinds/headcount_reported.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, HeadcountReported&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const HeadcountReported& event) {
  ledger.headcounts[event.staff_kind].Put(header.effective_on, position, event.persons);
}

}  // namespace outturn::core
