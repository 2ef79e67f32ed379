#include "services/core/kinds/indicator_revised.h"

#include "services/core/indicators.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, IndicatorRevised& asked) {
  const auto indicator = UsableIndicator(context, asked.indicator);
  if (!indicator) return indicator.refusal();
  const IndicatorSet& set = (*indicator)->set;
  if (asked.target && !IsQuantitative(set.kind)) return KindMismatch(set, "target");
  if (asked.due && set.kind != IndicatorKind::kTimeliness) return KindMismatch(set, "due");
  if (asked.target) {
    if (auto refusal = CheckTarget(set, *asked.target)) return *refusal;
  }
  if (asked.weight != 0) {
    if (auto refusal = CheckWeights(context, set.project, asked.indicator, asked.weight)) {
      return *refusal;
    }
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const IndicatorRevised& event) {
  ledger.indicators.at(event.indicator).revisions.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
