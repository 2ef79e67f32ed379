// Why a check of a ledger says what it says: the rule with its numbers, what was found, and the
// events behind the figures it compares.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/checks/rules.h"
#include "services/figures/explain/explain.h"

namespace outturn::checks {

// "check(declared_sum)": each finding of that check with what it found and what is due, the figures
// it compares taken apart, and the declarations where it looks at those. The check's value counts
// the findings. nullopt when the name is not written so; the problem of an unknown check names
// those that are near.
[[nodiscard]] std::optional<figures::Fallible<figures::Explanation>> ExplainCheck(
    const figures::Cut& cut, const Rules& rules, std::string_view name, figures::Language language);

// The same of a check by its bare id, or by what it is called in either language as `outturn check
// list` has it. nullopt when no check is called so.
[[nodiscard]] std::optional<figures::Explanation> ExplainCheckCalled(const figures::Cut& cut,
                                                                     const Rules& rules,
                                                                     std::string_view called,
                                                                     figures::Language language);

// "check(declared_sum)": those whose id is near what was asked for.
[[nodiscard]] std::vector<std::string> ChecksNear(const Rules& rules, std::string_view asked);

}  // namespace outturn::checks
