// 实际完成值 of an indicator as of the effective day.
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

enum class ResultMode : uint8_t { kCumulative = 1, kIncremental };

struct ResultReported {
  static constexpr std::string_view kName = "result_reported";
  std::string indicator;
  ResultMode mode = ResultMode::kCumulative;  // resolved
  std::optional<Decimal> value;               // kinds ≥ ≤ =
  std::string text;                           // kind qualitative, or how the form prints the value
  std::optional<Day> completed_on;            // kind timeliness
  std::string evidence;
  friend bool operator==(const ResultReported&, const ResultReported&) = default;
};

// A result is known when it is reported: its day is not after that of recording, and what it says
// was completed was completed by then. Only a rate may be below zero (a change on last year, in %);
// numbers of things are not, though an increment may take back too much reported before.
//
// Refuses: kIndicatorNotFound, kBeforeOpening, kIndicatorKindMismatch, kDayOutsideYear,
// kDayTooLate, kResultBelowZero.
Result<Verdict> Decide(const Context& context, ResultReported& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ResultReported& event);

}  // namespace outturn::core
