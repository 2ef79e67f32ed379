// 合同、冻结: reserves headroom until it is released or drawn on.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct Commitment {
  static constexpr std::string_view kName = "commitment";
  LineCode line;
  EconomicClass economic_class;
  Fen amount;
  std::string counterparty;
  std::string contract_number;
  std::string purpose;
  bool procurement = false;
  friend bool operator==(const Commitment&, const Commitment&) = default;
};

// Refuses: kLineNotFound, kBeforeOpening, kUnknownCode, kClassNotDetailed, kClassNotInCategory,
// kThreePublicMismatch, kAmountTooLarge, kNoBudget, kHeadroomExceeded, kClassHeadroomExceeded,
// kThreePublicExceeded.
Result<Verdict> Decide(const Context& context, Commitment& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Commitment& event);

}  // namespace outturn::core
