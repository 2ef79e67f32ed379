// Indicators a later event names, and the sum of their weights.
#pragma once

#include <string>

#include "services/core/control.h"

namespace outturn::core {

// The indicator, set not after the effective day; else kIndicatorNotFound or kBeforeOpening.
[[nodiscard]] Result<const IndicatorState*> UsableIndicator(const Context& context,
                                                            const std::string& indicator);

// kDayTooLate when what is reported bears a day that has not come yet.
[[nodiscard]] std::optional<Refusal> CheckReported(const Context& context);

// kIndicatorKindMismatch: an indicator of this kind does not take that field.
[[nodiscard]] Refusal KindMismatch(const IndicatorSet& indicator, std::string field);

// kIndicatorKindMismatch for a target below zero, and for "≥" a target of zero, which anything
// reaches.
[[nodiscard]] std::optional<Refusal> CheckTarget(const IndicatorSet& indicator, Decimal target);

// kWeightsExceedTotal when on the effective day or later the weights of `project`'s indicators,
// with `indicator` at `weight` (hundredths of a point), are more than the policy leaves beside
// execution.
[[nodiscard]] std::optional<Refusal> CheckWeights(const Context& context,
                                                  const std::string& project,
                                                  const std::string& indicator, int weight);

}  // namespace outturn::core
