// Decimal: an exact decimal number with at most six decimals (indicator values, areas).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outturn::core {

// Between −10^12 and 10^12, in millionths, so that products of two fit __int128. A sum of ten may
// leave int64: whoever adds, checks.
class Decimal {
 public:
  static constexpr int64_t kScale = 1'000'000;

  constexpr Decimal() = default;
  constexpr explicit Decimal(int64_t whole) : millionths_(whole * kScale) {}
  [[nodiscard]] static constexpr Decimal OfMillionths(int64_t millionths) {
    Decimal value;
    value.millionths_ = millionths;
    return value;
  }
  // "300", "95.5", "-0.25"; nullopt for anything else, a seventh decimal, or a number out of range.
  [[nodiscard]] static std::optional<Decimal> Parse(std::string_view text);

  [[nodiscard]] constexpr int64_t millionths() const { return millionths_; }
  [[nodiscard]] std::string ToString() const;  // shortest: "300", "95.5"
  friend constexpr auto operator<=>(Decimal, Decimal) = default;

 private:
  int64_t millionths_ = 0;
};

}  // namespace outturn::core
