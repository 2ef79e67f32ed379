// Fen: an exact amount of money in fen (分, hundredths of a yuan).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/core/check.h"

namespace outturn::core {

// A signed amount. Arithmetic is checked: leaving int64 stops the program. The book keeps every
// ledger's turnover far below that (kMaxTurnover), so no recorded history can get there.
class Fen {
 public:
  constexpr Fen() = default;
  constexpr explicit Fen(int64_t count) : count_(count) {}

  [[nodiscard]] constexpr int64_t count() const { return count_; }
  [[nodiscard]] constexpr bool zero() const { return count_ == 0; }

  Fen& operator+=(Fen other) {
    OUTTURN_CHECK(!__builtin_add_overflow(count_, other.count_, &count_));
    return *this;
  }
  Fen& operator-=(Fen other) {
    OUTTURN_CHECK(!__builtin_sub_overflow(count_, other.count_, &count_));
    return *this;
  }
  friend Fen operator+(Fen a, Fen b) { return a += b; }
  friend Fen operator-(Fen a, Fen b) { return a -= b; }
  Fen operator-() const { return Fen() - *this; }
  friend constexpr auto operator<=>(Fen, Fen) = default;

 private:
  int64_t count_ = 0;
};

// The largest amount one event may carry: ten trillion yuan.
inline constexpr Fen kMaxAmount{1'000'000'000'000'000};
// The largest sum of all amounts of one ledger's events; keeps sums over hundreds of ledgers inside
// int64.
inline constexpr Fen kMaxTurnover{10'000'000'000'000'000};

// a + b of two positive amounts nobody has checked yet; the most int64 holds where that is less.
[[nodiscard]] Fen SumOrMost(Fen a, Fen b);

// Reads yuan as people write them: "1234.56", "1,234.5", "-3", with at most two decimals. nullopt
// for anything else: a third decimal, misplaced commas, other characters, or more than int64 holds.
[[nodiscard]] std::optional<Fen> ParseYuan(std::string_view text);

// "1234.56", "-0.05": yuan with two decimals, no thousands separators.
[[nodiscard]] std::string FormatYuan(Fen amount);

// "1922.75": 万元 with two decimals, rounded half up (away from zero) from exact fen.
[[nodiscard]] std::string FormatWanYuan(Fen amount);

}  // namespace outturn::core
