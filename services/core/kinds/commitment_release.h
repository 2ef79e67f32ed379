// 解冻: gives back what a commitment still reserves, in whole or in part.
#pragma once

#include <string_view>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct CommitmentRelease {
  static constexpr std::string_view kName = "commitment_release";
  EventRef commitment;
  Fen amount;
  friend bool operator==(const CommitmentRelease&, const CommitmentRelease&) = default;
};

// Refuses: kCommitmentNotFound, kBeforeOriginal, kExceedsCommitment.
Result<Verdict> Decide(const Context& context, CommitmentRelease& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const CommitmentRelease& event);

}  // namespace outturn::core
