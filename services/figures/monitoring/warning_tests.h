// The tests of warning rules, by what they look at. For this folder only.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/monitoring/warnings.h"

namespace outturn::figures {

// One rule asked of one cut.
struct Asking {
  const Cut& cut;
  const core::WarningRule& rule;
  std::span<const WatchedPayment> payments;
};
using RaisedWarnings = std::vector<RaisedWarning>;

// Of budgets and time progress, by the parts the rule's scope names.
[[nodiscard]] RaisedWarnings MoneyWarnings(const Asking& asking);
[[nodiscard]] RaisedWarnings ThreePublicWarnings(const Asking& asking);
[[nodiscard]] RaisedWarnings PaymentWarnings(const Asking& asking);
[[nodiscard]] RaisedWarnings IndicatorWarnings(const Asking& asking);

// A part of the ledger a rule of money is asked of.
struct LedgerPart {
  Selector selector;
  Words name;
  bool classified = false;
};
[[nodiscard]] std::vector<LedgerPart> PartsOf(const Cut& cut, core::WarningScope scope);

// The warning of a part, with these figures as its numbers; those of them that sum up what was paid
// and committed are the sums behind it.
[[nodiscard]] RaisedWarning Raise(const Asking& asking, const LedgerPart& part,
                                  const std::vector<std::string_view>& measures, Words words,
                                  RaisedWarning::Extent extent);
// A gap to time progress is a new matter when it has grown by five points.
inline constexpr Wide kPointsToGrow = 500;
// The figure of a part by its measure, with its value.
[[nodiscard]] std::pair<Figure, Value> Number(const Cut& cut, std::string_view measure,
                                              const Selector& selector);
[[nodiscard]] std::pair<Figure, Value> Number(const Cut& cut, std::string_view measure,
                                              const std::string& code);

// "12345.67 yuan" and "23.45 points", in sentences.
[[nodiscard]] Words Yuan(core::Fen amount);
// `hundredths` of a point or percent, shortest: "20", "7.5".
[[nodiscard]] std::string Hundredths(int hundredths);

}  // namespace outturn::figures
