#include "services/core/kinds/reversal.h"

#include "services/core/placements.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, Reversal& asked) {
  const LedgerState& ledger = *context.ledger;
  const auto payment = NamedPayment(context, asked.payment);
  if (!payment) return payment.refusal();
  if (auto refusal = SettlePlace(context, asked.payment, *payment, asked.amount, asked.line,
                                 asked.economic_class)) {
    return *refusal;
  }
  // After an audit reopening: what later years refunded is no longer there to reverse.
  if (auto refusal = CheckRefunded(context, *payment, asked.amount)) return *refusal;
  if (auto refusal = CheckTurnover(ledger, asked.amount)) return *refusal;
  asked.payment_position = payment->position;
  asked.procurement = payment->payment.procurement;
  return Verdict{HeadroomAfter(context, *ledger.FindLine(asked.line), asked.amount), {}};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Reversal& event) {
  const Day day = header.effective_on;
  ledger.Move(event.line, event.economic_class, Measure::kPaid, day, -event.amount);
  ledger.Move(event.line, event.economic_class, Measure::kReversed, day, event.amount);
  if (event.procurement) {
    ledger.Move(event.line, event.economic_class, Measure::kProcurementPaid, day, -event.amount);
  }
  ledger.placements[event.payment_position][{event.line, event.economic_class}].Add(day,
                                                                                    -event.amount);
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
