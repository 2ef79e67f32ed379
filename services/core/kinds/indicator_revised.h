// 指标调整: changes an indicator from the effective day on; empty fields stay as they were.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/core/decimal.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct IndicatorRevised {
  static constexpr std::string_view kName = "indicator_revised";
  std::string indicator;
  std::optional<Decimal> target;
  std::string target_text;
  std::optional<Day> due;
  int weight = 0;  // hundredths of a point; 0: unchanged
  std::string reason;
  std::string approval;  // 审核文号: approves the target from the effective day on
  friend bool operator==(const IndicatorRevised&, const IndicatorRevised&) = default;
};

// Refuses: kIndicatorNotFound, kBeforeOpening, kIndicatorKindMismatch, kWeightsExceedTotal.
Result<Verdict> Decide(const Context& context, IndicatorRevised& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const IndicatorRevised& event);

}  // namespace outturn::core
