// 年度总体目标.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct GoalStated {
  static constexpr std::string_view kName = "goal_stated";
  std::string project;  // code; empty: the whole department
  std::string expected;
  friend bool operator==(const GoalStated&, const GoalStated&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, GoalStated& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const GoalStated& event);

}  // namespace outturn::core
