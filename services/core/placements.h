// Where a payment's money sits after reversals and corrections, and what is left of it.
#pragma once

#include <vector>

#include "services/core/control.h"

namespace outturn::core {

struct Placement {
  LineCode line;
  EconomicClass economic_class;
  DaySeries left;
};

// Every line and class the payment's money is or was on.
[[nodiscard]] std::vector<Placement> PlacementsOf(const LedgerState& ledger,
                                                  const PaymentRecord& payment);

// The payment a later event names, of the header's ledger and not after its day; fills in an empty
// source. Else kPaymentNotFound, kPaymentElsewhere or kBeforeOriginal.
[[nodiscard]] Result<PaymentRecord> NamedPayment(const Context& context, EventRef& ref);

// The place `amount` is taken from: the one named, or the only one with money; fills in `line` and
// `economic_class`. `kept_back` of what is left is not for taking. Else kPlacementAmbiguous or
// kExceedsPayment.
[[nodiscard]] std::optional<Refusal> SettlePlace(const Context& context,
                                                 const PaymentRecord& payment, Fen amount,
                                                 Fen kept_back, LineCode& line,
                                                 EconomicClass& economic_class);

// What ledgers of later years took back of the payment.
[[nodiscard]] Fen RefundedInLaterYears(const Context& context, const PaymentRecord& payment);

}  // namespace outturn::core
