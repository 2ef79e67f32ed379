// Warnings of indicators.
#include <optional>

#include "services/figures/definitions.h"
#include "services/figures/monitoring/monitoring.h"
#include "services/figures/monitoring/warning_tests.h"
#include "services/figures/public/classified.h"

namespace outturn::figures {
namespace {

using core::Decimal;
using core::IndicatorKind;
using core::IndicatorState;
using core::WarningTest;

// The last entry not after the day of the cut.
template <typename T>
const typename core::DayKeyed<T>::Entry* LastOf(const Cut& cut, const core::DayKeyed<T>& history) {
  return history.EntryAt(cut.as_of);
}

RaisedWarning Raise(const Asking& asking, const IndicatorState& indicator,
                    const std::vector<std::string_view>& measures, Words words) {
  const core::IndicatorSet& set = indicator.set;
  RaisedWarning warning;
  warning.rule = &asking.rule;
  warning.subject = "indicator=" + Quoted(set.indicator);
  warning.name = {set.level3, set.level3};
  warning.words = std::move(words);
  warning.classified = IsClassifiedProject(asking.cut, set.project);
  for (const std::string_view measure : measures) {
    warning.numbers.push_back(Number(asking.cut, measure, set.indicator));
  }
  if (const auto* result = LastOf(asking.cut, indicator.results)) {
    warning.events.push_back(result->position);
  }
  return warning;
}

// Whole months from one day's month to the other's, in one year.
int MonthsBetween(core::Day from, core::Day to) {
  return static_cast<int>(to.month()) - static_cast<int>(from.month());
}

// Silence is told again after as long as the rule waits, or three months.
RaisedWarning::Extent Silence(const Asking& asking, int months, std::string since) {
  constexpr int kMonths = 3;
  return {.cause = std::move(since),
          .amount = months,
          .step = asking.rule.months > 0 ? asking.rule.months : kMonths};
}

std::optional<RaisedWarning> NotReported(const Asking& asking, const IndicatorState& indicator) {
  const Cut& cut = asking.cut;
  const core::IndicatorSet set = indicator.TargetAt(cut.as_of);
  if (!set.derived_from.empty()) return std::nullopt;
  // What is to be done by a day is reported when it is done.
  if (set.kind == IndicatorKind::kTimeliness && set.due && cut.as_of <= *set.due) {
    return std::nullopt;
  }
  const auto* last = LastOf(cut, indicator.results);
  if (last == nullptr) {
    const int months = MonthsBetween(indicator.set_on, cut.as_of);
    if (asking.rule.months > 0 && months < asking.rule.months) return std::nullopt;
    RaisedWarning warning =
        Raise(asking, indicator, {"indicator_target"},
              {"自 " + indicator.set_on.ToString() + " 设定以来未上报完成情况",
               "nothing was reported since it was set on " + indicator.set_on.ToString()});
    warning.extent = Silence(asking, months, "");
    return warning;
  }
  const int months = MonthsBetween(last->day, cut.as_of);
  if (asking.rule.months == 0 || months < asking.rule.months) return std::nullopt;
  RaisedWarning warning = Raise(asking, indicator, {"indicator_target", "indicator_actual"},
                                {"最近一次上报在 " + last->day.ToString() + "，已满 " +
                                     std::to_string(asking.rule.months) + " 个月未更新",
                                 "last reported on " + last->day.ToString() + ": nothing new for " +
                                     std::to_string(asking.rule.months) + " months"});
  warning.extent = Silence(asking, months, std::to_string(last->position));
  return warning;
}

std::optional<RaisedWarning> BehindTime(const Asking& asking, const IndicatorState& indicator) {
  const Cut& cut = asking.cut;
  const IndicatorResult result = ScoreIndicator(cut, indicator);
  if (result.set.kind != IndicatorKind::kAtLeast) return std::nullopt;
  const Value ahead = IndicatorAheadOfTime(cut, result);
  const auto* gap = std::get_if<RateGap>(&ahead);
  if (gap == nullptr) return std::nullopt;
  const Wide behind = -static_cast<Wide>(gap->gap.numerator);
  if (behind <= 0 ||
      behind * 10'000 < static_cast<Wide>(gap->gap.denominator) * asking.rule.threshold) {
    return std::nullopt;
  }
  const std::string done = Print(result.completion);
  const std::string time = Print(Ratio{MonthsElapsed(cut), 12});
  const std::string points = Print(ahead);
  RaisedWarning warning =
      Raise(asking, indicator,
            {"indicator_target", "indicator_actual", "indicator_completion",
             "indicator_ahead_of_time", "indicator_forecast_computed"},
            {"目标 " + Print(result.target) + "，完成 " + Print(result.actual) + "（" + done +
                 "），序时进度 " + time + "，相差 " + points + " 个百分点",
             "target " + Print(result.target) + ", done " + Print(result.actual) + " (" + done +
                 "), time progress " + time + ": " + points + " points"});
  warning.extent = {.cause = "",
                    .amount = behind * 10'000 / static_cast<Wide>(gap->gap.denominator),
                    .step = kPointsToGrow};
  return warning;
}

bool Misses(const core::IndicatorSet& set, const Decimal& expected) {
  switch (set.kind) {
    case IndicatorKind::kAtLeast:
      return expected < set.target;
    case IndicatorKind::kAtMost:
      return expected > set.target;
    case IndicatorKind::kEqual:
      return expected != set.target;
    case IndicatorKind::kQualitative:
    case IndicatorKind::kTimeliness:
      return false;
  }
  return false;
}

bool Misses(const core::IndicatorSet& set, const core::ForecastReported& forecast) {
  if (forecast.likelihood == core::Likelihood::kImpossible) return true;
  return forecast.value && Misses(set, *forecast.value);
}

// How far off the unit expects to be, in millionths; what was possible and no longer is, is another
// matter.
RaisedWarning::Extent Shortfall(const core::IndicatorSet& set,
                                const core::ForecastReported& forecast) {
  const bool impossible = forecast.likelihood == core::Likelihood::kImpossible;
  Wide off = 0;
  if (forecast.value) off = Wide{set.target.millionths()} - forecast.value->millionths();
  return {.cause = impossible ? "impossible" : "", .amount = off < 0 ? -off : off, .step = 1};
}

// Whatever was expected: the number is there. Below "≤" and at "=" nothing is certain before the
// year's end.
bool IsReached(const Cut& cut, const IndicatorState& indicator) {
  const IndicatorResult result = ScoreIndicator(cut, indicator);
  const auto* actual = std::get_if<Quantity>(&result.actual);
  return result.set.kind == IndicatorKind::kAtLeast && actual != nullptr &&
         actual->number >= result.set.target;
}

// The unit has told nothing: what last year's course comes to. This year's pace alone, or a rate as
// it stands, is no evidence before the year's end, and TARGET_BEHIND_TIME's to tell; at "=" what is
// not complete yet is no miss.
std::optional<RaisedWarning> UnlikelyByCourse(const Asking& asking,
                                              const IndicatorState& indicator) {
  const Cut& cut = asking.cut;
  const IndicatorResult result = ScoreIndicator(cut, indicator);
  const core::IndicatorSet& set = result.set;
  if (set.kind == IndicatorKind::kEqual || !GrowsWithTime(set)) return std::nullopt;
  if (!LastYearOf(cut)) return std::nullopt;
  const Value computed = IndicatorForecastComputed(cut, result);
  const auto* expected = std::get_if<Quantity>(&computed);
  if (expected == nullptr || !Misses(set, expected->number)) return std::nullopt;
  RaisedWarning warning = Raise(
      asking, indicator, {"indicator_target", "indicator_actual", "indicator_forecast_computed"},
      {"单位未上报预计，推算全年 " + Print(computed) + "，目标 " + Print(result.target),
       "the unit reported no forecast; computed " + Print(computed) + ", the target is " +
           Print(result.target)});
  // What is computed moves with every result: told again once it is a twentieth of the target
  // worse.
  const Wide off = Wide{set.target.millionths()} - expected->number.millionths();
  const Wide twentieth = Wide{set.target.millionths()} / 20;
  warning.extent = {
      .cause = "computed", .amount = off < 0 ? -off : off, .step = twentieth > 0 ? twentieth : 1};
  return warning;
}

std::optional<RaisedWarning> Unlikely(const Asking& asking, const IndicatorState& indicator) {
  const Cut& cut = asking.cut;
  const core::IndicatorSet set = indicator.TargetAt(cut.as_of);
  const auto* forecast = IndicatorForecast(cut, set.indicator);
  if (forecast == nullptr) {
    return IsReached(cut, indicator) ? std::nullopt : UnlikelyByCourse(asking, indicator);
  }
  if (!Misses(set, forecast->value)) return std::nullopt;
  if (IsReached(cut, indicator)) return std::nullopt;
  const auto expected = Number(cut, "indicator_forecast", set.indicator).second;
  const auto target = Number(cut, "indicator_target", set.indicator).second;
  const Words& likelihood = Name(forecast->value.likelihood);
  Words words{"单位预计全年 " + Print(expected) + "，目标 " + Print(target),
              "the unit expects " + Print(expected) + ", the target is " + Print(target)};
  if (!likelihood.empty()) {
    words.zh += "；完成可能性：" + likelihood.zh;
    words.en += "; likelihood: " + likelihood.en;
  }
  RaisedWarning warning =
      Raise(asking, indicator,
            {"indicator_target", "indicator_actual", "indicator_forecast", "indicator_likelihood"},
            std::move(words));
  warning.events.push_back(forecast->position);
  warning.extent = Shortfall(set, forecast->value);
  return warning;
}

std::optional<RaisedWarning> AskIndicator(const Asking& asking, const IndicatorState& indicator) {
  if (asking.rule.test == WarningTest::kIndicatorNotReported) return NotReported(asking, indicator);
  if (asking.rule.test == WarningTest::kTargetBehindTime) return BehindTime(asking, indicator);
  return Unlikely(asking, indicator);
}

}  // namespace

RaisedWarnings IndicatorWarnings(const Asking& asking) {
  RaisedWarnings warnings;
  for (const auto& [code, indicator] : asking.cut.ledger.indicators) {
    if (indicator.set_on > asking.cut.as_of) continue;
    if (auto warning = AskIndicator(asking, indicator)) warnings.push_back(*std::move(warning));
  }
  return warnings;
}

}  // namespace outturn::figures
