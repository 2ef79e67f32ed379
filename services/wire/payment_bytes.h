// The bytes of a plain payment, written without the generated classes: filling a message first
// takes several times as long, and nearly every event is one.
#pragma once

#include <string>

#include "services/core/event.h"

namespace outturn::wire {

// Appends what the generated classes would write of the event, byte for byte. False, and nothing
// appended, of anything but a payment without commitment, override and warnings.
[[nodiscard]] bool AppendPayment(const core::Event& event, std::string& bytes);

}  // namespace outturn::wire
