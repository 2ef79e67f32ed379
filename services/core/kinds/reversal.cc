#include "services/core/kinds/reversal.h"

#include "services/core/placements.h"

namespace outturn::core {
namespace {

// Takes back what came in. `line`, where the caller names one, is the receipt's.
Result<Verdict> DecideReceipt(const Context& context, const ReceiptState& receipt,
                              Reversal& asked) {
  const Day day = context.header.effective_on;
  if (day < receipt.made_on) {
    return Refusal{Reason::kBeforeOriginal,
                   {On("effective_on", day), On("original_on", receipt.made_on)}};
  }
  const bool there =
      (asked.line.empty() || asked.line == receipt.line) && asked.economic_class.empty();
  const DaySeries::Low left = there ? receipt.left.LowestFrom(day) : DaySeries::Low{Fen(), day};
  if (asked.amount > left.amount) {
    return Refusal{Reason::kExceedsOriginal,
                   {{"original", asked.payment.ToString()},
                    Amount("asked", asked.amount),
                    Amount("left", left.amount),
                    On("on", left.day)}};
  }
  if (auto refusal = CheckTurnover(*context.ledger, asked.amount)) return *refusal;
  asked.line = receipt.line;
  asked.payment_position = receipt.refunded;
  if (receipt.refunded != 0) return Verdict{};
  return Verdict{HeadroomAfter(context, *context.ledger->FindLine(asked.line), Fen()), {}};
}

void EvolveReceipt(LedgerState& ledger, Day day, const Reversal& event, ReceiptState& receipt) {
  receipt.left.Add(day, -event.amount);
  if (receipt.refunded != 0) {
    ledger.prior_year_refunds[receipt.refunded].Add(day, -event.amount);
    ledger.prior_year_refunded.Add(day, -event.amount);
  } else {
    ledger.Move(event.line, {}, Measure::kReceived, day, -event.amount);
  }
  ledger.turnover += event.amount;
}

}  // namespace

Result<Verdict> Decide(const Context& context, Reversal& asked) {
  const LedgerState& ledger = *context.ledger;
  if (asked.payment.source.empty()) asked.payment.source = context.header.ref.source;
  const auto receipt = ledger.receipts.find(asked.payment);
  if (receipt != ledger.receipts.end()) return DecideReceipt(context, receipt->second, asked);
  const auto payment = NamedPayment(context, asked.payment);
  if (!payment) return payment.refusal();
  if (auto refusal = SettlePlace(context, asked.payment, *payment, asked.amount, asked.line,
                                 asked.economic_class)) {
    return *refusal;
  }
  // After an audit reopening: what later years refunded is no longer there to reverse.
  if (auto refusal = CheckRefunded(context, ledger, *payment, asked.amount)) return *refusal;
  if (auto refusal = CheckTurnover(ledger, asked.amount)) return *refusal;
  asked.payment_position = payment->position;
  asked.procurement = payment->payment.procurement;
  return Verdict{HeadroomAfter(context, *ledger.FindLine(asked.line), asked.amount), {}};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Reversal& event) {
  const Day day = header.effective_on;
  const auto receipt = ledger.receipts.find(event.payment);
  if (receipt != ledger.receipts.end()) {
    EvolveReceipt(ledger, day, event, receipt->second);
    return;
  }
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
