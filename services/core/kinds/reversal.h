// 红冲、退回 of a payment of the same ledger, in whole or in part; also of funds received or of a
// prior-year refund that was recorded by mistake.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class ReversalKind : uint8_t { kReversed = 1, kRefunded };

struct Reversal {
  static constexpr std::string_view kName = "reversal";
  EventRef payment;  // or the funds received, or the prior-year refund
  Fen amount;
  ReversalKind kind = ReversalKind::kReversed;
  std::string reason;
  LineCode line;                  // resolved: where the money sits
  EconomicClass economic_class;   // resolved
  Position payment_position = 0;  // resolved
  bool procurement = false;       // resolved from the payment
  friend bool operator==(const Reversal&, const Reversal&) = default;
};

// Refuses: kPaymentNotFound, kPaymentElsewhere, kPlacementAmbiguous, kBeforeOriginal,
// kExceedsPayment, kExceedsOriginal (of funds received or a prior-year refund), kAmountTooLarge.
Result<Verdict> Decide(const Context& context, Reversal& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Reversal& event);

}  // namespace outturn::core
