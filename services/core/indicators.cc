#include "services/core/indicators.h"

#include <set>

namespace outturn::core {
namespace {

std::string_view Name(IndicatorKind kind) {
  switch (kind) {
    case IndicatorKind::kAtLeast:
      return "≥";
    case IndicatorKind::kAtMost:
      return "≤";
    case IndicatorKind::kEqual:
      return "=";
    case IndicatorKind::kQualitative:
      return "定性 qualitative";
    case IndicatorKind::kTimeliness:
      return "时效 timeliness";
  }
  return "";
}

std::string Points(int64_t hundredths) {
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 != 0) text += "." + std::to_string(hundredths % 100 + 100).substr(1);
  return text;
}

// The days from the effective day on on which a weight of the project may change.
std::set<Day> DaysOfChange(const Context& context, const std::string& project) {
  const Day from = context.header.effective_on;
  std::set<Day> days{from};
  for (const auto& [code, indicator] : context.ledger->indicators) {
    if (indicator.set.project != project) continue;
    if (indicator.set_on > from) days.insert(indicator.set_on);
    for (const auto& revision : indicator.revisions.entries()) {
      if (revision.day > from) days.insert(revision.day);
    }
  }
  for (const auto& policy : context.ledger->policy.entries()) {
    if (policy.day > from) days.insert(policy.day);
  }
  return days;
}

// The weight `indicator` will have on `day` once it has `weight` from the effective day on: a
// revision already recorded for a later day stays in force from that day.
int WeightOf(const Context& context, const std::string& indicator, int weight, Day day) {
  const auto found = context.ledger->indicators.find(indicator);
  if (found == context.ledger->indicators.end()) return weight;
  for (const auto& [from, position, revised] : found->second.revisions.entries()) {
    if (from > context.header.effective_on && from <= day && revised.weight != 0) {
      weight = revised.weight;
    }
  }
  return weight;
}

}  // namespace

Result<const IndicatorState*> UsableIndicator(const Context& context,
                                              const std::string& indicator) {
  const auto found = context.ledger->indicators.find(indicator);
  if (found == context.ledger->indicators.end()) {
    return Refusal{Reason::kIndicatorNotFound, {{"indicator", indicator}}};
  }
  if (context.header.effective_on < found->second.set_on) {
    return Refusal{Reason::kBeforeOpening,
                   {On("effective_on", context.header.effective_on),
                    {"what", indicator},
                    On("opened_on", found->second.set_on)}};
  }
  return &found->second;
}

std::optional<Refusal> CheckReported(const Context& context) {
  const Day day = context.header.effective_on;
  const Day today = context.now.ChinaDay();
  if (day <= today) return std::nullopt;
  return Refusal{Reason::kDayTooLate,
                 {{"field", "effective_on"},
                  On("day", day),
                  {"bound", "recorded_on"},
                  On("bound_day", today)}};
}

Refusal KindMismatch(const IndicatorSet& indicator, std::string field) {
  return {Reason::kIndicatorKindMismatch,
          {{"indicator", indicator.indicator},
           {"kind", std::string(Name(indicator.kind))},
           {"field", std::move(field)}}};
}

std::optional<Refusal> CheckTarget(const IndicatorSet& indicator, Decimal target) {
  if (!IsQuantitative(indicator.kind)) return std::nullopt;
  const bool zero_reaches_nothing = indicator.kind == IndicatorKind::kAtLeast;
  if (target > Decimal() || (target == Decimal() && !zero_reaches_nothing)) return std::nullopt;
  return KindMismatch(indicator, "target " + target.ToString());
}

std::optional<Refusal> CheckWeights(const Context& context, const std::string& project,
                                    const std::string& indicator, int weight) {
  for (const Day day : DaysOfChange(context, project)) {
    const Policy& policy = context.book.PolicyOf(*context.ledger, day);
    const int64_t allowed = policy.total_points - policy.execution_points;
    int64_t sum = WeightOf(context, indicator, weight, day);
    for (const auto& [code, other] : context.ledger->indicators) {
      if (code == indicator || other.set.project != project || other.set_on > day) continue;
      sum += other.TargetAt(day).weight;
    }
    if (sum > allowed) {
      return Refusal{Reason::kWeightsExceedTotal,
                     {{"sum", Points(sum)}, {"allowed", Points(allowed)}, On("on", day)}};
    }
  }
  return std::nullopt;
}

}  // namespace outturn::core
