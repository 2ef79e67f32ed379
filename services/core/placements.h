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

// What is left of the payment in all its places together.
[[nodiscard]] DaySeries LeftOf(const std::vector<Placement>& places);

// Every line and class the payment's money is or was on.
[[nodiscard]] std::vector<Placement> PlacementsOf(const LedgerState& ledger,
                                                  const PaymentRecord& payment);

// The payment a later event names, of the header's ledger; fills in an empty source. Else
// kPaymentNotFound or kPaymentElsewhere.
[[nodiscard]] Result<PaymentRecord> NamedPayment(const Context& context, EventRef& ref);

// The place `amount` is taken from: the one named, or the only one with money; fills in `line` and
// `economic_class`. `ref` is the payment's name. Else kPlacementAmbiguous, kBeforeOriginal or
// kExceedsPayment.
[[nodiscard]] std::optional<Refusal> SettlePlace(const Context& context, const EventRef& ref,
                                                 const PaymentRecord& payment, Fen amount,
                                                 LineCode& line, EconomicClass& economic_class);

// How many years after a payment a refund may still come.
inline constexpr int kYearsOfRefunds = 30;

// kExceedsPayment when `amount` is more than what later years have left of the payment, of the
// ledger `paid_from`, on the effective day or later.
[[nodiscard]] std::optional<Refusal> CheckRefunded(const Context& context,
                                                   const LedgerState& paid_from,
                                                   const PaymentRecord& payment, Fen amount);

}  // namespace outturn::core
