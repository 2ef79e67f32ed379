// Whether a ledger takes an event of a kind at all, on that day.
#pragma once

#include <optional>
#include <string_view>

#include "services/core/decide.h"

namespace outturn::core {

// For the context's ledger and policy, in order: kLedgerClosed (now, or on the effective day),
// kLedgerNotClosed (of a reopening),
// kDayOutsideYear, kBackdatedTooFar, kBeforeOpening. A publication is taken by a closed ledger and
// however late: it changes nothing, and what is published is mostly last year's.
[[nodiscard]] std::optional<Refusal> CheckStanding(const Context& context, std::string_view kind);

// The same question asked of another ledger of the book: its state, its policy.
[[nodiscard]] Context ContextFor(const Context& context, const LedgerState& ledger);

}  // namespace outturn::core
