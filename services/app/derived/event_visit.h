// The log's events, one after the other.
#pragma once

#include <functional>
#include <string_view>

#include "services/core/header.h"
#include "store/event_log.h"

namespace outturn::app {

using VisitEvent = std::function<bool(core::Position, std::string_view bytes)>;

// Calls `visit` for the events from `from` to `to` in order, until it returns false. What lies
// behind `to` is not read, whatever its state. Errors as store::EventCursor.
[[nodiscard]] inline store::Status VisitLog(const store::EventLog& log, core::Position from,
                                            core::Position to, const VisitEvent& visit) {
  const auto cursor = log.Read(from);
  while (from <= to && cursor->Next()) {
    if (!visit(cursor->position(), cursor->event())) return {};
    from = cursor->position() + 1;
  }
  return cursor->status();
}

}  // namespace outturn::app
