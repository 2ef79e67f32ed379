// Which events a ListEventsRequest asks for.
#pragma once

#include "outturn/v1/services.pb.h"
#include "services/app/book.h"
#include "services/core/event.h"

namespace outturn::rpc {

// Whether the event is of one of the kinds, touches the line and class, carries the reference and
// lies within both ranges of dates. Empty fields ask for nothing. The event is of the book: what it
// only names is looked up there.
[[nodiscard]] bool Matches(const app::Book& book, const v1::ListEventsRequest& asked,
                           const core::Event& event);

}  // namespace outturn::rpc
