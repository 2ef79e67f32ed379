// What a cell or a flag says, as an exact value. The same spellings are understood everywhere:
// full-width digits, thousands separators, the usual ways to write a day, 是 and 否.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/core/day.h"
#include "services/core/decimal.h"
#include "services/core/money.h"
#include "services/intake/text.h"

namespace outturn::intake {

// Either a value, or the words that say what would have been right.
template <typename T>
struct Parsed {
  std::optional<T> value;
  Words expected;
};

// Yuan with at most two decimals, not negative: "1234.56", "1,234.5", "￥１２３４", "12元". A third
// decimal is an error even where it is 0: nothing is rounded, nothing guessed.
[[nodiscard]] Parsed<core::Fen> ParseYuanCell(std::string_view text);

// 2024-07-31, 2024/7/31, 20240731, 2024年7月31日, 2024.7.31; a time of day after it is ignored.
[[nodiscard]] Parsed<core::Day> ParseDayCell(std::string_view text);

// A decimal number with at most six decimals: "95", "0.35", "1,200".
[[nodiscard]] Parsed<core::Decimal> ParseDecimalCell(std::string_view text);

// Points in hundredths: "5" is 500, "7.5" is 750. Not negative.
[[nodiscard]] Parsed<int32_t> ParsePointsCell(std::string_view text);

// A whole number from 0 to `most`.
[[nodiscard]] Parsed<uint64_t> ParseWholeCell(std::string_view text, uint64_t most);

// 是/否, yes/no, true/false, y/n, 1/0, √/×.
[[nodiscard]] Parsed<bool> ParseBoolCell(std::string_view text);

// Plain text without surrounding spaces. Codes and ids typed in full-width letters, digits and
// - _ . / : # become ordinary ones (４３１２００－１３６ is 431200-136); with anything else among
// them, such as Chinese or a space, text stays as it is. A spreadsheet's ="00123" becomes 00123; a
// long number that a spreadsheet has turned into 2.02E+17, unreadable bytes and control characters
// are errors.
[[nodiscard]] Parsed<std::string> ParseTextCell(std::string_view text);

// The way back: what the parsers above read as the same value.
[[nodiscard]] std::string YuanText(int64_t fen);           // 123456 → "1234.56"
[[nodiscard]] std::string DayText(int32_t yyyymmdd);       // 20240731 → "2024-07-31"; 0 → ""
[[nodiscard]] std::string PointsText(int32_t hundredths);  // 750 → "7.5"

}  // namespace outturn::intake
