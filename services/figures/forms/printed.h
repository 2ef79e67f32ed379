// What people printed, read back leniently. For this folder and its tests.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "services/figures/value.h"

namespace outturn::figures {

// A fraction; the denominator is above zero. Both fit 62 bits in all that is reckoned here, so that
// no product of two overflows: what needs more is rounded to the nearest such fraction.
struct Exactly {
  Wide numerator = 0;
  Wide denominator = 1;
};

// In lowest terms; the denominator given is above zero.
[[nodiscard]] Exactly Reduced(Wide numerator, Wide denominator);

struct PrintedNumber {
  int64_t digits = 0;  // without the point: 2060 of "20.60"
  int decimals = 0;    // 0 to 6
  std::string suffix;  // "%", "万元", "件"; may be empty

  [[nodiscard]] Exactly Exact() const;
  [[nodiscard]] std::string ToString() const { return WithDecimals(digits, decimals); }
};

// The text without spaces of any width at its ends, full-width digits and signs made plain.
[[nodiscard]] std::string Plain(std::string_view text);

// Nothing, or one of the marks that mean nothing: "", "—", "——", "/", "-".
[[nodiscard]] bool IsBlank(std::string_view text);

// "　20.60　", "96.15%", "1,922.75万元", "１２": a number with at most 15 digits, 6 of them
// decimals, and perhaps a unit behind it. nullopt for everything else: "2024年12月之前完成" is no
// number.
[[nodiscard]] std::optional<PrintedNumber> ReadPrinted(std::string_view text);

// The value as forms print it: money in 万元 (in 元 when `suffix` says so), rates in percent.
// nullopt for texts and absent values.
[[nodiscard]] std::optional<Exactly> InPrintedUnit(const Value& value, std::string_view suffix);

[[nodiscard]] Exactly operator+(const Exactly& a, const Exactly& b);
[[nodiscard]] Exactly operator-(const Exactly& a, const Exactly& b);
[[nodiscard]] Exactly operator-(const Exactly& number);
[[nodiscard]] Exactly operator*(const Exactly& a, const Exactly& b);
[[nodiscard]] Exactly operator*(const Exactly& number, int64_t times);
// By zero: zero.
[[nodiscard]] Exactly operator/(const Exactly& a, const Exactly& b);
[[nodiscard]] Exactly operator/(const Exactly& number, int64_t by);
[[nodiscard]] bool operator==(const Exactly& a, const Exactly& b);
[[nodiscard]] std::strong_ordering operator<=>(const Exactly& a, const Exactly& b);
[[nodiscard]] bool IsZero(const Exactly& number);

// "-48.84": rounded half up to two decimals, or to as many (up to six) as show that it is not zero;
// whole numbers with `least` decimals: 2 for money.
[[nodiscard]] std::string Decimals(const Exactly& number, int least = 0);
// As many decimals as the number has, at most six.
[[nodiscard]] std::string AllDecimals(const Exactly& number);

}  // namespace outturn::figures
