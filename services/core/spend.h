// What the kinds that take money out of a line share.
#pragma once

#include "services/core/control.h"

namespace outturn::core {

// Decides taking `net` more headroom (zero or more) from a line and class, by an event worth
// `gross`.
[[nodiscard]] Result<Verdict> DecideSpend(const Context& context, const LineCode& line,
                                          const EconomicClass& economic_class, Fen gross, Fen net);

}  // namespace outturn::core
