// 编制数 of one kind of post.
#pragma once

#include <string>
#include <string_view>

#include "services/core/header.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct QuotaSet {
  static constexpr std::string_view kName = "quota_set";
  std::string staff_kind;
  int persons = 0;
  friend bool operator==(const QuotaSet&, const QuotaSet&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, QuotaSet& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position, const QuotaSet& event);

}  // namespace outturn::core
