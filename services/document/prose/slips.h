// Slips of the pen. For this folder.
#pragma once

#include <cstddef>

#include "services/figures/forms/printed.h"

namespace outturn::document {

// Whether one is the other with two digits changed places, one digit wrong, or the point moved;
// both above zero. `printed_digits`: digits of one as printed, zeros at its end with them.
// `sure`: that both are the same was said, so that fewer digits are enough.
[[nodiscard]] bool IsSlip(const figures::Exactly& a, const figures::Exactly& b,
                          size_t printed_digits, bool sure);

}  // namespace outturn::document
