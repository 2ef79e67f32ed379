// Value: what a figure is worth, exactly. Rounding happens in Print and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "services/core/decimal.h"
#include "services/core/money.h"
#include "services/figures/problem.h"

namespace outturn::figures {

__extension__ using Wide = __int128;  // products of two int64

// A rate, kept as its parts. The denominator is above zero.
struct Ratio {
  int64_t numerator = 0;
  int64_t denominator = 1;
  friend bool operator==(const Ratio&,
                         const Ratio&) = default;  // of the parts, not of the quotient
};

// A difference of two rates, in percentage points once multiplied by 100.
struct RateGap {
  Ratio gap;  // numerator of any sign
  friend bool operator==(const RateGap&, const RateGap&) = default;
};

// Points of a score.
struct Points {
  int64_t hundredths = 0;
  friend auto operator<=>(const Points&, const Points&) = default;
};

// A measured number: a target, a result, an area.
struct Quantity {
  core::Decimal number;
  std::string unit;  // printed behind the number; may be empty
  std::string text;  // printed instead of number and unit, when not empty
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// A number of persons or things.
struct Count {
  int64_t number = 0;
  friend bool operator==(const Count&, const Count&) = default;
};

struct Text {
  std::string text;
  std::string en;  // what English prints; empty: the same
  friend bool operator==(const Text&, const Text&) = default;
};

// Why a figure has no value.
enum class Absence : uint8_t {
  kDenominatorZero,  // a rate whose denominator is zero
  kNotRecorded,      // no event says it
  kNotReported,      // an indicator without a result or rating so far
  kNoPriorYear,      // neither last year's ledger nor a fact brought in
  kNotInLedger,      // the ledger has no such indicator, building …
  kNotApplicable,    // has no meaning for this kind (the completion of a text)
  kTooLarge,         // the exact parts leave the range of the type
};
struct NoValue {
  Absence why = Absence::kNotRecorded;
  friend bool operator==(const NoValue&, const NoValue&) = default;
};

using Value = std::variant<NoValue, core::Fen, Ratio, RateGap, Points, Quantity, Count, Text>;

[[nodiscard]] inline bool HasValue(const Value& value) {
  return !std::holds_alternative<NoValue>(value);
}

// 万元 or 元, both with two decimals, rounded half up (away from zero) from exact fen.
enum class MoneyUnit : uint8_t { kWanYuan, kYuan };

// "1922.75", "96.15%", "+12.30" (percentage points), "9.5" (points: shortest), "300件", "78"; empty
// for NoValue.
[[nodiscard]] std::string Print(const Value& value, MoneyUnit money = MoneyUnit::kWanYuan,
                                Language language = Language::kChinese);

// The unrounded value as text: fen, "numerator/denominator", hundredths of a point, decimal, text;
// empty for NoValue.
[[nodiscard]] std::string Exact(const Value& value);

// What the text of Exact counts: "fen", "ratio", "rate_gap", "point_hundredths", "number", "count",
// "text"; empty for NoValue.
[[nodiscard]] std::string_view UnitName(const Value& value);

// A sentence for people.
[[nodiscard]] const Words& Why(Absence absence);

// a + b and a − b, or nullopt outside int64: for facts whose size nothing else bounds.
[[nodiscard]] std::optional<int64_t> Plus(int64_t a, int64_t b);
[[nodiscard]] std::optional<int64_t> Minus(int64_t a, int64_t b);

// numerator ÷ denominator (above zero), rounded to a whole number, halves away from zero.
[[nodiscard]] Wide RoundHalfUp(Wide numerator, Wide denominator);
// 10 to the power of `exponent`, 0 to 38.
[[nodiscard]] Wide PowerOfTen(int exponent);
// 196, 2 → "1.96"; decimals between 0 and 18.
[[nodiscard]] std::string WithDecimals(Wide scaled, int decimals);
// The rate of two amounts; NoValue when the denominator is zero. A negative denominator changes
// both signs.
[[nodiscard]] Value RatioOf(int64_t numerator, int64_t denominator);

}  // namespace outturn::figures
