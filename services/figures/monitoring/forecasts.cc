#include <array>
#include <utility>

#include "services/figures/definitions.h"
#include "services/figures/monitoring/monitoring.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

using core::Decimal;
using core::Fen;
using core::ForecastReported;
using core::IndicatorKind;

constexpr std::string_view kPaid = "paid";

// `number` × `times` ÷ `by`, to the nearest whole; NoValue outside int64.
std::optional<int64_t> Scaled(int64_t number, int64_t times, int64_t by) {
  if (by <= 0) return std::nullopt;
  const Wide scaled = RoundHalfUp(static_cast<Wide>(number) * times, by);
  const auto narrow = static_cast<int64_t>(scaled);
  if (narrow != scaled) return std::nullopt;
  return narrow;
}

Value MoneyScaled(int64_t number, int64_t times, int64_t by) {
  const auto scaled = Scaled(number, times, by);
  if (!scaled) return NoValue{Absence::kTooLarge};
  return Fen(*scaled);
}

// The day of last year with the same month and day; of 29 February the 28th.
core::Day SameDayLastYear(core::Day day) {
  const auto same = core::Day::Of(day.year() - 1, day.month(), day.day_of_month());
  return same ? *same : *core::Day::Of(day.year() - 1, day.month(), day.day_of_month() - 1);
}

bool IsRate(const std::string& unit) {
  return unit.ends_with("%") || unit.ends_with("％") || unit.ends_with("‰") ||
         unit.ends_with("百分点");
}

// What an indicator of last year's ledger had come to, in millionths.
std::optional<int64_t> ResultLastYear(const Cut& then, const std::string& indicator) {
  const core::IndicatorState* state = FindIndicator(then, indicator);
  if (state == nullptr) return std::nullopt;
  const IndicatorResult result = ScoreIndicator(then, *state);
  const auto* quantity = std::get_if<Quantity>(&result.actual);
  if (quantity == nullptr) return std::nullopt;
  return quantity->number.millionths();
}

std::optional<int64_t> GrownByLastYear(const Cut& cut, const IndicatorResult& result,
                                       int64_t so_far) {
  const auto last = LastYearOf(cut);
  if (!last) return std::nullopt;
  const auto then = ResultLastYear(last->then, result.set.indicator);
  const auto end = ResultLastYear(last->end, result.set.indicator);
  if (!then || !end || *then <= 0) return std::nullopt;
  return Scaled(so_far, *end, *then);
}

}  // namespace

std::optional<LastYear> LastYearOf(const Cut& cut) {
  const int year = cut.ledger.id.year - 1;
  const core::LedgerState* ledger = cut.book.FindLedger({cut.ledger.id.unit, year});
  if (ledger == nullptr) return std::nullopt;
  return LastYear{{cut.book, *ledger, cut.policy, SameDayLastYear(cut.as_of)},
                  {cut.book, *ledger, cut.policy, core::Day::LastOf(year)}};
}

Value ForecastByPace(const Cut& cut, const Selector& selector) {
  const int months = MonthsElapsed(cut);
  if (months == 0) return NoValue{Absence::kNotApplicable};
  return MoneyScaled(Money(cut, kPaid, selector).count(), 12, months);
}

Value ForecastByLastYear(const Cut& cut, const Selector& selector) {
  const auto last = LastYearOf(cut);
  if (!last) return NoValue{Absence::kNoPriorYear};
  const Fen by_then = Money(last->then, kPaid, selector);
  if (by_then <= Fen()) return NoValue{Absence::kDenominatorZero};
  return MoneyScaled(Money(cut, kPaid, selector).count(), Money(last->end, kPaid, selector).count(),
                     by_then.count());
}

Value ForecastComputed(const Cut& cut, const Selector& selector) {
  Value by_last_year = ForecastByLastYear(cut, selector);
  return HasValue(by_last_year) ? by_last_year : ForecastByPace(cut, selector);
}

bool GrowsWithTime(const core::IndicatorSet& set) {
  if (set.kind == IndicatorKind::kAtLeast) return !IsRate(set.unit);
  return set.kind == IndicatorKind::kAtMost && !set.derived_from.empty();
}

Value IndicatorAheadOfTime(const Cut& cut, const IndicatorResult& result) {
  if (!GrowsWithTime(result.set)) return NoValue{Absence::kNotApplicable};
  const auto* done = std::get_if<Ratio>(&result.completion);
  if (done == nullptr) return result.completion;
  const Wide gap = static_cast<Wide>(done->numerator) * 12 -
                   static_cast<Wide>(done->denominator) * MonthsElapsed(cut);
  const Wide whole = static_cast<Wide>(done->denominator) * 12;
  if (static_cast<int64_t>(gap) != gap || static_cast<int64_t>(whole) != whole) {
    return NoValue{Absence::kTooLarge};
  }
  const Value ratio = RatioOf(static_cast<int64_t>(gap), static_cast<int64_t>(whole));
  if (const auto* parts = std::get_if<Ratio>(&ratio)) return RateGap{*parts};
  return ratio;
}

Value IndicatorForecastComputed(const Cut& cut, const IndicatorResult& result) {
  if (!core::IsQuantitative(result.set.kind)) return NoValue{Absence::kNotApplicable};
  const auto* actual = std::get_if<Quantity>(&result.actual);
  if (actual == nullptr) return result.actual;
  if (!GrowsWithTime(result.set)) return *actual;
  const int64_t so_far = actual->number.millionths();
  auto grown = GrownByLastYear(cut, result, so_far);
  if (!grown) grown = Scaled(so_far, 12, MonthsElapsed(cut));
  if (!grown) return NoValue{Absence::kNotApplicable};
  // A guess needs no six decimals; derived from money it is a fen exactly, and prints as money
  // does.
  constexpr int64_t kHundredth = Decimal::kScale / 100;
  if (result.set.derived_from.empty()) {
    grown = static_cast<int64_t>(RoundHalfUp(*grown, kHundredth)) * kHundredth;
  }
  const Decimal number = Decimal::OfMillionths(*grown);
  const std::string text =
      result.set.derived_from.empty() ? "" : core::FormatWanYuan(Fen(*grown)) + actual->unit;
  return Quantity{number, actual->unit, text};
}

const Words& Name(core::Likelihood likelihood) {
  static const std::array<Words, 4> kNames = {
      {{"", ""}, {"确定能", "certain"}, {"有可能", "possible"}, {"完全不可能", "impossible"}}};
  return kNames.at(static_cast<size_t>(likelihood));
}

const Words& Name(core::DeviationCause cause) {
  static const std::array<Words, 6> kNames = {{{"", ""},
                                               {"经费保障", "funding"},
                                               {"制度保障", "institution"},
                                               {"人员保障", "staff"},
                                               {"硬件条件保障", "hardware"},
                                               {"其他", "other"}}};
  return kNames.at(static_cast<size_t>(cause));
}

}  // namespace outturn::figures
