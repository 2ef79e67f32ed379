// 采用政策: puts a rule set into the book, and onto the ledgers listed from the effective day on.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "services/core/policy.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct BookState;
struct LedgerState;

struct PolicyAdopted {
  static constexpr std::string_view kName = "policy_adopted";
  Policy policy;
  std::vector<LedgerId> ledgers;
  friend bool operator==(const PolicyAdopted&, const PolicyAdopted&) = default;
};

// What a rule set says has to be possible by itself: numbers in range, bands and grades without
// gaps, kinds there are, warning rules whole. kPolicyInvalid with the first field that is not.
[[nodiscard]] std::optional<Refusal> CheckContent(const Policy& policy);
// Refuses: kPolicyExists, kPolicyInvalid; of each ledger listed kLedgerNotFound and what its
// standing forbids (standing.h): a ledger is not given a policy for days before it began.
Result<Verdict> Decide(const Context& context, PolicyAdopted& asked);
// The book's part: the rule set itself.
void Evolve(BookState& book, const PolicyAdopted& adopted);
// A listed ledger's part.
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const PolicyAdopted& event);

}  // namespace outturn::core
