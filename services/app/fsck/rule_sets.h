// RuleSets: the rule sets in memory held against those the log's events adopt, read from the first
// event on.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/app/book.h"

namespace outturn::app {

using PolicyMap = std::map<core::PolicyRef, core::Policy>;

// "rule set hunan-2024@1 is missing": each that is not the same in both, field by field.
[[nodiscard]] std::vector<std::string> RuleSetDifferences(const PolicyMap& in_memory,
                                                          const PolicyMap& adopted);

// Threads: one at a time. The book outlives it.
class RuleSets {
 public:
  explicit RuleSets(const Book& book) : book_(book) {}

  struct Compared {
    size_t rule_sets = 0;
    std::vector<std::string> differences;
  };
  // Reads the log on for about `budget`, and compares once it has come as far as the book is.
  // nullopt: it has not. kCorrupt, kIo: the log cannot be read.
  [[nodiscard]] store::Result<std::optional<Compared>> Compare(std::chrono::microseconds budget);

 private:
  store::Status ReadOn(core::Position to, std::chrono::steady_clock::time_point until);

  const Book& book_;
  core::BookState adopted_;  // of it the rule sets and the position only
};

}  // namespace outturn::app
