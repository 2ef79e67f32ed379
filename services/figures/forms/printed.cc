#include "services/figures/forms/printed.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace outturn::figures {
namespace {

Wide Magnitude(Wide number) { return number < 0 ? -number : number; }

Wide CommonDivisor(Wide a, Wide b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a == 0 ? 1 : a;
}

void TrimFront(std::string_view& text, std::string_view mark) {
  while (text.starts_with(mark)) text.remove_prefix(mark.size());
}

// Spaces as they are met in forms, narrow, fixed and full-width.
constexpr std::array<std::string_view, 7> kSpaces = {
    " ", "\t", "\n", "\r", "\xC2\xA0", "\xE3\x80\x80", "\xE2\x80\x83"};

std::string_view Trimmed(std::string_view text) {
  for (size_t before = text.size() + 1; before != text.size();) {
    before = text.size();
    for (const std::string_view space : kSpaces) {
      TrimFront(text, space);
      while (text.ends_with(space)) text.remove_suffix(space.size());
    }
  }
  return text;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool HasDigit(std::string_view text) {
  for (const char c : text) {
    if (IsDigit(c)) return true;
  }
  return false;
}

}  // namespace

Exactly Reduced(Wide numerator, Wide denominator) {
  const Wide divisor = CommonDivisor(Magnitude(numerator), denominator);
  numerator /= divisor;
  denominator /= divisor;
  constexpr Wide kMost = (Wide{1} << 62) - 1;
  while (denominator > kMost || (denominator > 1 && Magnitude(numerator) > kMost)) {
    numerator /= 2;
    denominator /= 2;
  }
  return {std::clamp(numerator, -kMost, kMost), denominator};
}

Exactly PrintedNumber::Exact() const { return Reduced(digits, PowerOfTen(decimals)); }

std::string Plain(std::string_view text) {
  text = Trimmed(text);
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    // Full-width forms U+FF01 … U+FF5E are EF BC 81 … EF BD 9E; those of digits and signs lie in
    // BC.
    const bool full = text.substr(i).starts_with("\xEF\xBC") && i + 2 < text.size();
    const auto last = full ? static_cast<unsigned char>(text[i + 2]) : 0;
    constexpr std::string_view kMade = "0123456789.,%-+/";
    const char narrow = full ? static_cast<char>(last - 0x81 + 0x21) : '\0';
    if (full && kMade.find(narrow) != std::string_view::npos) {
      plain += narrow;
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool IsBlank(std::string_view text) {
  const std::string plain = Plain(text);
  return plain.empty() || plain == "—" || plain == "——" || plain == "-" || plain == "/" ||
         plain == "--";
}

std::optional<PrintedNumber> ReadPrinted(std::string_view text) {
  const std::string plain = Plain(text);
  std::string_view rest = plain;
  PrintedNumber number;
  const bool negative = rest.starts_with("-") || rest.starts_with("−");
  if (negative) rest.remove_prefix(rest[0] == '-' ? 1 : std::string_view("−").size());
  if (!negative && rest.starts_with("+")) rest.remove_prefix(1);
  int digits = 0;
  bool point = false;
  for (; !rest.empty(); rest.remove_prefix(1)) {
    const char c = rest[0];
    const bool separator = c == ',' && !point && digits > 0 && rest.size() > 1 && IsDigit(rest[1]);
    if (separator) continue;
    if (c == '.' && !point && digits > 0 && rest.size() > 1 && IsDigit(rest[1])) {
      point = true;
      continue;
    }
    if (!IsDigit(c)) break;
    number.digits = number.digits * 10 + (c - '0');
    if (point) ++number.decimals;
    if (++digits > 12 || number.decimals > 6) return std::nullopt;
  }
  if (digits == 0 || HasDigit(rest)) return std::nullopt;
  if (negative) number.digits = -number.digits;
  number.suffix = std::string(Trimmed(rest));
  return number;
}

std::optional<Exactly> InPrintedUnit(const Value& value, std::string_view suffix) {
  constexpr int kFenPerYuan = 100;
  constexpr int kFenPerWan = 1'000'000;
  if (const auto* amount = std::get_if<core::Fen>(&value)) {
    return Reduced(amount->count(), suffix == "元" ? kFenPerYuan : kFenPerWan);
  }
  if (const auto* ratio = std::get_if<Ratio>(&value)) {
    return Reduced(static_cast<Wide>(ratio->numerator) * 100, ratio->denominator);
  }
  if (const auto* gap = std::get_if<RateGap>(&value)) {
    return Reduced(static_cast<Wide>(gap->gap.numerator) * 100, gap->gap.denominator);
  }
  if (const auto* points = std::get_if<Points>(&value)) return Reduced(points->hundredths, 100);
  if (const auto* quantity = std::get_if<Quantity>(&value)) {
    return Reduced(quantity->number.millionths(), core::Decimal::kScale);
  }
  if (const auto* count = std::get_if<Count>(&value)) return Exactly{count->number, 1};
  return std::nullopt;
}

Exactly operator+(const Exactly& a, const Exactly& b) {
  return Reduced(a.numerator * b.denominator + b.numerator * a.denominator,
                 a.denominator * b.denominator);
}
Exactly operator-(const Exactly& a, const Exactly& b) { return a + -b; }
Exactly operator-(const Exactly& number) { return {-number.numerator, number.denominator}; }
Exactly operator*(const Exactly& a, const Exactly& b) {
  return Reduced(a.numerator * b.numerator, a.denominator * b.denominator);
}
Exactly operator*(const Exactly& number, int64_t times) { return number * Exactly{times, 1}; }
Exactly operator/(const Exactly& a, const Exactly& b) {
  if (b.numerator == 0) return {};
  return b.numerator < 0 ? -a / -b : a * Exactly{b.denominator, b.numerator};
}
Exactly operator/(const Exactly& number, int64_t by) { return number / Exactly{by, 1}; }
std::strong_ordering operator<=>(const Exactly& a, const Exactly& b) {
  const Wide left = a.numerator * b.denominator;
  const Wide right = b.numerator * a.denominator;
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}
bool operator==(const Exactly& a, const Exactly& b) { return (a <=> b) == 0; }
bool IsZero(const Exactly& number) { return number.numerator == 0; }

std::string Decimals(const Exactly& number, int least) {
  if (number.denominator == 1) return WithDecimals(number.numerator * PowerOfTen(least), least);
  for (int decimals = 2; decimals < 6; ++decimals) {
    const Wide scaled = RoundHalfUp(number.numerator * PowerOfTen(decimals), number.denominator);
    if (scaled != 0) return WithDecimals(scaled, decimals);
  }
  return WithDecimals(RoundHalfUp(number.numerator * PowerOfTen(6), number.denominator), 6);
}

std::string AllDecimals(const Exactly& number) {
  const Wide scaled = RoundHalfUp(number.numerator * PowerOfTen(6), number.denominator);
  std::string text = WithDecimals(scaled, 6);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace outturn::figures
