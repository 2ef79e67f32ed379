// Patience: a long walk ends when nobody waits for what it finds.
#pragma once

#include <cstdint>
#include <functional>

namespace outturn::app {

// Whether nobody waits for an answer any more. Empty: somebody does, always.
using GivenUp = std::function<bool()>;

// Asked at every step; asks itself at each 1,024th. One thread; `given_up` outlives it.
class Patience {
 public:
  explicit Patience(const GivenUp& given_up) : given_up_(given_up) {}

  // Whether to end the walk here.
  [[nodiscard]] bool EndsHere() {
    constexpr uint64_t kStep = 1'024;
    if (!over_ && given_up_ && steps_++ % kStep == 0) over_ = given_up_();
    return over_;
  }
  // Whether some walk was ended: what it found is not all there is.
  [[nodiscard]] bool over() const { return over_; }

 private:
  const GivenUp& given_up_;
  uint64_t steps_ = 0;
  bool over_ = false;
};

}  // namespace outturn::app
