// Scoring of indicators and of budget execution, by the rules of the policy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/figures/catalogue.h"
#include "services/figures/value.h"

namespace outturn::figures {

struct IndicatorResult {
  core::IndicatorSet set;       // as revised up to the cut
  Value target;                 // Quantity, or Text where the indicator has no number
  Value actual;                 // likewise; NoValue: nothing reported so far
  Value completion;             // Ratio actual ÷ target; NoValue where it has no meaning
  std::optional<Points> score;  // none: not reported, not rated
  bool met = false;             // the target is reached, not only by rounding the score
  bool reason_needed = false;
  std::string reason;  // as explained; may be there though it is not needed
};

[[nodiscard]] IndicatorResult ScoreIndicator(const Cut& cut, const core::IndicatorState& indicator);

// nullptr when there is none of that code on the day of the cut.
[[nodiscard]] const core::IndicatorState* FindIndicator(const Cut& cut, const std::string& code);

// The indicators in force on the day of the cut, by (order, code); `project` empty: those of the
// whole department.
[[nodiscard]] std::vector<const core::IndicatorState*> IndicatorsOf(const Cut& cut,
                                                                    const std::string& project);

// Below, of one project and its indicators, or of the department's where `project` is empty.
// The policy's points for execution × (paid ÷ full-year budget), never more than the points; none
// while there is no budget.
[[nodiscard]] std::optional<Points> ExecutionScore(const Cut& cut, const std::string& project = "");
[[nodiscard]] bool ExecutionReasonNeeded(const Cut& cut, const std::string& project = "");

// The scores of the indicators; what has no score counts zero.
[[nodiscard]] Points IndicatorsScore(const Cut& cut, const std::string& project = "");
[[nodiscard]] Points TotalWeight(const Cut& cut, const std::string& project = "");
[[nodiscard]] Points TotalScore(const Cut& cut, const std::string& project = "");
// The policy's grade for the total; nullptr when the policy has none that low.
[[nodiscard]] const core::Grade* GradeOf(const Cut& cut, const std::string& project = "");

// A score of weight × numerator ÷ denominator (≥ 0 and > 0), never above the weight, rounded half
// up to the policy's decimals. The weight is in hundredths of a point.
[[nodiscard]] Points ScoreOf(const core::Policy& policy, int weight, Wide numerator,
                             Wide denominator);

}  // namespace outturn::figures
