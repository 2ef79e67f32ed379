// How figures of mid-year monitoring come about: forecasts and what was reported with them.
#include "services/figures/definitions.h"
#include "services/figures/explain/explainer.h"
#include "services/figures/monitoring/monitoring.h"

namespace outturn::figures {
namespace {

using ForecastEntry = core::DayKeyed<core::ForecastReported>::Entry;

// ---- as the unit reported them

void RestOnForecast(Explainer& explainer, Step& step, const Cut& cut, const ForecastEntry* entry,
                    std::optional<int64_t> adds = std::nullopt) {
  if (entry == nullptr) return;
  explainer.RestOn(step, cut, FromRecords{{{entry->position, adds}}}, adds);
}

void Reported(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const auto* fen = std::get_if<core::Fen>(&step.value);
  RestOnForecast(explainer, step, cut, MoneyForecast(cut, figure.selector),
                 fen == nullptr ? std::nullopt : std::optional(fen->count()));
}
void WithReported(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RestOnForecast(explainer, step, cut, MoneyForecast(cut, figure.selector));
}

void IndicatorReported(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const auto* number = std::get_if<Quantity>(&step.value);
  RestOnForecast(explainer, step, cut, IndicatorForecast(cut, figure.code),
                 number == nullptr ? std::nullopt : std::optional(number->number.millionths()));
}
void WithIndicatorReported(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RestOnForecast(explainer, step, cut, IndicatorForecast(cut, figure.code));
}

void RestOnDeviation(Explainer& explainer, Step& step, const Cut& cut,
                     const core::DayKeyed<core::DeviationExplained>::Entry* entry) {
  if (entry == nullptr) return;
  explainer.RestOn(step, cut, FromRecords{{{entry->position, std::nullopt}}});
}
void ExecutionExplained(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RestOnDeviation(explainer, step, cut, ExecutionDeviation(cut, figure.selector));
}
void IndicatorExplained(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RestOnDeviation(explainer, step, cut, DeviationOf(cut, figure.code));
}

// ---- computed

std::string Equals(const Explainer& explainer, const Step& step) {
  return " = " + explainer.Shown(step.value);
}

// now × 12 ÷ 7
void ByPaceOf(const Explainer& explainer, Step& step, const Cut& cut, Step now) {
  step.formula = explainer.Named(now) + " × 12 ÷ " + std::to_string(MonthsElapsed(cut)) +
                 Equals(explainer, step);
  step.parts.push_back(std::move(now));
}

// now × last year's end ÷ last year by the same day
void ByLastYearOf(const Explainer& explainer, Step& step, Step now, Step end, Step then) {
  step.formula = explainer.Named(now) + " × " + end.ledger + " " + explainer.Named(end) + " ÷ " +
                 then.ledger + " " + explainer.Named(then) + Equals(explainer, step);
  step.parts.push_back(std::move(now));
  step.parts.push_back(std::move(end));
  step.parts.push_back(std::move(then));
}

void ByPace(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  ByPaceOf(explainer, step, cut, explainer.Of(cut, "paid", figure.selector));
}

void ByLastYear(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Step now = explainer.Of(cut, "paid", figure.selector);
  const auto last = LastYearOf(cut);
  if (!last) {
    step.parts.push_back(std::move(now));
    return;
  }
  Step end = explainer.Of(last->end, "paid", figure.selector);
  ByLastYearOf(explainer, step, std::move(now), std::move(end),
               explainer.Of(last->then, "paid", figure.selector));
}

void Computed(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const bool by_last_year = HasValue(ForecastByLastYear(cut, figure.selector));
  step.parts.push_back(explainer.Of(
      cut, by_last_year ? "forecast_by_last_year" : "forecast_by_pace", figure.selector));
  step.formula = by_last_year ? explainer.Say("有上年账套：", "there is a ledger of last year: ")
                              : explainer.Say("上年账套没有可比的执行数：",
                                              "no ledger of last year to go by: ");
  step.formula += explainer.Named(step.parts[0]);
}

// A forecast ÷ the full-year budget.
void RateOf(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure,
            const char* forecast) {
  step.parts.push_back(explainer.Of(cut, forecast, figure.selector));
  step.parts.push_back(explainer.Of(cut, "full_year_budget", figure.selector));
  step.formula = explainer.Named(step.parts[0]) + " ÷ " + explainer.Named(step.parts[1]) +
                 Equals(explainer, step);
}
void ReportedRate(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RateOf(explainer, step, cut, figure, "forecast_reported");
}
void ComputedRate(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  RateOf(explainer, step, cut, figure, "forecast_computed");
}

void IndicatorAhead(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "indicator_completion", figure.code));
  step.parts.push_back(explainer.Of(cut, "time_progress", Selector()));
  step.formula = explainer.Named(step.parts[0]) + " − " + explainer.Named(step.parts[1]) +
                 Equals(explainer, step);
  if (HasValue(step.value)) step.formula += explainer.Say(" 个百分点", " points");
}

void IndicatorComputed(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Step now = explainer.Of(cut, "indicator_actual", figure.code);
  const core::IndicatorState* indicator = FindIndicator(cut, figure.code);
  if (indicator == nullptr || !HasValue(step.value)) {
    step.parts.push_back(std::move(now));
    return;
  }
  if (!GrowsWithTime(ScoreIndicator(cut, *indicator).set)) {
    step.formula =
        explainer.Say("不随时间累计，取现值：", "does not grow with time, as it stands: ") +
        explainer.Named(now);
    step.parts.push_back(std::move(now));
    return;
  }
  if (const auto last = LastYearOf(cut)) {
    Step end = explainer.Of(last->end, "indicator_actual", figure.code);
    Step then = explainer.Of(last->then, "indicator_actual", figure.code);
    const auto* by_then = std::get_if<Quantity>(&then.value);
    if (HasValue(end.value) && by_then != nullptr && by_then->number.millionths() > 0) {
      return ByLastYearOf(explainer, step, std::move(now), std::move(end), std::move(then));
    }
  }
  ByPaceOf(explainer, step, cut, std::move(now));
}

}  // namespace

Explainings MonitoringExplainings() {
  return {
      {"execution_cause", ExecutionExplained},
      {"execution_reason", ExecutionExplained},
      {"forecast_by_last_year", ByLastYear},
      {"forecast_by_pace", ByPace},
      {"forecast_computed", Computed},
      {"forecast_computed_rate", ComputedRate},
      {"forecast_likelihood", WithReported},
      {"forecast_remark", WithReported},
      {"forecast_reported", Reported},
      {"forecast_reported_rate", ReportedRate},
      {"indicator_ahead_of_time", IndicatorAhead},
      {"indicator_cause", IndicatorExplained},
      {"indicator_forecast", IndicatorReported},
      {"indicator_forecast_computed", IndicatorComputed},
      {"indicator_forecast_remark", WithIndicatorReported},
      {"indicator_likelihood", WithIndicatorReported},
      {"indicator_reason", IndicatorExplained},
  };
}

}  // namespace outturn::figures
