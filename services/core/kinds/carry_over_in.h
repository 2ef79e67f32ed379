// 上年结转.
#pragma once

#include <string_view>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct CarryOverIn {
  static constexpr std::string_view kName = "carry_over_in";
  LineCode line;
  std::vector<ClassAmount> amounts;  // at least one
  friend bool operator==(const CarryOverIn&, const CarryOverIn&) = default;
};

// Refuses: kBeforeOpening, kLineNotFound, kUnknownCode, kClassNotInCategory, kThreePublicMismatch,
// kClassRequired, kAmountTooLarge. A carry-over needs neither document nor targets: it was given
// before.
Result<Verdict> Decide(const Context& context, CarryOverIn& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const CarryOverIn& event);

}  // namespace outturn::core
