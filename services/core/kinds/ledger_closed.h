// 年度关账: afterwards only what the policy allows.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct LedgerClosed {
  static constexpr std::string_view kName = "ledger_closed";
  std::string note;
  friend bool operator==(const LedgerClosed&, const LedgerClosed&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, LedgerClosed& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const LedgerClosed& event);

}  // namespace outturn::core
