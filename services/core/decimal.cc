#include "services/core/decimal.h"

namespace outturn::core {

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  constexpr int64_t kLimit = 1'000'000'000'000;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view decimals =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 13) return std::nullopt;
  if (point != std::string_view::npos && (decimals.empty() || decimals.size() > 6)) {
    return std::nullopt;
  }
  int64_t value = 0;
  for (const char c : whole) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > kLimit) return std::nullopt;
  for (size_t i = 0; i < 6; ++i) {
    const char c = i < decimals.size() ? decimals[i] : '0';
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > kLimit * kScale) return std::nullopt;
  return OfMillionths(negative ? -value : value);
}

std::string Decimal::ToString() const {
  const bool negative = millionths_ < 0;
  const uint64_t magnitude =
      negative ? ~static_cast<uint64_t>(millionths_) + 1 : static_cast<uint64_t>(millionths_);
  std::string fraction = std::to_string(magnitude % kScale);
  fraction.insert(0, 6 - fraction.size(), '0');
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  std::string text = negative ? "-" : "";
  text += std::to_string(magnitude / kScale);
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

}  // namespace outturn::core
