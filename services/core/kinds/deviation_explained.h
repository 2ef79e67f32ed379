// 偏差原因分析及改进措施.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class DeviationCause : uint8_t {
  kUnspecified,
  kFunding,
  kInstitution,
  kStaff,
  kHardware,
  kOther
};

struct DeviationExplained {
  static constexpr std::string_view kName = "deviation_explained";
  std::string indicator;  // empty: of money
  DeviationCause cause = DeviationCause::kUnspecified;
  std::string reason;
  std::string improvement;
  std::string figure = {};  // of money; empty: the execution rate of the whole ledger
  friend bool operator==(const DeviationExplained&, const DeviationExplained&) = default;
};

// Whether the figure is one is for the figures to say: core knows no names of them.
//
// Refuses: kIndicatorNotFound, kBeforeOpening.
Result<Verdict> Decide(const Context& context, DeviationExplained& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const DeviationExplained& event);

}  // namespace outturn::core
