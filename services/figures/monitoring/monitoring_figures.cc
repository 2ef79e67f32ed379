// Figures of mid-year monitoring: forecasts, likelihood, causes of deviation.
#include "services/figures/definitions.h"
#include "services/figures/monitoring/monitoring.h"

namespace outturn::figures {
namespace {

Value TextOr(const Words& words) {
  if (words.empty()) return NoValue{Absence::kNotRecorded};
  return Text{words.zh, words.en};
}
Value TextOr(const std::string& text) { return TextOr(Words{text, text}); }

// ---- money

Value Reported(const Cut& cut, const Figure& figure) {
  const auto* forecast = MoneyForecast(cut, figure.selector);
  if (forecast == nullptr) return NoValue{Absence::kNotReported};
  return forecast->value.amount;
}
Value ByPace(const Cut& cut, const Figure& figure) { return ForecastByPace(cut, figure.selector); }
Value ByLastYear(const Cut& cut, const Figure& figure) {
  return ForecastByLastYear(cut, figure.selector);
}
Value Computed(const Cut& cut, const Figure& figure) {
  return ForecastComputed(cut, figure.selector);
}

Value OfBudget(const Cut& cut, const Figure& figure, const Value& amount) {
  const auto* fen = std::get_if<core::Fen>(&amount);
  if (fen == nullptr) return amount;
  return RatioOf(fen->count(), Money(cut, "full_year_budget", figure.selector).count());
}
Value ReportedRate(const Cut& cut, const Figure& figure) {
  return OfBudget(cut, figure, Reported(cut, figure));
}
Value ComputedRate(const Cut& cut, const Figure& figure) {
  return OfBudget(cut, figure, Computed(cut, figure));
}

Value MoneyLikelihood(const Cut& cut, const Figure& figure) {
  const auto* forecast = MoneyForecast(cut, figure.selector);
  if (forecast == nullptr) return NoValue{Absence::kNotReported};
  return TextOr(Name(forecast->value.likelihood));
}
Value MoneyRemark(const Cut& cut, const Figure& figure) {
  const auto* forecast = MoneyForecast(cut, figure.selector);
  if (forecast == nullptr) return NoValue{Absence::kNotReported};
  return TextOr(forecast->value.remark);
}
Value ExecutionCause(const Cut& cut, const Figure& figure) {
  const auto* explained = ExecutionDeviation(cut, figure.selector);
  return explained == nullptr ? NoValue{} : TextOr(Name(explained->value.cause));
}

// ---- indicators

template <Value (*kTake)(const Cut&, const IndicatorResult&)>
Value OfResult(const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = FindIndicator(cut, figure.code);
  if (indicator == nullptr) return NoValue{Absence::kNotInLedger};
  return kTake(cut, ScoreIndicator(cut, *indicator));
}

template <Value (*kTake)(const core::IndicatorSet&, const core::ForecastReported&)>
Value OfForecast(const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = FindIndicator(cut, figure.code);
  if (indicator == nullptr) return NoValue{Absence::kNotInLedger};
  const auto* forecast = IndicatorForecast(cut, figure.code);
  if (forecast == nullptr) return NoValue{Absence::kNotReported};
  return kTake(indicator->TargetAt(cut.as_of), forecast->value);
}

Value Expected(const core::IndicatorSet& set, const core::ForecastReported& forecast) {
  if (!forecast.value) return TextOr(forecast.text);
  const std::string& target = set.target_text;
  const std::string unit = target.empty() || target.ends_with(set.unit) ? set.unit : "";
  return Quantity{*forecast.value, unit, forecast.text};
}
Value Likelihood(const core::IndicatorSet&, const core::ForecastReported& forecast) {
  return TextOr(Name(forecast.likelihood));
}
Value Remark(const core::IndicatorSet&, const core::ForecastReported& forecast) {
  return TextOr(forecast.remark);
}
Value Cause(const Cut& cut, const Figure& figure) {
  if (FindIndicator(cut, figure.code) == nullptr) return NoValue{Absence::kNotInLedger};
  const auto* explained = DeviationOf(cut, figure.code);
  return explained == nullptr ? NoValue{} : TextOr(Name(explained->value.cause));
}

std::vector<Definition> MoneyForecasts() {
  constexpr Takes kSelector = Takes::kSelector;
  return {
      Derived("forecast_reported", "全年预计执行数", "expected by the unit",
              "单位上报的全年预计执行数，取截止日最近一次上报",
              "what the unit reported it expects to have paid by the year's end, as last reported",
              "fen", "", kSelector, Reported),
      Derived("forecast_by_pace", "按本年进度推算的全年数", "by this year's pace",
              "执行数 × 12 ÷ 截止日所在月份，舍入到分；推算数，非单位上报",
              "paid × 12 ÷ month of the cut, to the fen; computed, not reported", "fen", "",
              kSelector, ByPace),
      Derived("forecast_by_last_year", "按上年进度推算的全年数", "by last year's course",
              "执行数 × 上年全年执行数 ÷ 上年同日累计执行数，舍入到分；账簿须有上年账套",
              "paid × paid by last year's end ÷ paid by the same day of last year, to the fen; "
              "where the book has last year's ledger",
              "fen", "", kSelector, ByLastYear),
      Derived("forecast_computed", "推算的全年执行数", "computed for the year's end",
              "有上年账套按上年进度推算，否则按本年进度推算",
              "by last year's course where there is one, else by this year's pace", "fen", "",
              kSelector, Computed),
      Derived("forecast_reported_rate", "预计执行率（单位上报）", "expected rate, reported",
              "单位预计全年执行数 ÷ 全年预算数", "expected by the unit ÷ full-year budget", "ratio",
              "", kSelector, ReportedRate),
      Derived("forecast_computed_rate", "预计执行率（推算）", "expected rate, computed",
              "推算的全年执行数 ÷ 全年预算数", "computed for the year's end ÷ full-year budget",
              "ratio", "", kSelector, ComputedRate),
      Derived("forecast_likelihood", "完成预算可能性", "likelihood of spending the budget",
              "单位上报的可能性：确定能、有可能、完全不可能",
              "as the unit reported it: certain, possible, impossible", "text", "", kSelector,
              MoneyLikelihood),
      Derived("forecast_remark", "预计备注", "remark on the forecast", "单位上报预计时的备注",
              "as the unit reported it", "text", "", kSelector, MoneyRemark),
      Derived(
          "execution_cause", "预算执行偏差原因类别", "class of cause of the execution rate",
          "经费保障、制度保障、人员保障、硬件条件保障、其他，取最近一次登记；不取所属整体的原因",
          "funding, institution, staff, hardware, other; as last explained of just this", "text",
          "", kSelector, ExecutionCause),
  };
}

}  // namespace

std::vector<Definition> MonitoringDefinitions() {
  constexpr Takes kCode = Takes::kIndicator;
  std::vector<Definition> definitions = MoneyForecasts();
  const std::vector<Definition> indicators = {
      Derived("indicator_ahead_of_time", "指标超（短）序时", "indicator ahead of time",
              "完成率 − 序时进度，百分点；仅用于逐月累计的数量，比率、定性、时效指标没有",
              "completion − time progress, in percentage points; only of numbers that grow through "
              "the year, not of rates, qualities and days",
              "rate_gap", "F14", kCode, OfResult<IndicatorAheadOfTime>),
      Derived("indicator_forecast", "全年预计完成情况", "expected by the unit",
              "单位上报的全年预计完成值", "as the unit last reported it", "number", "", kCode,
              OfForecast<Expected>),
      Derived(
          "indicator_forecast_computed", "推算的全年完成值", "computed for the year's end",
          "数量：有上年同一指标按上年进度推算，否则完成值 × 12 ÷ 月份；比率：现值；推算数，非上报",
          "numbers: by last year's course where it had the indicator, else × 12 ÷ month; rates: as "
          "they stand; computed, not reported",
          "number", "", kCode, OfResult<IndicatorForecastComputed>),
      Derived("indicator_likelihood", "完成目标可能性", "likelihood of reaching the target",
              "单位上报的可能性：确定能、有可能、完全不可能",
              "as the unit reported it: certain, possible, impossible", "text", "", kCode,
              OfForecast<Likelihood>),
      Derived("indicator_forecast_remark", "预计备注", "remark on the forecast",
              "单位上报预计时的备注", "as the unit reported it", "text", "", kCode,
              OfForecast<Remark>),
      Derived("indicator_cause", "偏差原因类别", "class of cause of deviation",
              "经费保障、制度保障、人员保障、硬件条件保障、其他，取最近一次登记",
              "funding, institution, staff, hardware, other; as last explained", "text", "", kCode,
              Cause),
  };
  definitions.insert(definitions.end(), indicators.begin(), indicators.end());
  return definitions;
}

}  // namespace outturn::figures
