#include "services/figures/values/reported.h"

#include <string_view>

#include "services/figures/name.h"

namespace outturn::figures {
namespace {

using Forecasts = core::DayKeyed<core::ForecastReported>;
using Deviations = core::DayKeyed<core::DeviationExplained>;

constexpr std::string_view kPaid = "paid";
constexpr std::string_view kExecutionRate = "execution_rate";

}  // namespace

const Forecasts::Entry* MoneyForecast(const Cut& cut, const Selector& selector) {
  const std::string wanted = PutTogether(kPaid, selector.Arguments());
  const auto exact = cut.ledger.forecasts.find({"", wanted});
  if (exact != cut.ledger.forecasts.end()) return exact->second.EntryAt(cut.as_of);
  for (const auto& [key, history] : cut.ledger.forecasts) {
    if (!key.first.empty()) continue;
    const Fallible<Figure> figure = ParseFigure(key.second);
    if (figure && figure->Name() == wanted) return history.EntryAt(cut.as_of);
  }
  return nullptr;
}

const Forecasts::Entry* IndicatorForecast(const Cut& cut, const std::string& indicator) {
  const auto found = cut.ledger.forecasts.find({indicator, ""});
  return found == cut.ledger.forecasts.end() ? nullptr : found->second.EntryAt(cut.as_of);
}

const Deviations::Entry* DeviationOf(const Cut& cut, const std::string& indicator) {
  const auto found = cut.ledger.deviations.find({indicator, ""});
  return found == cut.ledger.deviations.end() ? nullptr : found->second.EntryAt(cut.as_of);
}

const Deviations::Entry* ExecutionDeviation(const Cut& cut, const Selector& selector) {
  const std::string wanted = PutTogether(kExecutionRate, selector.Arguments());
  const Deviations::Entry* last = nullptr;
  for (const auto& [key, history] : cut.ledger.deviations) {
    const auto& [indicator, named] = key;
    if (!indicator.empty()) continue;
    const auto figure = ParseFigure(named.empty() ? std::string(kExecutionRate) : named);
    if (!figure || figure->Name() != wanted) continue;
    const Deviations::Entry* entry = history.EntryAt(cut.as_of);
    if (entry == nullptr) continue;
    const auto when = [](const Deviations::Entry& one) { return std::pair(one.day, one.position); };
    if (last == nullptr || when(*last) < when(*entry)) last = entry;
  }
  return last;
}

}  // namespace outturn::figures
