// What a client is told about a command.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "services/core/event.h"
#include "services/core/refusal.h"

namespace outturn::app {

// Recorded, durably. With validate_only: it would have been; then position is 0.
struct Receipt {
  core::Position position = 0;
  core::Instant recorded_at;
  bool already_recorded = false;  // the answer to an earlier request with the same id and content
  core::Outcome outcome;
};

// Not decided, for a reason that is not the command's.
struct Unavailable {
  enum class Why : uint8_t {
    kOverloaded,      // the queue is full: nothing happened, try again a little later
    kReadOnly,        // writes are refused until the book is reopened: nothing happened
    kUnknownOutcome,  // the flush failed: it may or may not be durable; a retry after reopening
                      // settles it
    kStopping,        // the server is going down: nothing happened
    kDiskFull,        // the disk is nearly full: nothing happened, try again once there is room
    kDamaged,  // what it rests on cannot be read: nothing happened, and waiting does not help
  };
  Why why;
  std::string detail;
};

// Whether somebody holds back while the book is busy: a stream, which then sends the next batch
// only when the one before is answered. Its commands wait beside the bound for everybody else's, so
// that nobody is turned away who can be made to wait.
enum class Pace : uint8_t { kAsItComes, kHeldBack };

using Answer = std::variant<Receipt, core::Refusal, Unavailable>;
using OnAnswer = std::function<void(Answer)>;
// One answer per command, in their order.
using OnAnswers = std::function<void(std::vector<Answer>)>;

}  // namespace outturn::app
