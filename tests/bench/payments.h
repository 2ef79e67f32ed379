// A bench book: ledgers with lines and budgets, and payments against them with ids in random order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outturn/v1/services.pb.h"

namespace outturn::bench {

struct Shape {
  int ledgers = 200;
  int lines = 0;          // of each ledger; 0: 12 to 50, by ledger
  bool one_line = false;  // every payment from the same line
  uint64_t run = 1;       // makes the ids of this run its own
};

// Everything the payments need, in order: policy, ledgers, lines, appropriations. Ids do not depend
// on `run`.
[[nodiscard]] std::vector<v1::Command> Foundations(const Shape& shape);

[[nodiscard]] v1::LedgerRef LedgerOf(const Shape& shape, int i);  // one after the other, round

// Payment number `i` of the run: about 200 bytes on the wire, deterministic.
void FillPayment(const Shape& shape, uint64_t i, v1::Command& command);

}  // namespace outturn::bench
