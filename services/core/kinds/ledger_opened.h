// 建账: the year of one budget unit begins.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct LedgerOpened {
  static constexpr std::string_view kName = "ledger_opened";
  std::string unit_name;
  std::string division;     // 行政区划代码
  std::string parent_unit;  // empty for a first-level budget unit
  PolicyRef policy;
  std::string code_tables;  // version
  std::string currency;     // "CNY"
  friend bool operator==(const LedgerOpened&, const LedgerOpened&) = default;
};

// Refuses: kLedgerExists, kPolicyNotFound, kCodeTablesNotFound, kDayOutsideYear.
Result<Verdict> Decide(const Context& context, LedgerOpened& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const LedgerOpened& event);

}  // namespace outturn::core
