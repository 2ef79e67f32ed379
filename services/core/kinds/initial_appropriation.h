// 年初预算批复.
#pragma once

#include <string_view>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct InitialAppropriation {
  static constexpr std::string_view kName = "initial_appropriation";
  LineCode line;
  std::vector<ClassAmount> amounts;  // at least one
  friend bool operator==(const InitialAppropriation&, const InitialAppropriation&) = default;
};

// Refuses: kBeforeOpening, kLineNotFound, kUnknownCode, kClassNotInCategory, kThreePublicMismatch,
// kDocumentMissing, kClassRequired, kTargetsMissing, kAmountTooLarge.
Result<Verdict> Decide(const Context& context, InitialAppropriation& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const InitialAppropriation& event);

}  // namespace outturn::core
