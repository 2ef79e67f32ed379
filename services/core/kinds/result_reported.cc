#include "services/core/kinds/result_reported.h"

#include <string>

#include "services/core/indicators.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, ResultReported& asked) {
  const int year = context.header.ledger.year;
  if (asked.completed_on && asked.completed_on->year() != year) {
    return Refusal{Reason::kDayOutsideYear,
                   {On("completed_on", *asked.completed_on), {"year", std::to_string(year)}}};
  }
  const auto indicator = UsableIndicator(context, asked.indicator);
  if (!indicator) return indicator.refusal();
  const IndicatorSet& set = (*indicator)->set;
  if (!set.derived_from.empty()) return KindMismatch(set, "derived_from " + set.derived_from);
  if (IsQuantitative(set.kind) != asked.value.has_value()) return KindMismatch(set, "value");
  if ((set.kind == IndicatorKind::kTimeliness) != asked.completed_on.has_value()) {
    return KindMismatch(set, "completed_on");
  }
  if (set.kind == IndicatorKind::kQualitative && asked.text.empty()) {
    return KindMismatch(set, "text");
  }
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ResultReported& event) {
  ledger.indicators.at(event.indicator).results.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
