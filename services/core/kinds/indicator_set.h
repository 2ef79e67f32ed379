// 绩效指标: an indicator and its target, set once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/core/decimal.h"
#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

enum class IndicatorKind : uint8_t { kAtLeast = 1, kAtMost, kEqual, kQualitative, kTimeliness };
[[nodiscard]] inline bool IsQuantitative(IndicatorKind kind) {
  return kind == IndicatorKind::kAtLeast || kind == IndicatorKind::kAtMost ||
         kind == IndicatorKind::kEqual;
}

struct IndicatorSet {
  static constexpr std::string_view kName = "indicator_set";
  std::string indicator;  // code, unique in the ledger
  std::string project;    // code; empty: the whole department
  std::string level1;
  std::string level2;
  std::string level3;
  IndicatorKind kind = IndicatorKind::kAtLeast;
  Decimal target;           // kinds ≥ ≤ =
  std::string target_text;  // as the form prints it; empty: target and unit
  std::optional<Day> due;   // kind timeliness
  std::string unit;
  int weight = 0;  // hundredths of a point, above zero
  bool core = false;
  int order = 0;
  std::string
      derived_from;  // money figure that is the actual value in 万元; empty: results are reported
  std::string approval;  // 审核文号; empty: not approved, or later by a revision
  friend bool operator==(const IndicatorSet&, const IndicatorSet&) = default;
};

// Refuses: kIndicatorExists, kWeightsExceedTotal.
Result<Verdict> Decide(const Context& context, IndicatorSet& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const IndicatorSet& event);

}  // namespace outturn::core
