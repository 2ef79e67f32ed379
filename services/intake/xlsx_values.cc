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

// To at most `most` digits, half up.
void Round(Decimal* number, size_t most) {
  std::string& digits = number->digits;
  if (digits.size() > most) {
    const bool up = digits[most] >= '5';
    digits.resize(most);
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

// The digits with the point among them, and `decimals` behind it at the least.
std::string Written(const Decimal& number, size_t decimals) {
  const std::string& digits = number.digits;
  std::string text;
  if (number.point <= 0) {
    text = "0." + std::string(static_cast<size_t>(-number.point), '0') + digits;
  } else if (const auto point = static_cast<size_t>(number.point); digits.size() <= point) {
    text = digits + std::string(point - digits.size(), '0');
  } else {
    text = digits.substr(0, point) + "." + digits.substr(point);
  }
  const size_t at = text.find('.');
  const size_t there = at == std::string::npos ? 0 : text.size() - at - 1;
  if (there < decimals)
    text += (at == std::string::npos ? "." : "") + std::string(decimals - there, '0');
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::string PlainNumber(std::string_view stored) {
  const bool negative = stored.starts_with('-');
  auto number = Read(negative ? stored.substr(1) : stored);
  if (!number) return std::string(stored);
  Round(&*number, kDigits);
  if (number->digits.empty()) return "0";
  std::string text = negative ? "-" : "";
  std::string& digits = number->digits;
  if (number->point > static_cast<int64_t>(kDigits)) {
    const std::string rest = digits.size() > 1 ? digits.substr(1) : "0";
    return text + digits[0] + "." + rest + "E+" + std::to_string(number->point - 1);
  }
  if (number->point < -30) return std::string(stored);
  return text + Written(*number, 0);
}

std::string ShownNumber(std::string_view stored, const NumberFormat& format) {
  const bool negative = stored.starts_with('-');
  auto number = Read(negative ? stored.substr(1) : stored);
  constexpr int64_t kMostPoint = 30;
  if (!number || number->point > kMostPoint || number->point < -kMostPoint)
    return std::string(stored);
  if (format.percent) number->point += 2;
  const int64_t decimals = format.decimals < 0 ? 6 : std::min(format.decimals, 6);
  Round(&*number, kDigits);
  // Digits down to the last decimal shown; where the first of them lies behind that, "0".
  const int64_t kept = number->point + decimals;
  if (kept < 0) number->digits.clear();
  if (kept >= 0) Round(&*number, static_cast<size_t>(kept));
  const std::string text =
      number->digits.empty()
          ? Written({"0", 1}, format.decimals < 0 ? 0 : static_cast<size_t>(decimals))
          : Written(*number, format.decimals < 0 ? 0 : static_cast<size_t>(decimals));
  return (negative && !number->digits.empty() ? "-" : "") + text + (format.percent ? "%" : "");
}

NumberFormat FormatOf(int id) {
  NumberFormat format{.decimals = -1, .percent = id == 9 || id == 10, .day = IsDayFormat(id)};
  if (id == 1 || id == 3 || id == 9 || id == 37 || id == 38) format.decimals = 0;
  if (id == 2 || id == 4 || id == 10 || id == 39 || id == 40) format.decimals = 2;
  return format;
}

NumberFormat FormatOf(std::string_view code) {
  NumberFormat format{.decimals = -1, .percent = false, .day = IsDayFormat(code)};
  code = code.substr(0, code.find(';'));
  format.percent = code.find('%') != std::string_view::npos;
  if (code.find('0') == std::string_view::npos) return format;
  const size_t point = code.find('.');
  format.decimals = 0;
  for (size_t i = point; point != std::string_view::npos && ++i < code.size() && code[i] == '0';) {
    ++format.decimals;
  }
  return format;
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
