#include "services/core/kinds/commitment_release.h"

#include "services/core/commitments.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, CommitmentRelease& asked) {
  const auto commitment = NamedCommitment(context, asked.commitment);
  if (!commitment) return commitment.refusal();
  if (auto refusal = CheckMade(context, **commitment)) return *refusal;
  if (auto refusal = CheckLeft(context, **commitment, asked.amount)) return *refusal;
  const Line* line = context.ledger->FindLine((*commitment)->line);
  return Verdict{HeadroomAfter(context, *line, asked.amount), {}};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const CommitmentRelease& event) {
  const Day day = header.effective_on;
  CommitmentState& commitment = ledger.commitments.at(event.commitment);
  commitment.left.Add(day, -event.amount);
  const auto release = [&](Measure measure) {
    ledger.Move(commitment.line, commitment.economic_class, measure, day, -event.amount);
  };
  release(Measure::kCommitted);
  release(Measure::kContracted);
  if (commitment.procurement) release(Measure::kProcurementContracted);
}

}  // namespace outturn::core
