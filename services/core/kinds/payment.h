// 支付.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class PaymentMethod : uint8_t { kUnspecified, kTreasury, kAuthorised, kTransfer = 9 };

struct Payment {
  static constexpr std::string_view kName = "payment";
  LineCode line;
  EconomicClass economic_class;  // 款: five digits
  Fen amount;
  std::string payee;
  std::string purpose;
  std::string voucher;
  bool procurement = false;
  PaymentMethod method = PaymentMethod::kUnspecified;
  std::optional<EventRef> commitment;
  Fen drawn;  // from the commitment; resolved when zero and there is a commitment
  friend bool operator==(const Payment&, const Payment&) = default;
};

// Refuses: kBeforeOpening, kLineNotFound, kUnknownCode, kClassNotDetailed, kClassNotInCategory,
// kThreePublicMismatch, kCommitmentNotFound, kCommitmentMismatch, kBeforeOriginal, kExceedsPayment
// (more drawn than paid), kExceedsCommitment, kAmountTooLarge, kNoBudget, kHeadroomExceeded,
// kClassHeadroomExceeded, kThreePublicExceeded.
Result<Verdict> Decide(const Context& context, Payment& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Payment& event);

}  // namespace outturn::core
