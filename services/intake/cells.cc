#include "services/intake/cells.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace outturn::intake {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// A number without what people put around it: spaces, a currency sign, 元.
std::string BareNumber(std::string_view cell) {
  const std::string half = HalfWidth(cell);
  std::string_view text = Trim(half);
  for (const std::string_view sign : {"\xC2\xA5", "CNY", "RMB"}) {
    if (text.starts_with(sign)) text = Trim(text.substr(sign.size()));
  }
  constexpr std::string_view kYuan = "元";
  if (text.ends_with(kYuan)) text = Trim(text.substr(0, text.size() - kYuan.size()));
  return std::string(text);
}

// "2.02407E+17": digits are lost for good.
bool IsScientific(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t e = text.find_first_of("eE");
  if (text.empty() || !IsDigit(text[0]) || e == std::string_view::npos) return false;
  const std::string_view mantissa = text.substr(0, e);
  std::string_view exponent = text.substr(e + 1);
  if (mantissa.find('.') == std::string_view::npos || !exponent.starts_with('+')) return false;
  exponent.remove_prefix(1);
  const auto digit_or_point = [](char c) { return IsDigit(c) || c == '.'; };
  return AllDigits(exponent) && std::all_of(mantissa.begin(), mantissa.end(), digit_or_point);
}

const Words kScientific = {"完整的数字（电子表格改成了科学计数法，请将该列设为文本后重新导出）",
                           "all digits (a spreadsheet turned them into scientific notation; format "
                           "the column as text and export again)"};
const Words kNotNegative = {"正数（方向由事项类型决定：退回、红冲用“红冲退回”，追减用“追减”）",
                            "a positive amount (the kind gives the direction: money back is a "
                            "reversal, less budget a cut)"};
const Words kYuan = {"以元为单位的金额，最多两位小数，如 1234.56",
                     "an amount in yuan with at most two decimals, such as 1234.56"};
const Words kDay = {"日期，如 2024-07-31、2024/7/31、20240731、2024年7月31日",
                    "a day such as 2024-07-31, 2024/7/31 or 20240731"};

size_t Decimals(std::string_view number) {
  const size_t point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

// Takes a run of digits off `text`; 0 digits: nullopt.
std::optional<unsigned> TakeNumber(std::string_view* text, size_t most_digits) {
  size_t n = 0;
  while (n < text->size() && n < most_digits && IsDigit((*text)[n])) ++n;
  if (n == 0) return std::nullopt;
  unsigned value = 0;
  std::from_chars(text->data(), text->data() + n, value);
  text->remove_prefix(n);
  return value;
}

bool TakeWord(std::string_view* text, std::string_view word) {
  if (!text->starts_with(word)) return false;
  text->remove_prefix(word.size());
  return true;
}

// "", " 0:00", "T09:15:22", " 15:20:11.000"
bool IsTimeOfDay(std::string_view text) {
  if (text.empty()) return true;
  if (text[0] != ' ' && text[0] != 'T') return false;
  text = Trim(text.substr(1));
  if (!TakeNumber(&text, 2) || !TakeWord(&text, ":") || !TakeNumber(&text, 2)) return false;
  if (TakeWord(&text, ":") && !TakeNumber(&text, 2)) return false;
  if (TakeWord(&text, ".") && !TakeNumber(&text, 9)) return false;
  return text.empty() || text == "Z";
}

std::optional<core::Day> ReadDay(std::string_view text) {
  const auto year = TakeNumber(&text, 4);
  if (!year) return std::nullopt;
  struct Separators {
    std::string_view first, second, end;
  };
  static constexpr std::array<Separators, 4> kStyles = {
      {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}}};
  for (const Separators& style : kStyles) {
    std::string_view rest = text;
    if (!TakeWord(&rest, style.first)) continue;
    const auto month = TakeNumber(&rest, 2);
    if (!month || !TakeWord(&rest, style.second)) return std::nullopt;
    const auto day = TakeNumber(&rest, 2);
    if (!day || !TakeWord(&rest, style.end) || !IsTimeOfDay(rest)) return std::nullopt;
    return core::Day::Of(static_cast<int>(*year), *month, *day);
  }
  const size_t digits = std::min<size_t>(4, text.size());
  if (!AllDigits(text.substr(0, digits)) || digits < 4 || !IsTimeOfDay(text.substr(4))) {
    return std::nullopt;
  }
  unsigned month_and_day = 0;
  std::from_chars(text.data(), text.data() + 4, month_and_day);
  return core::Day::Of(static_cast<int>(*year), month_and_day / 100, month_and_day % 100);
}

// A code or id, ordinary but for full-width characters: letters, digits and - _ . / : # only. Where
// anything else stands in it (Chinese, brackets, a space) the full-width forms may be meant.
std::optional<std::string> AsPlainCode(std::string_view text) {
  std::string half = HalfWidth(text);
  const bool code = std::all_of(half.begin(), half.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || IsDigit(c) || std::string_view("-_./:#").find(c) != std::string_view::npos;
  });
  if (!code) return std::nullopt;
  return half;
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
}

// A number of so many digits before the point that it is no amount, however they are grouped.
bool IsLongNumber(std::string_view text) {
  constexpr ptrdiff_t kMostDigits = 17;  // of an int64 of fen, less two
  if (text.find_first_not_of("0123456789.,") != std::string_view::npos) return false;
  const std::string_view whole = text.substr(0, text.find('.'));
  return std::count_if(whole.begin(), whole.end(), [](char c) { return c != ','; }) > kMostDigits &&
         text.find('.') == text.rfind('.');
}

}  // namespace

