// 实际在职人数 of one kind of post.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct HeadcountReported {
  static constexpr std::string_view kName = "headcount_reported";
  std::string staff_kind;
  int persons = 0;
  friend bool operator==(const HeadcountReported&, const HeadcountReported&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, HeadcountReported& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const HeadcountReported& event);

}  // namespace outturn::core
