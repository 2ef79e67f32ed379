// A mapping: how one source system names and writes things, told once in a small text file.
//
//   # 某财务软件的支付导出
//   source = caiwu
//   kind   = payment
//   sheet  = 支付明细        ; else every sheet that has a head
//   head   = 4              ; the head's row; else it is looked for
//   money  = 万元            ; what amounts count, where neither head nor title say; else 元
//   days   = d/m/y          ; y/m/d (any of the usual spellings), d/m/y, m/d/y; serial: numbers too
//
//   [columns]               ; what the column is called = the field, in any of its names; - is none
//   单据编号 = external_id
//   摘要     = purpose
//
//   [constants]             ; what no column says; taken where a row says nothing
//   economic_class = 30201
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "services/intake/kinds.h"

namespace outturn::intake {

enum class DayOrder : uint8_t { kYearFirst, kDayFirst, kMonthFirst };

struct Mapping {
  std::string source;  // empty: not said
  const Kind* kind = nullptr;
  std::string sheet;
  uint64_t head = 0;
  std::optional<int> money;  // power of ten of a yuan: 4 is 万元
  DayOrder days = DayOrder::kYearFirst;
  bool serial_days = false;
  std::map<std::string, std::string> columns;  // NameKey of the column → field; "" is none
  std::vector<std::pair<std::string, std::string>> constants;  // field → text
};

// The mapping, or the line that is wrong and why.
[[nodiscard]] std::variant<Mapping, Words> ParseMapping(std::string_view text);

// "万元" → 4, "元" → 0, "分" → −2, "千元", "亿元"; nullopt for any other word.
[[nodiscard]] std::optional<int> MoneyUnit(std::string_view word);
// 4 → "万元"
[[nodiscard]] std::string MoneyUnitName(int power);

// "金额（万元）" → "金额" and 4; "支付金额(单位：元)" → "支付金额" and 0. No unit: the name as it
// is.
struct NameAndUnit {
  std::string name;
  std::optional<int> unit;
};
[[nodiscard]] NameAndUnit SplitUnit(std::string_view header);
// The unit a title line names for the whole table: "单位：万元", "金额单位:元"; nullopt for none.
[[nodiscard]] std::optional<int> UnitOfTitle(std::string_view text);

// An amount counted in 10^power yuan, as yuan: "1.23" and 4 → "12300". nullopt: not a whole number
// of fen, or no number at all.
[[nodiscard]] std::optional<std::string> ToYuan(std::string_view amount, int power);

// A day as the mapping's order has it, year first: "3/7/2024", day first → "2024-7-3". Anything
// else stays as it is.
[[nodiscard]] std::string YearFirst(std::string_view day, DayOrder order);

}  // namespace outturn::intake
