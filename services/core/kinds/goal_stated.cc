#include "services/core/kinds/goal_stated.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, GoalStated&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position, const GoalStated& event) {
  ledger.goals[event.project].Put(header.effective_on, position, event.expected);
}

}  // namespace outturn::core