Parsed<core::Fen> ParseYuanCell(std::string_view cell) {
  const std::string text = BareNumber(cell);
  if (IsScientific(text)) return {std::nullopt, kScientific};
  if (text.starts_with('-') || (text.starts_with('(') && text.ends_with(')'))) {
    return {std::nullopt, kNotNegative};
  }
  const std::optional<core::Fen> fen = core::ParseYuan(text);
  if (fen && *fen <= core::kMaxAmount) return {*fen, {}};
  if (fen || IsLongNumber(text)) {
    return {std::nullopt, {"不超过十万亿元的金额", "at most ten trillion yuan"}};
  }
  if (text.find_first_not_of("0123456789.,") == std::string::npos && Decimals(text) > 2) {
    return {std::nullopt,
            {"最多两位小数（分以下不四舍五入），如 1234.56",
             "at most two decimals (nothing is rounded), such as 1234.56"}};
  }
  return {std::nullopt, kYuan};
}

Parsed<core::Day> ParseDayCell(std::string_view cell) {
  const std::string half = HalfWidth(cell);
  const std::string_view text = Trim(half);
  if (const auto day = ReadDay(text)) return {*day, {}};
  if (AllDigits(text) && text.size() == 5) {
    return {std::nullopt,
            {"日期（这是电子表格的日期序号，请将该列设为日期格式），如 2024-07-31",
             "a day such as 2024-07-31 (this is a spreadsheet's serial number; format the column "
             "as a date)"}};
  }
  return {std::nullopt, kDay};
}

Parsed<core::Decimal> ParseDecimalCell(std::string_view cell) {
  std::string text = BareNumber(cell);
  if (IsScientific(text)) return {std::nullopt, kScientific};
  // The grouping of thousands is checked where money is read; one rule for both.
  const std::string whole = text.substr(0, text.find('.'));
  if (core::ParseYuan(whole)) std::erase(text, ',');
  if (const auto value = core::Decimal::Parse(text)) return {*value, {}};
  return {std::nullopt,
          {"数值，最多六位小数，如 95 或 0.35",
           "a number with at most six decimals, such as 95 or 0.35"}};
}

Parsed<int32_t> ParsePointsCell(std::string_view cell) {
  std::string text = BareNumber(cell);
  constexpr std::string_view kPoint = "分";
  if (text.ends_with(kPoint)) text.resize(text.size() - kPoint.size());
  const std::optional<core::Fen> hundredths = core::ParseYuan(text);
  if (hundredths && *hundredths >= core::Fen() && *hundredths <= core::Fen(1'000'000)) {
    return {static_cast<int32_t>(hundredths->count()), {}};
  }
  return {
      std::nullopt,
      {"分值，最多两位小数，如 5 或 7.5", "points with at most two decimals, such as 5 or 7.5"}};
}

Parsed<uint64_t> ParseWholeCell(std::string_view cell, uint64_t most) {
  const std::string text = BareNumber(cell);
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (AllDigits(text) && error == std::errc() && value <= most) return {value, {}};
  const std::string limit = std::to_string(most);
  return {std::nullopt, {"0 到 " + limit + " 的整数", "a whole number from 0 to " + limit}};
}

Parsed<bool> ParseBoolCell(std::string_view cell) {
  const std::string key = NameKey(cell);
  for (const std::string_view yes : {"是", "yes", "true", "y", "1", "√"}) {
    if (key == yes) return {true, {}};
  }
  for (const std::string_view no : {"否", "no", "false", "n", "0", "×"}) {
    if (key == no) return {false, {}};
  }
  return {std::nullopt, {"是 或 否", "yes or no"}};
}

Parsed<std::string> ParseTextCell(std::string_view cell) {
  std::string_view text = Trim(cell);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
    text = Trim(text.substr(2, text.size() - 3));
  }
  bool cut = false;
  if (text.find(kUnreadable) != std::string_view::npos ||
      ValidUtf8Prefix(text, &cut) != text.size()) {
    return {
        std::nullopt,
        {"可读的文字（此处字节无法按文件编码读出：这一行可能与其他行编码不同；整个文件的编码可用 "
         "--encoding 指定）",
         "readable text (these bytes make no sense in the file's encoding: this row may be in "
         "another one than the rest; --encoding names the whole file's)"}};
  }
  if (HasControlCharacter(text)) {
    return {std::nullopt, {"不含控制字符的文字", "text without control characters"}};
  }
  if (IsScientific(text)) return {std::nullopt, kScientific};
  if (auto code = AsPlainCode(text)) return {std::move(*code), {}};
  return {std::string(text), {}};
}

std::string YuanText(int64_t fen) { return core::FormatYuan(core::Fen(fen)); }

std::string DayText(int32_t yyyymmdd) {
  if (yyyymmdd == 0) return "";
  const auto day = core::Day::OfNumber(yyyymmdd);
  return day ? day->ToString() : std::to_string(yyyymmdd);
}

std::string PointsText(int32_t hundredths) {
  return core::Decimal::OfMillionths(int64_t{hundredths} * (core::Decimal::kScale / 100))
      .ToString();
}

}  // namespace outturn::intake
