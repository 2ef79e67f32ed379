#include "services/core/money.h"

#include <limits>

namespace outturn::core {
namespace {

std::string WithTwoDecimals(uint64_t hundredths, bool negative) {
  std::string text = negative ? "-" : "";
  text += std::to_string(hundredths / 100);
  text += '.';
  text += static_cast<char>('0' + hundredths / 10 % 10);
  text += static_cast<char>('0' + hundredths % 10);
  return text;
}

uint64_t Magnitude(Fen amount) {
  const int64_t count = amount.count();
  return count < 0 ? ~static_cast<uint64_t>(count) + 1 : static_cast<uint64_t>(count);
}

// Digits with an optional thousands grouping ("1,234,567"), as a number; nullopt when malformed.
std::optional<int64_t> ParseWhole(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const bool grouped = text.find(',') != std::string_view::npos;
  if (grouped && text.size() % 4 == 0) return std::nullopt;  // "1234,567": a comma is missing
  int64_t value = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool comma_place = grouped && (text.size() - i) % 4 == 0 && i > 0;
    if (comma_place) {
      if (text[i] != ',') return std::nullopt;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, text[i] - '0', &value)) {
      return std::nullopt;
    }
  }
  return value;
}

}  // namespace

Fen SumOrMost(Fen a, Fen b) {
  int64_t sum = 0;
  const bool over = __builtin_add_overflow(a.count(), b.count(), &sum);
  return Fen(over ? std::numeric_limits<int64_t>::max() : sum);
}

std::optional<Fen> ParseYuan(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (point != std::string_view::npos && (decimals.empty() || decimals.size() > 2)) {
    return std::nullopt;
  }
  const auto whole = ParseWhole(text.substr(0, point));
  if (!whole) return std::nullopt;
  int64_t fraction = 0;
  for (size_t i = 0; i < 2; ++i) {
    const char digit = i < decimals.size() ? decimals[i] : '0';
    if (digit < '0' || digit > '9') return std::nullopt;
    fraction = fraction * 10 + (digit - '0');
  }
  int64_t fen = 0;
  if (__builtin_mul_overflow(*whole, 100, &fen) || __builtin_add_overflow(fen, fraction, &fen)) {
    return std::nullopt;
  }
  return Fen(negative ? -fen : fen);
}

std::string FormatYuan(Fen amount) { return WithTwoDecimals(Magnitude(amount), amount < Fen()); }

std::string FormatWanYuan(Fen amount) {
  constexpr uint64_t kFenPerHundredthWan = 10'000;  // 0.01 万元 = 100 yuan
  const uint64_t rounded = (Magnitude(amount) + kFenPerHundredthWan / 2) / kFenPerHundredthWan;
  return WithTwoDecimals(rounded, amount < Fen() && rounded > 0);
}

}  // namespace outturn::core
