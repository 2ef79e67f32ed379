#include "services/core/kinds/forecast_reported.h"

#include "services/core/indicators.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, ForecastReported& asked) {
  if (asked.indicator.empty()) {
    if (asked.figure.empty()) asked.figure = "paid";
    return Verdict{};
  }
  const auto indicator = UsableIndicator(context, asked.indicator);
  if (!indicator) return indicator.refusal();
  const IndicatorSet& set = (*indicator)->set;
  if (IsQuantitative(set.kind) != asked.value.has_value()) return KindMismatch(set, "value");
  if (!IsQuantitative(set.kind) && asked.text.empty()) return KindMismatch(set, "text");
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ForecastReported& event) {
  ledger.forecasts[{event.indicator, event.figure}].Put(header.effective_on, position, event);
}

}  // namespace outturn::core
