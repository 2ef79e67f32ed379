// Forecasts for the year's end: what the course so far comes to. What the unit reported is in
// values/reported.h.
#pragma once

#include <optional>
#include <string>

#include "services/figures/catalogue.h"
#include "services/figures/values/reported.h"
#include "services/figures/values/scoring.h"

namespace outturn::figures {

// Last year's ledger as it stood on the same day, and at its end. nullopt where the book has none.
struct LastYear {
  Cut then;
  Cut end;
};
[[nodiscard]] std::optional<LastYear> LastYearOf(const Cut& cut);

// Paid so far × 12 ÷ months. NoValue before the year begins.
[[nodiscard]] Value ForecastByPace(const Cut& cut, const Selector& selector);
// Paid so far × what last year paid by its end ÷ what it had paid by the same day. NoValue where
// the book has no ledger of last year, or that had paid nothing yet.
[[nodiscard]] Value ForecastByLastYear(const Cut& cut, const Selector& selector);
// The second where there is one, else the first.
[[nodiscard]] Value ForecastComputed(const Cut& cut, const Selector& selector);

// Whether an indicator's result grows through the year, so that its completion can be held against
// time progress: a number to be reached, and no rate; or money spent.
[[nodiscard]] bool GrowsWithTime(const core::IndicatorSet& set);
// Completion − time progress; NoValue where that has no meaning or nothing was reported.
[[nodiscard]] Value IndicatorAheadOfTime(const Cut& cut, const IndicatorResult& result);
// As ForecastComputed of an indicator that grows with time; a rate is expected to stay as it is.
[[nodiscard]] Value IndicatorForecastComputed(const Cut& cut, const IndicatorResult& result);

[[nodiscard]] const Words& Name(core::Likelihood likelihood);
[[nodiscard]] const Words& Name(core::DeviationCause cause);

}  // namespace outturn::figures
