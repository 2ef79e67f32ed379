#include "services/core/kinds/building_reported.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, BuildingReported&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const BuildingReported& event) {
  ledger.buildings[event.building].Put(header.effective_on, position, event);
}

}  // namespace outturn::core
