// What an event is about: its lines, and whether it rests on something the state does not have.
#pragma once

#include <string>
#include <vector>

#include "services/core/event.h"
#include "services/core/ledger_state.h"

namespace outturn::audit {

// The lines of `unit` an event touches by name.
[[nodiscard]] std::vector<core::LineCode> LinesOf(const core::Command& command,
                                                  const std::string& unit);

// Names a line, commitment or indicator the event needs and the state, folded so far, does not
// have; empty when it can be folded in.
[[nodiscard]] std::string Lacking(const core::LedgerState& ledger, const core::Command& command);

}  // namespace outturn::audit
