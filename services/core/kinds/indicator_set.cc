#include "services/core/kinds/indicator_set.h"

#include "services/core/indicators.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, IndicatorSet& asked) {
  if (context.ledger->indicators.contains(asked.indicator)) {
    return Refusal{Reason::kIndicatorExists, {{"indicator", asked.indicator}}};
  }
  if (auto refusal = CheckWeights(context, asked.project, asked.indicator, asked.weight)) {
    return *refusal;
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const IndicatorSet& event) {
  IndicatorState indicator;
  indicator.set = event;
  indicator.set_on = header.effective_on;
  ledger.indicators.emplace(event.indicator, std::move(indicator));
}

}  // namespace outturn::core
