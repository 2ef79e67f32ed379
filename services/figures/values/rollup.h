// Roll-ups: the money of many ledgers of one year together, by unit or by what it is for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/core/book_state.h"
#include "services/figures/catalogue.h"

namespace outturn::figures {

enum class GroupBy : uint8_t {
  kUnit,
  kCategory,
  kProjectKind,  // projects only
  kFunction,     // 支出功能分类, to a level
  kFundType,
  kThreePublic,  // three-public expenses only
};

// Sums over hundreds of ledgers stay inside int64 (core::kMaxTurnover).
struct RollupAmounts {
  core::Fen initial;
  core::Fen full_year;
  core::Fen committed;
  core::Fen paid;
  RollupAmounts& operator+=(const RollupAmounts& other);
  friend bool operator==(const RollupAmounts&, const RollupAmounts&) = default;
};

struct RollupRow {
  std::string key;  // unit, "personnel", class …
  Words name;
  RollupAmounts amounts;
  size_t units = 0;  // ledgers with a line in it
  size_t rank = 0;   // kUnit: by execution rate, 1 the highest, equal rates share it; 0: no budget
};

struct Rollup {
  RollupAmounts total;  // of every line of every ledger, whatever the rows are of
  size_t units = 0;
  std::vector<RollupRow> rows;  // kUnit: by rank, those without a budget last; else by key
};

// The ledgers of a year that were opened by `as_of`, by unit: of `unit` and everything below it by
// the parent unit each was opened with, to any depth; of all units where it is empty.
[[nodiscard]] std::vector<const core::LedgerState*> LedgersUnder(const core::BookState& book,
                                                                 int year, const std::string& unit,
                                                                 core::Day as_of);

// `levels` of functional classes: 1 类, 2 款, 3 项.
[[nodiscard]] Rollup RollUp(const std::vector<const core::LedgerState*>& ledgers, GroupBy by,
                            int levels, core::Day as_of);

// paid ÷ full year, the gap to time progress and its amount, as the figures of one ledger.
[[nodiscard]] Value ExecutionRate(const RollupAmounts& amounts);
[[nodiscard]] Value AheadOfTime(const RollupAmounts& amounts, int months);
[[nodiscard]] core::Fen AheadAmount(const RollupAmounts& amounts, int months);

}  // namespace outturn::figures
