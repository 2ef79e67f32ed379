#include "services/core/kinds/payment.h"

#include <algorithm>

#include "services/core/commitments.h"
#include "services/core/spend.h"

namespace outturn::core {
namespace {

Refusal Mismatch(const char* field, const std::string& committed, const std::string& asked) {
  return {Reason::kCommitmentMismatch,
          {{"field", field}, {"committed", committed}, {"asked", asked}}};
}

// Settles what the payment draws on its commitment; a refusal when it cannot.
std::optional<Refusal> SettleDraw(const Context& context, Payment& asked) {
  if (!asked.commitment) return std::nullopt;
  const auto found = NamedCommitment(context, *asked.commitment);
  if (!found) return found.refusal();
  const CommitmentState& commitment = **found;
  if (commitment.line != asked.line) return Mismatch("line", commitment.line, asked.line);
  if (commitment.economic_class != asked.economic_class) {
    return Mismatch("economic_class", commitment.economic_class, asked.economic_class);
  }
  if (auto refusal = CheckMade(context, commitment)) return refusal;
  if (asked.drawn.zero()) {
    asked.drawn =
        std::min(asked.amount, commitment.left.LowestFrom(context.header.effective_on).amount);
  }
  if (asked.drawn > asked.amount) {
    return Refusal{Reason::kExceedsPayment,
                   {Amount("asked", asked.drawn), Amount("left", asked.amount),
                    On("on", context.header.effective_on)}};
  }
  return CheckLeft(context, commitment, asked.drawn);
}

}  // namespace

Result<Verdict> Decide(const Context& context, Payment& asked) {
  const auto draw = SettleDraw(context, asked);
  const Fen net = draw ? Fen() : asked.amount - asked.drawn;
  return Foremost(DecideSpend(context, asked.line, asked.economic_class, asked.amount, net),
                  {draw});
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Payment& event) {
  const Day day = header.effective_on;
  ledger.Move(event.line, event.economic_class, Measure::kPaid, day, event.amount);
  if (event.procurement) {
    ledger.Move(event.line, event.economic_class, Measure::kProcurementPaid, day, event.amount);
  }
  if (!event.drawn.zero()) {
    ledger.commitments.at(*event.commitment).left.Add(day, -event.drawn);
    ledger.Move(event.line, event.economic_class, Measure::kCommitted, day, -event.drawn);
  }
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
