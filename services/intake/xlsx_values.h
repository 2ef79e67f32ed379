// How a spreadsheet stores values, as texts people would write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/core/day.h"

namespace outturn::intake {

// A stored number as digits: "1.2345E3" is "1234.5". Rounded to the 15 digits a spreadsheet shows
// (0.30000000000000004 is 0.3); of more digits before the point than that some are lost, and it
// stays 4.312E+17, which no field takes. What is no number stays as it is.
[[nodiscard]] std::string PlainNumber(std::string_view stored);

// The day of a serial number ("45476", "45476.25": the time of day is dropped), counted from 1900
// or 1904; nullopt for what is none between 1900 and 2999.
[[nodiscard]] std::optional<core::Day> SerialDay(std::string_view number, bool from_1904);

// Whether a number format shows days: one of the built-in ids, or a custom format's code.
[[nodiscard]] bool IsDayFormat(int id);
[[nodiscard]] bool IsDayFormat(std::string_view code);

// How a number format shows a number, as far as it changes what is read.
struct NumberFormat {
  int decimals = -1;  // -1: as many as there are
  bool percent = false;
  bool day = false;
};
[[nodiscard]] NumberFormat FormatOf(int id);
[[nodiscard]] NumberFormat FormatOf(std::string_view code);
// A stored number as the format prints it, without thousands separators: "0.97" as "97.00%". What
// is no number stays as it is.
[[nodiscard]] std::string ShownNumber(std::string_view stored, const NumberFormat& format);

// "C12" → column 2 (from 0) and row 12; nullopt for what is no such name.
struct CellName {
  uint32_t column = 0;
  uint64_t row = 0;
};
[[nodiscard]] std::optional<CellName> ParseCellName(std::string_view name);
// 2 → "C"
[[nodiscard]] std::string ColumnLetters(size_t column);

}  // namespace outturn::intake
