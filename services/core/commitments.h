// Commitments a later event names: a release or a payment that draws on one.
#pragma once

#include "services/core/control.h"

namespace outturn::core {

// The commitment of that name; fills in an empty source. Else kCommitmentNotFound.
[[nodiscard]] Result<const CommitmentState*> NamedCommitment(const Context& context, EventRef& ref);

// kBeforeOriginal when the effective day is before the commitment's.
[[nodiscard]] std::optional<Refusal> CheckMade(const Context& context,
                                               const CommitmentState& commitment);

// kExceedsCommitment when `amount` is more than it reserves on any day from the effective day on.
[[nodiscard]] std::optional<Refusal> CheckLeft(const Context& context,
                                               const CommitmentState& commitment, Fen amount);

}  // namespace outturn::core
