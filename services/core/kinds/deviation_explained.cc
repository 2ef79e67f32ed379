#include "services/core/kinds/deviation_explained.h"

#include "services/core/indicators.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, DeviationExplained& asked) {
  if (asked.indicator.empty()) return Verdict{};
  const auto indicator = UsableIndicator(context, asked.indicator);
  if (!indicator) return indicator.refusal();
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const DeviationExplained& event) {
  ledger.deviations[{event.indicator, event.figure}].Put(header.effective_on, position, event);
}

}  // namespace outturn::core
