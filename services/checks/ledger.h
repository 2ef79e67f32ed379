// The checks of a ledger in the book: its derived figures among themselves, against last year and
// against what was declared; and what a written report states against the derived figures.
#pragma once

#include <string>
#include <vector>

#include "services/checks/check.h"
#include "services/figures/catalogue.h"

namespace outturn::checks {

// Findings of one cut; errors first. Amounts are exact, so no rounding is allowed for.
[[nodiscard]] std::vector<Finding> CheckLedger(const figures::Cut& cut, const Rules& rules);

// The checks of CheckLedger that no document has, for the catalogue.
[[nodiscard]] const std::vector<CheckAbout>& LedgerChecks();

// A figure as a report states it. Projects and indicators may be named by their names:
// "paid(project=法律援助经费)".
struct Claimed {
  std::string figure;
  std::vector<std::string> or_figures;
  std::string printed;
  std::string unit;
};
enum class Agreement : uint8_t {
  kEqual,
  kEqualByRounding,
  kDifferent,
  kNoFigure,  // the catalogue has none of that name, or the ledger no such project, class …
  kNoValue,   // the events give none
};
struct Answered {
  std::string figure;  // canonical, with the ledger's codes
  Agreement agreement = Agreement::kNoFigure;
  std::string derived;     // as printed, in 万元
  std::string difference;  // stated − derived; empty where it has no meaning
};
[[nodiscard]] Answered Compare(const figures::Cut& cut, const Claimed& claimed);

}  // namespace outturn::checks
