#include "services/core/kinds/quota_set.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, QuotaSet&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position, const QuotaSet& event) {
  ledger.quotas[event.staff_kind].Put(header.effective_on, position, event.persons);
}

}  // namespace outturn::core
