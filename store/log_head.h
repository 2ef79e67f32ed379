// What every event log keeps in memory about its end, and the refusals that follow from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

struct LogHead {
  Position tail = 0;
  Epoch sealed = 0;
  bool failed = false;  // a write's outcome is unknown

  // As event_log.h says for Append and Seal.
  Status CheckAppend(Epoch epoch, Position first, std::span<const std::string_view> group) const;
  Status CheckSeal(Epoch epoch) const;

  // Takes note of the failure and gives the status to return.
  Status Fail(const std::string& reason);
};

}  // namespace outturn::store
