// 全年预计: what the unit expects at the year's end, of money or of an indicator.
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

enum class Likelihood : uint8_t { kUnspecified, kCertain, kPossible, kImpossible };

struct ForecastReported {
  static constexpr std::string_view kName = "forecast_reported";
  std::string indicator;         // empty: of money
  std::string figure;            // resolved: of money "paid" unless another; of an indicator empty
  Fen amount;                    // of money
  std::optional<Decimal> value;  // kinds ≥ ≤ =
  std::string text;              // the other kinds, or how the form prints the value
  Likelihood likelihood = Likelihood::kUnspecified;
  std::string remark;
  friend bool operator==(const ForecastReported&, const ForecastReported&) = default;
};

// Whether the figure is one is for the figures to say: core knows no names of them.
//
// Refuses: kIndicatorNotFound, kBeforeOpening, kIndicatorKindMismatch.
Result<Verdict> Decide(const Context& context, ForecastReported& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const ForecastReported& event);

}  // namespace outturn::core
