// Every refusal of every kind, as data: what happened, what is asked, what the answer is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/core/story.h"

namespace outturn::core {

struct Row {
  std::string name;  // what is wrong, as one word: LineOfAnotherLedger
  Asks given;
  Ask when;
  Reason reason;
  std::vector<Variable> variables;  // all of them, but for "control"
  bool standing = false;            // asked of every kind alike: no part of the kind's own contract

  [[nodiscard]] std::string_view kind() const { return KindName(when.command.body); }
};
using Rows = std::vector<Row>;

[[nodiscard]] Rows LedgerRefusals();
[[nodiscard]] Rows PolicyRefusals();
[[nodiscard]] Rows BudgetRefusals();
[[nodiscard]] Rows VirementRefusals();
[[nodiscard]] Rows SpendingRefusals();
[[nodiscard]] Rows FollowUpRefusals();  // of releases, reversals, corrections, refunds
[[nodiscard]] Rows PerformanceRefusals();
// A ledger that is not there, closed, at another version; a day that does not do.
[[nodiscard]] Rows StandingRefusals();
[[nodiscard]] Rows AllRefusals();

// A command of every kind, in the order of Body, that is recorded after Eventful().
[[nodiscard]] Asks OneOfEachKind();
// A book in which a command of every kind may follow.
[[nodiscard]] Asks Eventful(const Policy& policy);

}  // namespace outturn::core
