#include "services/figures/value.h"

#include <limits>

#include "services/core/check.h"
#include "services/core/overload.h"

namespace outturn::figures {
namespace {

std::string Digits(Wide number) {
  if (number == 0) return "0";
  std::string text;
  for (Wide rest = number < 0 ? -number : number; rest > 0; rest /= 10) {
    text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  return text;
}

std::string Percent(const Ratio& ratio) {
  return WithDecimals(RoundHalfUp(static_cast<Wide>(ratio.numerator) * 10'000, ratio.denominator),
                      2);
}

std::string Shortest(Points points) {
  std::string text = WithDecimals(points.hundredths, 2);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

Wide RoundHalfUp(Wide numerator, Wide denominator) {
  OUTTURN_CHECK(denominator > 0);
  const Wide magnitude = numerator < 0 ? -numerator : numerator;
  const Wide whole = magnitude / denominator;
  const Wide rest = magnitude % denominator;
  const Wide rounded = whole + (rest >= denominator - rest ? 1 : 0);
  return numerator < 0 ? -rounded : rounded;
}

Wide PowerOfTen(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::string WithDecimals(Wide scaled, int decimals) {
  std::string text = Digits(scaled);
  const auto places = static_cast<size_t>(decimals);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, ".");
  return scaled < 0 ? "-" + text : text;
}

std::optional<int64_t> Plus(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}
std::optional<int64_t> Minus(int64_t a, int64_t b) {
  int64_t difference = 0;
  if (__builtin_sub_overflow(a, b, &difference)) return std::nullopt;
  return difference;
}

Value RatioOf(int64_t numerator, int64_t denominator) {
  if (denominator == 0) return NoValue{Absence::kDenominatorZero};
  if (denominator > 0) return Ratio{numerator, denominator};
  constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
  if (numerator == kLeast || denominator == kLeast) return NoValue{Absence::kTooLarge};
  return Ratio{-numerator, -denominator};
}

std::string Print(const Value& value, MoneyUnit money, Language language) {
  return std::visit(core::Overload{
                        [](const NoValue&) { return std::string(); },
                        [money](core::Fen amount) {
                          return money == MoneyUnit::kYuan ? core::FormatYuan(amount)
                                                           : core::FormatWanYuan(amount);
                        },
                        [](const Ratio& ratio) { return Percent(ratio) + "%"; },
                        [](const RateGap& gap) {
                          const std::string text = Percent(gap.gap);
                          return text[0] == '-' || text == "0.00" ? text : "+" + text;
                        },
                        [](Points points) { return Shortest(points); },
                        [](const Quantity& quantity) {
                          return quantity.text.empty() ? quantity.number.ToString() + quantity.unit
                                                       : quantity.text;
                        },
                        [](Count count) { return std::to_string(count.number); },
                        [language](const Text& text) {
                          return language == Language::kEnglish && !text.en.empty() ? text.en
                                                                                    : text.text;
                        },
                    },
                    value);
}

std::string Exact(const Value& value) {
  const auto parts = [](const Ratio& ratio) {
    return std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
  };
  return std::visit(core::Overload{
                        [](const NoValue&) { return std::string(); },
                        [](core::Fen amount) { return std::to_string(amount.count()); },
                        [&](const Ratio& ratio) { return parts(ratio); },
                        [&](const RateGap& gap) { return parts(gap.gap); },
                        [](Points points) { return std::to_string(points.hundredths); },
                        [](const Quantity& quantity) { return quantity.number.ToString(); },
                        [](Count count) { return std::to_string(count.number); },
                        [](const Text& text) { return text.text; },
                    },
                    value);
}

std::string_view UnitName(const Value& value) {
  return std::visit(core::Overload{
                        [](const NoValue&) { return ""; },
                        [](core::Fen) { return "fen"; },
                        [](const Ratio&) { return "ratio"; },
                        [](const RateGap&) { return "rate_gap"; },
                        [](Points) { return "point_hundredths"; },
                        [](const Quantity&) { return "number"; },
                        [](Count) { return "count"; },
                        [](const Text&) { return "text"; },
                    },
                    value);
}

const Words& Why(Absence absence) {
  static const Words kZero{"分母为零", "the denominator is zero"};
  static const Words kNotRecorded{"未登记", "not recorded"};
  static const Words kNotReported{"尚未上报", "not reported yet"};
  static const Words kNoPriorYear{"没有上年账套，也没有录入上年数",
                                  "no ledger of last year, nor a figure brought in"};
  static const Words kNotInLedger{"本账套没有", "not in this ledger"};
  static const Words kNotApplicable{"不适用", "not applicable"};
  static const Words kTooLarge{"数值过大", "too large"};
  switch (absence) {
    case Absence::kDenominatorZero:
      return kZero;
    case Absence::kNotRecorded:
      return kNotRecorded;
    case Absence::kNotReported:
      return kNotReported;
    case Absence::kNoPriorYear:
      return kNoPriorYear;
    case Absence::kNotInLedger:
      return kNotInLedger;
    case Absence::kNotApplicable:
      return kNotApplicable;
    case Absence::kTooLarge:
      return kTooLarge;
  }
  return kNotRecorded;
}

}  // namespace outturn::figures
