#include "services/core/kinds/prior_year_figures.h"

#include "services/core/decide.h"

namespace outturn::core {

Result<Verdict> Decide(const Context&, PriorYearFigures&) { return Verdict{}; }

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const PriorYearFigures& event) {
  for (const PriorYearFigure& figure : event.figures) {
    ledger.prior_year[figure.figure].Put(header.effective_on, position, figure.amount);
  }
}

}  // namespace outturn::core
