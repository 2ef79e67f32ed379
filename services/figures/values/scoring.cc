#include "services/figures/values/scoring.h"

#include <algorithm>

#include "services/figures/definitions.h"
#include "services/figures/values/reported.h"

namespace outturn::figures {
namespace {

using core::Decimal;
using core::IndicatorKind;
using core::IndicatorSet;
using core::IndicatorState;
using core::ResultReported;

// Results of the year put together, in the order of (day, position).
struct Reported {
  Value number;  // Quantity; NoValue when none was reported
  std::string text;
  std::optional<core::Day> completed_on;
};

Reported Aggregate(const Cut& cut, const IndicatorState& indicator) {
  Reported all{NoValue{Absence::kNotReported}, "", std::nullopt};
  std::optional<int64_t> sum = 0;
  bool any = false;
  for (const auto& [day, position, result] : indicator.results.entries()) {
    if (day > cut.as_of) break;
    if (result.value) {
      const int64_t number = result.value->millionths();
      if (result.mode != core::ResultMode::kIncremental) {
        sum = number;
      } else if (sum) {
        sum = Plus(*sum, number);
      }
      any = true;
    }
    // How a number prints belongs to the last cumulative one: an increment's text is not the sum's.
    const bool increment = result.value && result.mode == core::ResultMode::kIncremental;
    if (result.value || !result.text.empty()) all.text = increment ? "" : result.text;
    if (result.completed_on) all.completed_on = result.completed_on;
  }
  if (any && sum) all.number = Quantity{Decimal::OfMillionths(*sum), "", ""};
  if (any && !sum) all.number = NoValue{Absence::kTooLarge};
  return all;
}

// A derived indicator's result in 万元: a fen is a millionth of it, so nothing is rounded.
Value DerivedNumber(const Cut& cut, const std::string& name) {
  const Fallible<Figure> figure = ParseFigure(name);
  // Money only: a score named here could ask for itself.
  if (!figure || figure->definition->unit != "fen") return NoValue{Absence::kNotApplicable};
  const Value value = Evaluate(cut, *figure);
  const auto* amount = std::get_if<core::Fen>(&value);
  if (amount == nullptr) return value;
  return Quantity{Decimal::OfMillionths(amount->count()), "", core::FormatWanYuan(*amount)};
}

// A result prints its unit as the target does: "300" beside "581", "300件" beside "581件".
std::string UnitShown(const IndicatorSet& set) {
  return set.target_text.empty() || set.target_text.ends_with(set.unit) ? set.unit : "";
}

Value ActualOf(const Cut& cut, const IndicatorSet& set, const Reported& reported) {
  if (core::IsQuantitative(set.kind)) {
    Value number =
        set.derived_from.empty() ? reported.number : DerivedNumber(cut, set.derived_from);
    if (auto* quantity = std::get_if<Quantity>(&number)) {
      quantity->unit = UnitShown(set);
      if (!quantity->text.empty()) quantity->text += quantity->unit;
      if (!reported.text.empty() && set.derived_from.empty()) quantity->text = reported.text;
    }
    return number;
  }
  if (!reported.text.empty()) return Text{reported.text, ""};
  if (reported.completed_on) return Text{reported.completed_on->ToString(), ""};
  return NoValue{Absence::kNotReported};
}

Value TargetOf(const IndicatorSet& set) {
  if (core::IsQuantitative(set.kind)) return Quantity{set.target, set.unit, set.target_text};
  if (!set.target_text.empty()) return Text{set.target_text, ""};
  if (set.due) return Text{set.due->ToString(), ""};
  return NoValue{Absence::kNotApplicable};
}

struct Fraction {
  Wide numerator;
  Wide denominator;  // above zero
};

// How much of the weight a number earns, before the cap.
Fraction Earned(const core::Policy& policy, IndicatorKind kind, int64_t target, int64_t actual) {
  constexpr Fraction kAll{1, 1};
  constexpr Fraction kNothing{0, 1};
  const bool scalable = target > 0 && actual > 0;
  if (kind == IndicatorKind::kAtLeast) {
    if (actual >= target) return kAll;
    return scalable ? Fraction{actual, target} : kNothing;
  }
  if (kind == IndicatorKind::kAtMost) {
    if (actual <= target) return kAll;
    return scalable ? Fraction{target, actual} : kNothing;
  }
  if (actual == target) return kAll;
  if (policy.equal_rule == core::EqualRule::kAllOrNothing || !scalable) return kNothing;
  return {std::min(actual, target), std::max(actual, target)};
}

// None while nothing is reported.
std::optional<Fraction> EarnedBy(const Cut& cut, const IndicatorState& indicator,
                                 const IndicatorSet& set, const Reported& reported,
                                 const Value& actual) {
  switch (set.kind) {
    case IndicatorKind::kAtLeast:
    case IndicatorKind::kAtMost:
    case IndicatorKind::kEqual: {
      const auto* number = std::get_if<Quantity>(&actual);
      if (number == nullptr) return std::nullopt;
      return Earned(cut.policy, set.kind, set.target.millionths(), number->number.millionths());
    }
    case IndicatorKind::kQualitative: {
      const core::IndicatorRated* rated = indicator.ratings.At(cut.as_of);
      if (rated == nullptr) return std::nullopt;
      return Fraction{rated->percent, 100};
    }
    case IndicatorKind::kTimeliness:
      if (!reported.completed_on || !set.due) return std::nullopt;
      return Fraction{*reported.completed_on <= *set.due ? 1 : 0, 1};
  }
  return std::nullopt;
}

bool OverCompleted(const core::Policy& policy, const IndicatorSet& set, const Value& completion) {
  const auto* ratio = std::get_if<Ratio>(&completion);
  if (ratio == nullptr || policy.over_completion_percent == 0) return false;
  if (set.kind == IndicatorKind::kAtMost) return false;  // a lower number is no over-completion
  return static_cast<Wide>(ratio->numerator) * 100 >
         static_cast<Wide>(ratio->denominator) * policy.over_completion_percent;
}

// Nothing reported asks for a reason once there is no time left to report it.
bool ReasonNeeded(const Cut& cut, const IndicatorResult& result) {
  if (!result.score) {
    const core::Day last = core::Day::LastOf(cut.ledger.id.year);
    return cut.as_of >= std::min(result.set.due.value_or(last), last);
  }
  return result.score->hundredths < result.set.weight ||
         OverCompleted(cut.policy, result.set, result.completion);
}

std::string ExplainedReason(const Cut& cut, const std::string& indicator) {
  const auto* explained = DeviationOf(cut, indicator);
  if (explained == nullptr) return "";
  const core::DeviationExplained& said = explained->value;
  return said.improvement.empty() ? said.reason : said.reason + "\n" + said.improvement;
}

}  // namespace

Points ScoreOf(const core::Policy& policy, int weight, Wide numerator, Wide denominator) {
  if (numerator >= denominator) return {weight};
  // Hundredths of a point that the policy's last decimal stands for.
  const auto step = static_cast<int64_t>(PowerOfTen(2 - policy.score_decimals));
  const Wide steps = RoundHalfUp(weight * numerator, denominator * step);
  return {std::min<int64_t>(static_cast<int64_t>(steps) * step, weight)};
}

IndicatorResult ScoreIndicator(const Cut& cut, const IndicatorState& indicator) {
  IndicatorResult result;
  result.set = indicator.TargetAt(cut.as_of);
  const Reported reported = Aggregate(cut, indicator);
  result.target = TargetOf(result.set);
  result.actual = ActualOf(cut, result.set, reported);
  result.completion = NoValue{Absence::kNotApplicable};
  if (core::IsQuantitative(result.set.kind)) {
    const auto* actual = std::get_if<Quantity>(&result.actual);
    result.completion = actual == nullptr
                            ? std::get<NoValue>(result.actual)
                            : RatioOf(actual->number.millionths(), result.set.target.millionths());
  }
  if (const auto earned = EarnedBy(cut, indicator, result.set, reported, result.actual)) {
    result.met = earned->numerator >= earned->denominator;
    result.score = ScoreOf(cut.policy, result.set.weight, earned->numerator, earned->denominator);
  }
  result.reason_needed = ReasonNeeded(cut, result);
  result.reason = ExplainedReason(cut, result.set.indicator);
  return result;
}

const IndicatorState* FindIndicator(const Cut& cut, const std::string& code) {
  const auto found = cut.ledger.indicators.find(code);
  if (found == cut.ledger.indicators.end() || found->second.set_on > cut.as_of) return nullptr;
  return &found->second;
}

std::vector<const IndicatorState*> IndicatorsOf(const Cut& cut, const std::string& project) {
  std::vector<const IndicatorState*> indicators;
  for (const auto& [code, indicator] : cut.ledger.indicators) {
    if (indicator.set_on <= cut.as_of && indicator.set.project == project) {
      indicators.push_back(&indicator);
    }
  }
  std::stable_sort(indicators.begin(), indicators.end(),
                   [](const auto* a, const auto* b) { return a->set.order < b->set.order; });
  return indicators;
}

namespace {

Selector OfProject(const std::string& project) {
  Selector selector;
  selector.project = project;
  return selector;
}

}  // namespace

std::optional<Points> ExecutionScore(const Cut& cut, const std::string& project) {
  const int64_t paid = Money(cut, "paid", OfProject(project)).count();
  const int64_t budget = Money(cut, "full_year_budget", OfProject(project)).count();
  if (budget <= 0) return std::nullopt;
  return ScoreOf(cut.policy, cut.policy.execution_points, std::max<int64_t>(paid, 0), budget);
}

bool ExecutionReasonNeeded(const Cut& cut, const std::string& project) {
  const Wide paid = Money(cut, "paid", OfProject(project)).count();
  const Wide budget = Money(cut, "full_year_budget", OfProject(project)).count();
  return budget > 0 && paid * 100 < budget * cut.policy.execution_reason_below_percent;
}

Points IndicatorsScore(const Cut& cut, const std::string& project) {
  Points sum;
  for (const IndicatorState* indicator : IndicatorsOf(cut, project)) {
    sum.hundredths += ScoreIndicator(cut, *indicator).score.value_or(Points{}).hundredths;
  }
  return sum;
}

Points TotalWeight(const Cut& cut, const std::string& project) {
  Points sum{cut.policy.execution_points};
  for (const IndicatorState* indicator : IndicatorsOf(cut, project)) {
    sum.hundredths += indicator->TargetAt(cut.as_of).weight;
  }
  return sum;
}

Points TotalScore(const Cut& cut, const std::string& project) {
  return {ExecutionScore(cut, project).value_or(Points{}).hundredths +
          IndicatorsScore(cut, project).hundredths};
}

const core::Grade* GradeOf(const Cut& cut, const std::string& project) {
  const Points total = TotalScore(cut, project);
  const core::Grade* best = nullptr;
  for (const core::Grade& grade : cut.policy.grades) {
    const bool reached = total.hundredths >= static_cast<int64_t>(grade.from_points) * 100;
    if (reached && (best == nullptr || grade.from_points > best->from_points)) best = &grade;
  }
  return best;
}

}  // namespace outturn::figures
