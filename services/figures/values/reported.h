// What a unit reported of the year's end and of deviations, in force on the day of a cut.
#pragma once

#include <string>

#include "services/figures/catalogue.h"

namespace outturn::figures {

// Of money: the forecast recorded under "paid" with this selector, however its name was written.
// nullptr when none was.
[[nodiscard]] const core::DayKeyed<core::ForecastReported>::Entry* MoneyForecast(
    const Cut& cut, const Selector& selector);
[[nodiscard]] const core::DayKeyed<core::ForecastReported>::Entry* IndicatorForecast(
    const Cut& cut, const std::string& indicator);
// The last explanation of an indicator's deviation; nullptr when there is none.
[[nodiscard]] const core::DayKeyed<core::DeviationExplained>::Entry* DeviationOf(
    const Cut& cut, const std::string& indicator);
// The last explanation of the execution rate with this selector, however its name was written.
[[nodiscard]] const core::DayKeyed<core::DeviationExplained>::Entry* ExecutionDeviation(
    const Cut& cut, const Selector& selector);

}  // namespace outturn::figures
