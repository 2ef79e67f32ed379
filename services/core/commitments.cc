#include "services/core/commitments.h"

namespace outturn::core {

Result<const CommitmentState*> NamedCommitment(const Context& context, EventRef& ref) {
  if (ref.source.empty()) ref.source = context.header.ref.source;
  const auto found = context.ledger->commitments.find(ref);
  if (found == context.ledger->commitments.end()) {
    return Refusal{Reason::kCommitmentNotFound, {{"commitment", ref.ToString()}}};
  }
  return &found->second;
}

std::optional<Refusal> CheckMade(const Context& context, const CommitmentState& commitment) {
  if (context.header.effective_on >= commitment.made_on) return std::nullopt;
  return Refusal{
      Reason::kBeforeOriginal,
      {On("effective_on", context.header.effective_on), On("original_on", commitment.made_on)}};
}

std::optional<Refusal> CheckLeft(const Context& context, const CommitmentState& commitment,
                                 Fen amount) {
  const DaySeries::Low left = commitment.left.LowestFrom(context.header.effective_on);
  if (amount <= left.amount) return std::nullopt;
  return Refusal{Reason::kExceedsCommitment,
                 {Amount("asked", amount), Amount("left", left.amount), On("on", left.day)}};
}

}  // namespace outturn::core
