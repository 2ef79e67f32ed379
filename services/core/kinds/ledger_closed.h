// 年度关账: afterwards only what the policy allows.
//
// A closing and the reopening after it (ledger_reopened.h) have two sides. By recording: once the
// closing is recorded nothing else is taken, whatever its day, until a reopening is. By day: the
// ledger is closed on the days from the closing's up to the day before the reopening's, and stays
// so: after the reopening an event is still refused for such a day. An audit therefore reopens on
// the closing's own day, and its corrections bear that day or an earlier one.
//
// A closing stands at the end of what happened: its day is not before that of any event of the
// ledger.
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

// Refuses: kBeforeLatest.
Result<Verdict> Decide(const Context& context, LedgerClosed& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const LedgerClosed& event);

}  // namespace outturn::core
