// A plain payment as clients send it, read without the generated classes: filling a message first
// and copying its texts takes several times as long, and nearly every command is one.
#pragma once

#include <string_view>

#include "services/core/event.h"

namespace outturn::wire {

// Fills `to`, an empty command, with what Decode would make of the bytes. False, and nothing is
// known of the bytes and of `to`, of anything but a well-formed payment without commitment and
// override, as the generated classes write it, whose id is of ASCII.
[[nodiscard]] bool ReadPayment(std::string_view bytes, core::Command& to);

}  // namespace outturn::wire
