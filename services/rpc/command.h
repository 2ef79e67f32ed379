// A command as it came in, understood.
#pragma once

#include <variant>

#include "outturn/v1/event.pb.h"
#include "services/core/event.h"
#include "services/wire/fields.h"

namespace outturn::rpc {

// A well-formed command, or everything that is wrong with it: its fields, and names of figures that
// the catalogue does not know, which core takes as they are and nothing would ever look up.
[[nodiscard]] std::variant<core::Command, wire::Violations> Understand(const v1::Command& from);

}  // namespace outturn::rpc
