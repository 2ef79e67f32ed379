#include "services/core/kinds/result_reported.h"

#include <string>

#include "services/core/indicators.h"

namespace outturn::core {
namespace {

bool IsRate(const std::string& unit) {
  return unit.ends_with("%") || unit.ends_with("％") || unit.ends_with("‰") ||
         unit.ends_with("百分点");
}

// Of a number that cannot be below zero: the sums the year so far comes to, on every day from the
// report's on.
std::optional<Refusal> CheckSum(const Context& context, const IndicatorState& indicator,
                                const ResultReported& asked) {
  if (!asked.value || IsRate(indicator.set.unit) || *asked.value >= Decimal()) return std::nullopt;
  const Day day = context.header.effective_on;
  DayKeyed<ResultReported> results = indicator.results;
  results.Put(day, context.book.position + 1, asked);
  int64_t sum = 0;
  for (const auto& [on, position, result] : results.entries()) {
    if (!result.value) continue;
    const int64_t number = result.value->millionths();
    const bool adds = result.mode == ResultMode::kIncremental;
    // What leaves the range is far from zero: the figures say that it is too large.
    if (!adds || __builtin_add_overflow(sum, number, &sum)) sum = number;
    if (on < day || sum >= 0) continue;
    return Refusal{Reason::kResultBelowZero,
                   {{"indicator", asked.indicator},
                    {"sum", Decimal::OfMillionths(sum).ToString()},
                    {"unit", indicator.set.unit},
                    On("on", on)}};
  }
  return std::nullopt;
}

}  // namespace

Result<Verdict> Decide(const Context& context, ResultReported& asked) {
  const int year = context.header.ledger.year;
  if (asked.completed_on && asked.completed_on->year() != year) {
    return Refusal{Reason::kDayOutsideYear,
                   {On("completed_on", *asked.completed_on), {"year", std::to_string(year)}}};
  }
  if (auto refusal = CheckReported(context)) return *refusal;
  if (asked.completed_on && *asked.completed_on > context.header.effective_on) {
    return Refusal{Reason::kDayTooLate,
                   {{"field", "completed_on"},
                    On("day", *asked.completed_on),
                    {"bound", "effective_on"},
                    On("bound_day", context.header.effective_on)}};
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
  if (auto refusal = CheckSum(context, **indicator, asked)) return *refusal;
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ResultReported& event) {
  ledger.indicators.at(event.indicator).results.Put(header.effective_on, position, event);
}

}  // namespace outturn::core
