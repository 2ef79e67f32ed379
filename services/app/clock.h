// Time comes in from outside.
#pragma once

#include "services/core/day.h"

namespace outturn::app {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual core::Instant Now() const = 0;  // any thread
};

// The machine's clock.
[[nodiscard]] const Clock& SystemClock();

}  // namespace outturn::app
