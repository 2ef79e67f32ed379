// Why a check between declared cells says what it says.
#pragma once

#include <optional>
#include <string_view>

#include "services/figures/explain.h"

namespace outturn::figures {

// "check(sum)": each finding of that check with what was printed and what the other cells make it,
// and the declarations they stand in. nullopt when the name is not written so; the problem of an
// unknown check names those there are.
[[nodiscard]] std::optional<Fallible<Explanation>> ExplainCheck(const Cut& cut,
                                                                std::string_view name,
                                                                Language language);

}  // namespace outturn::figures
