// 收回以前年度支出: a refund that arrives after the payment's year was closed. A
// mistake is taken back by a reversal that names it.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct PriorYearRefund {
  static constexpr std::string_view kName = "prior_year_refund";
  EventRef payment;
  Fen amount;
  std::string reason;
  Position payment_position = 0;  // resolved
  int payment_year = 0;           // resolved
  friend bool operator==(const PriorYearRefund&, const PriorYearRefund&) = default;
};

// Refuses: kPaymentNotFound, kPaymentElsewhere (the payment is of this year, of another unit, or
// its year is still open), kExceedsPayment, kAmountTooLarge.
Result<Verdict> Decide(const Context& context, PriorYearRefund& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const PriorYearRefund& event);

}  // namespace outturn::core
