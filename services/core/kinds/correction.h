// 更正: moves (part of) a payment to another line or economic class; the total is unchanged.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct Correction {
  static constexpr std::string_view kName = "correction";
  EventRef payment;
  Fen amount;
  LineCode from_line;                 // resolved: where the money sits
  EconomicClass from_economic_class;  // resolved
  LineCode to_line;
  EconomicClass to_economic_class;
  std::string reason;
  Position payment_position = 0;  // resolved
  bool procurement = false;       // resolved from the payment
  friend bool operator==(const Correction&, const Correction&) = default;
};

// Refuses: for the place it leaves kPaymentNotFound, kPaymentElsewhere, kPlacementAmbiguous,
// kBeforeOriginal, kExceedsPayment, kCorrectionToItself; for the place it goes to kBeforeOpening,
// kLineNotFound, kUnknownCode, kClassNotDetailed, kClassNotInCategory, kThreePublicMismatch,
// kAmountTooLarge, kNoBudget, kHeadroomExceeded, kClassHeadroomExceeded, kThreePublicExceeded.
Result<Verdict> Decide(const Context& context, Correction& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Correction& event);

}  // namespace outturn::core
