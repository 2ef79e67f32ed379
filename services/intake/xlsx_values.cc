#include "services/intake/xlsx_values.h"

#include <algorithm>
#include <charconv>

namespace outturn::intake {
namespace {

constexpr size_t kDigits = 15;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// digits × 10^(point − digits.size()), without sign.
struct Decimal {
  std::string digits;
  int64_t point = 0;  // digits before the decimal point
};

std::optional<Decimal> Read(std::string_view text) {
  Decimal number;
  size_t i = 0;
  bool seen_point = false;
  bool any = false;
  for (; i < text.size() && (IsDigit(text[i]) || (text[i] == '.' && !seen_point)); ++i) {
    if (text[i] == '.') {
      seen_point = true;
      continue;
    }
    any = true;
    number.digits += text[i];
    if (!seen_point) ++number.point;
  }
  if (!any) return std::nullopt;
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
    std::string_view exponent = text.substr(i + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int value = 0;
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (error != std::errc() || end != exponent.data() + exponent.size()) return std::nullopt;
    if (value < -400 || value > 400) return std::nullopt;
    number.point += value;
  }
  const size_t zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
  number.digits.erase(0, zeros);
  number.point -= static_cast<int64_t>(zeros);
  return number;
}

// To at most kDigits digits, half up.
void Round(Decimal* number) {
  std::string& digits = number->digits;
  if (digits.size() > kDigits) {
    const bool up = digits[kDigits] >= '5';
    digits.resize(kDigits);
    size_t i = digits.size();
    while (up && i > 0 && digits[i - 1] == '9') digits[--i] = '0';
    if (up && i > 0) ++digits[i - 1];
    if (up && i == 0) {
      digits.insert(0, 1, '1');
      ++number->point;
    }
  }
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
}

}  // namespace

std::string PlainNumber(std::string_view stored) {
  const bool negative = stored.starts_with('-');
  auto number = Read(negative ? stored.substr(1) : stored);
  if (!number) return std::string(stored);
  Round(&*number);
  if (number->digits.empty()) return "0";
  std::string text = negative ? "-" : "";
  std::string& digits = number->digits;
  if (number->point > static_cast<int64_t>(kDigits)) {
    const std::string rest = digits.size() > 1 ? digits.substr(1) : "0";
    return text + digits[0] + "." + rest + "E+" + std::to_string(number->point - 1);
  }
  if (number->point < -30) return std::string(stored);
  if (number->point <= 0) {
    return text + "0." + std::string(static_cast<size_t>(-number->point), '0') + digits;
  }
  const auto point = static_cast<size_t>(number->point);
  if (digits.size() <= point) return text + digits + std::string(point - digits.size(), '0');
  return text + digits.substr(0, point) + "." + digits.substr(point);
}

std::optional<core::Day> SerialDay(std::string_view number, bool from_1904) {
  const std::string_view whole = number.substr(0, number.find('.'));
  int serial = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), serial);
  if (error != std::errc() || end != whole.data() + whole.size()) return std::nullopt;
  constexpr int kMost = 401'768;  // 2999-12-31
  if (serial < (from_1904 ? 0 : 1) || serial > kMost) return std::nullopt;
  constexpr int kUnixOf1900 = 25'569;  // 1970-01-01, by spreadsheets that know a 29 February 1900
  constexpr int kUnixOf1904 = 24'107;
  if (from_1904) return core::Day().Plus(serial - kUnixOf1904);
  if (serial == 60) return std::nullopt;  // that day
  return core::Day().Plus(serial - kUnixOf1900 + (serial < 60 ? 1 : 0));
}

bool IsDayFormat(int id) {
  return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 34 || id == 36 ||
         (id >= 50 && id <= 54) || id == 57 || id == 58;
}

// A code has sections in brackets, texts in quotes and characters after \ and _ that say nothing.
bool IsDayFormat(std::string_view code) {
  std::string bare;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;
    } else if (code[i] == '"' || code[i] == '[') {
      const size_t end = code.find(code[i] == '"' ? '"' : ']', i + 1);
      if (end == std::string_view::npos) break;
      i = end;
    } else {
      bare += static_cast<char>(code[i] >= 'A' && code[i] <= 'Z' ? code[i] - 'A' + 'a' : code[i]);
    }
  }
  if (bare == "general") return false;
  return bare.find('y') != std::string::npos || bare.find('d') != std::string::npos;
}

std::optional<CellName> ParseCellName(std::string_view name) {
  CellName cell;
  size_t i = 0;
  for (; i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; ++i) {
    if (i >= 3) return std::nullopt;
    cell.column = cell.column * 26 + static_cast<uint32_t>(name[i] - 'A') + 1;
  }
  const auto [end, error] = std::from_chars(name.data() + i, name.data() + name.size(), cell.row);
  if (i == 0 || error != std::errc() || end != name.data() + name.size() || cell.row == 0 ||
      cell.row > 1'048'576) {
    return std::nullopt;
  }
  --cell.column;
  return cell;
}

std::string ColumnLetters(size_t column) {
  std::string letters;
  for (++column; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

}  // namespace outturn::intake
