// A command as it came in, understood.
#pragma once

#include <variant>

#include "outturn/v1/event.pb.h"
#include "services/app/book.h"
#include "services/core/event.h"
#include "services/wire/fields.h"

namespace outturn::rpc {

// A well-formed command, or everything that is wrong with it: its fields, and names of figures that
// the catalogue does not know, which core takes as they are and nothing would ever look up. What
// the book has already is well-formed, whatever the catalogue had then: a retry is answered.
[[nodiscard]] std::variant<core::Command, wire::Violations> Understand(const v1::Command& from,
                                                                       const app::Book& book);

}  // namespace outturn::rpc
