// Commitments a later event names: a release or a payment that draws on one.
#pragma once

#include "services/core/control.h"

namespace outturn::core {

// The commitment, made not after the effective day; fills in an empty source. Else
// kCommitmentNotFound or kBeforeOriginal.
[[nodiscard]] Result<const CommitmentState*> UsableCommitment(const Context& context,
                                                              EventRef& ref);

// kExceedsCommitment when `amount` is more than it reserves on any day from the effective day on.
[[nodiscard]] std::optional<Refusal> CheckLeft(const Context& context,
                                               const CommitmentState& commitment, Fen amount);

}  // namespace outturn::core
