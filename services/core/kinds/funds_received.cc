#include "services/core/kinds/funds_received.h"

#include "services/core/control.h"

namespace outturn::core {

Result<Verdict> Decide(const Context& context, FundsReceived& asked) {
  const auto line = UsableLine(context, *context.ledger, asked.line);
  if (!line) return line.refusal();
  if (auto refusal = CheckTurnover(*context.ledger, asked.amount)) return *refusal;
  return Verdict{HeadroomAfter(context, **line, Fen()), {}};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const FundsReceived& event) {
  ledger.Move(event.line, {}, Measure::kReceived, header.effective_on, event.amount);
  ReceiptState& receipt = ledger.receipts[header.ref];
  receipt.line = event.line;
  receipt.made_on = header.effective_on;
  receipt.left.Add(header.effective_on, event.amount);
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
