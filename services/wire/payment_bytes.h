// The bytes of a plain payment and of its receipt, written without the generated classes: filling a
// message first takes several times as long, and nearly every event is one.
#pragma once

#include <string>

#include "services/core/event.h"

namespace outturn::wire {

// Appends what the generated classes would write of the event, byte for byte. False, and nothing
// appended, of anything but a payment without commitment, override and warnings.
[[nodiscard]] bool AppendPayment(const core::Event& event, std::string& bytes);

// Appends the answers of a v1::RecordBatchReply, of which it is one more: a receipt with these
// fields, byte for byte as the generated classes would write it. An outcome without warnings.
void AppendReceipt(core::Position position, core::Instant recorded_at, bool already_recorded,
                   const core::Outcome& outcome, std::string& reply);

}  // namespace outturn::wire
