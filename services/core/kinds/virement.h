// 调剂: moves budget between lines, also across ledgers of one book and year; all or nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class Direction : uint8_t { kOut = 1, kIn };

struct VirementLeg {
  std::string unit;  // of the header's year; resolved to the header's unit when empty
  LineCode line;
  EconomicClass economic_class;  // empty: the document names no class
  Direction direction = Direction::kOut;
  Fen amount;
  friend bool operator==(const VirementLeg&, const VirementLeg&) = default;
};

struct Virement {
  static constexpr std::string_view kName = "virement";
  std::vector<VirementLeg> legs;  // at least two; ins equal outs
  Cause cause = Cause::kUnspecified;
  friend bool operator==(const Virement&, const Virement&) = default;
};

// Refuses: kDocumentMissing, kVirementUnbalanced, kVirementToItself; of the ledger of each leg
// kLedgerNotFound, kLedgerClosed, kBeforeOpening; of each leg kLineNotFound, kUnknownCode,
// kClassNotInCategory, kThreePublicMismatch, kClassRequired, kTargetsMissing (in), kAmountTooLarge;
// and whatever the control mode kNoBudget, kHeadroomExceeded, kClassHeadroomExceeded,
// kThreePublicExceeded, kClassBudgetExceeded.
Result<Verdict> Decide(const Context& context, Virement& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Virement& event);

}  // namespace outturn::core
