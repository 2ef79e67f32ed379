// 重新开账: a closed ledger is opened for audit corrections, from the effective day on; what that
// means for the days before it stands in ledger_closed.h.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct LedgerReopened {
  static constexpr std::string_view kName = "ledger_reopened";
  std::string reason;
  friend bool operator==(const LedgerReopened&, const LedgerReopened&) = default;
};

// Refuses: kLedgerNotClosed; kBeforeOriginal (a day before the closing's).
Result<Verdict> Decide(const Context& context, LedgerReopened& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const LedgerReopened& event);

}  // namespace outturn::core
