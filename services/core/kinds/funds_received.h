// 资金到位. What was recorded by mistake is taken back by a reversal that names it.
#pragma once

#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct FundsReceived {
  static constexpr std::string_view kName = "funds_received";
  LineCode line;
  Fen amount;
  friend bool operator==(const FundsReceived&, const FundsReceived&) = default;
};

// Refuses: kLineNotFound, kBeforeOpening, kAmountTooLarge.
Result<Verdict> Decide(const Context& context, FundsReceived& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const FundsReceived& event);

}  // namespace outturn::core
