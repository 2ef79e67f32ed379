// 定性评级: a band of the policy and a percentage of the weight inside it.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct IndicatorRated {
  static constexpr std::string_view kName = "indicator_rated";
  std::string indicator;
  std::string band;
  int percent = 0;  // 0 to 100
  friend bool operator==(const IndicatorRated&, const IndicatorRated&) = default;
};

// Refuses: kDayTooLate (the day has not come), kIndicatorNotFound, kBeforeOpening,
// kIndicatorKindMismatch, kRatingOutsideBand.
Result<Verdict> Decide(const Context& context, IndicatorRated& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const IndicatorRated& event);

}  // namespace outturn::core
