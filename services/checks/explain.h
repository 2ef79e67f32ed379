// Why a check of a ledger says what it says: the rule with its numbers, what was found, and the
// events behind the figures it compares.
#pragma once

#include <optional>
#include <string_view>

#include "services/checks/rules.h"
#include "services/figures/explain.h"

namespace outturn::checks {

// "check(declared_sum)": each finding of that check with what it found and what is due, the figures
// it compares taken apart, and the declarations where it looks at those. The check's value counts
// the findings. nullopt when the name is not written so; the problem of an unknown check names
// those that are near.
[[nodiscard]] std::optional<figures::Fallible<figures::Explanation>> ExplainCheck(
    const figures::Cut& cut, const Rules& rules, std::string_view name, figures::Language language);

}  // namespace outturn::checks
