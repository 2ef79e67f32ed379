// Whether what concurrent clients were told is explained by some serial order: linearisability of
// one contended budget line.
//
// Events have positions, so the order of writes is given; what is left is to find for every other
// answer a moment, between its call and its return, at which it was right.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace outturn::simulation {

enum class Asked : uint8_t { kPay, kRefund, kShift, kLook };
enum class Told : uint8_t {
  kRecorded,  // at `position`
  kAgain,     // it had been recorded at `position`
  kConflict,  // the id had been recorded with another content
  kRefused,   // there is not enough
  kSaw,       // the book at `position`, the line with `headroom` where it was looked at
  kUnknown
};

// One call and its answer, or one event of the log (then only the first four mean anything).
struct Done {
  std::string id;
  Asked asked = Asked::kLook;
  int64_t fen = 0;    // of a shift: into the line, below zero out of it
  std::string about;  // the payment a refund is of
  Told told = Told::kUnknown;
  uint64_t position = 0;
  int64_t headroom = -1;  // of the line; −1: not told
  uint64_t called = 0;    // on one clock for all
  uint64_t returned = 0;
};

// Empty when the answers are explained, else the first that is not. The line has `budget` after
// the first `opening` positions of the log; the one it shifts money with has `other`.
[[nodiscard]] std::string WhyNotSerial(std::vector<Done> answers, const std::vector<Done>& log,
                                       uint64_t opening, int64_t budget, int64_t other);

}  // namespace outturn::simulation
