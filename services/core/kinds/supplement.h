// 追加.
#pragma once

#include <string_view>
#include <vector>

#include "services/core/amounts.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct Supplement {
  static constexpr std::string_view kName = "supplement";
  LineCode line;
  std::vector<ClassAmount> amounts;  // at least one
  Cause cause = Cause::kUnspecified;
  friend bool operator==(const Supplement&, const Supplement&) = default;
};

// Refuses: kBeforeOpening, kLineNotFound, kUnknownCode, kClassNotInCategory, kThreePublicMismatch,
// kDocumentMissing, kClassRequired, kTargetsMissing, kAmountTooLarge.
Result<Verdict> Decide(const Context& context, Supplement& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const Supplement& event);

}  // namespace outturn::core
