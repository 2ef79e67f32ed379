#include "services/app/clock.h"

#include <chrono>

namespace outturn::app {
namespace {

class RealClock final : public Clock {
 public:
  core::Instant Now() const override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return core::Instant(
        std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
  }
};

}  // namespace

const Clock& SystemClock() {
  static const RealClock clock;
  return clock;
}

}  // namespace outturn::app
