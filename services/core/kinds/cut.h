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

// Refuses: as InitialAppropriation without kTargetsMissing, and kNoBudget, kHeadroomExceeded,
// kClassHeadroomExceeded, kThreePublicExceeded whatever the control mode: what is not there cannot
// be taken.
Result<Verdict> Decide(const Context& context, Cut& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Cut& event);

}  // namespace outturn::core
