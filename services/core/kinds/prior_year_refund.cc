#include "services/core/kinds/prior_year_refund.h"

#include "services/core/placements.h"

namespace outturn::core {
namespace {

// The payment is of an earlier, closed year of the same unit.
std::optional<Refusal> CheckYear(const Context& context, const EventRef& ref,
                                 const PaymentRecord& payment) {
  const LedgerId& asked = context.header.ledger;
  const LedgerState* paid_from = context.book.FindLedger(payment.ledger);
  const bool earlier = payment.ledger.unit == asked.unit && payment.ledger.year < asked.year &&
                       asked.year - payment.ledger.year <= kYearsOfRefunds;
  if (earlier && paid_from->closed_now) return std::nullopt;
  return Refusal{
      Reason::kPaymentElsewhere,
      {{"payment", ref.ToString()},
       {"ledger", payment.ledger.ToString() + (earlier && !paid_from->closed_now ? " (open)" : "")},
       {"asked", asked.ToString()}}};
}

}  // namespace

Result<Verdict> Decide(const Context& context, PriorYearRefund& asked) {
  if (asked.payment.source.empty()) asked.payment.source = context.header.ref.source;
  const auto payment = context.lookups.FindPayment(asked.payment);
  if (!payment) {
    return Refusal{
        Reason::kPaymentNotFound,
        {{"payment", asked.payment.ToString()}, {"refunding", context.header.ledger.ToString()}}};
  }
  if (auto refusal = CheckYear(context, asked.payment, *payment)) return *refusal;
  const LedgerState* paid_from = context.book.FindLedger(payment->ledger);
  if (auto refusal = CheckRefunded(context, *paid_from, *payment, asked.amount)) return *refusal;
  if (auto refusal = CheckTurnover(*context.ledger, asked.amount)) return *refusal;
  asked.payment_position = payment->position;
  asked.payment_year = payment->ledger.year;
  return Verdict{};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const PriorYearRefund& event) {
  ledger.prior_year_refunds[event.payment_position].Add(header.effective_on, event.amount);
  ledger.prior_year_refunded.Add(header.effective_on, event.amount);
  ReceiptState& receipt = ledger.receipts[header.ref];
  receipt.refunded = event.payment_position;
  receipt.made_on = header.effective_on;
  receipt.left.Add(header.effective_on, event.amount);
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
