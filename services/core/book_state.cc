#include "services/core/book_state.h"

namespace outturn::core {

const LedgerState* BookState::FindLedger(const LedgerId& id) const {
  const auto found = ledgers.find(id);
  return found == ledgers.end() ? nullptr : &found->second;
}

const Policy& BookState::PolicyOf(const LedgerState& ledger, Day day) const {
  const PolicyRef* ref = ledger.policy.At(day);
  // Before its first day the ledger stands under the policy it was opened with.
  const auto found = policies.find(ref != nullptr ? *ref : ledger.opened.policy);
  OUTTURN_CHECK(found != policies.end());
  return found->second;
}

}  // namespace outturn::core
