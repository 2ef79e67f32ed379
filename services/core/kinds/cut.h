// 追减.
#pragma once

#include <string_view>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct Cut {
  static constexpr std::string_view kName = "cut";
  LineCode line;
  std::vector<ClassAmount> amounts;  // at least one
  Cause cause = Cause::kUnspecified;
  friend bool operator==(const Cut&, const Cut&) = default;
};

// Refuses: kBeforeOpening, kLineNotFound, kUnknownCode, kClassNotInCategory, kThreePublicMismatch,
// kDocumentMissing, kClassRequired, kAmountTooLarge; and whatever the control mode, for what is not
// there cannot be taken: kNoBudget, kHeadroomExceeded, kClassHeadroomExceeded,
// kThreePublicExceeded, kClassBudgetExceeded.
Result<Verdict> Decide(const Context& context, Cut& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Cut& event);

}  // namespace outturn::core
