#include "services/core/kinds/correction.h"

#include <array>

#include "services/core/placements.h"

namespace outturn::core {
namespace {

// The place the money goes to: an open line that may hold the class.
Result<const Line*> Destination(const Context& context, const Correction& asked) {
  const auto line = UsableLine(context, *context.ledger, asked.to_line);
  if (!line) return line.refusal();
  if (auto refusal = CheckClass(*context.ledger, **line, asked.to_economic_class, true)) {
    return *refusal;
  }
  return *line;
}

}  // namespace

Result<Verdict> Decide(const Context& context, Correction& asked) {
  const LedgerState& ledger = *context.ledger;
  const auto to = Destination(context, asked);
  if (!to) return to.refusal();
  const auto payment = NamedPayment(context, asked.payment);
  if (!payment) return payment.refusal();
  if (auto refusal = SettlePlace(context, asked.payment, *payment, asked.amount, asked.from_line,
                                 asked.from_economic_class)) {
    return *refusal;
  }
  if (asked.to_line == asked.from_line && asked.to_economic_class == asked.from_economic_class) {
    return Refusal{Reason::kCorrectionToItself,
                   {{"payment", asked.payment.ToString()},
                    {"line", asked.to_line},
                    {"economic_class", asked.to_economic_class}}};
  }
  if (auto refusal = CheckTurnover(ledger, asked.amount)) return *refusal;
  const Line* from = ledger.FindLine(asked.from_line);
  const std::array<Movement, 2> movements = {{{from, asked.from_economic_class, asked.amount},
                                              {*to, asked.to_economic_class, -asked.amount}}};
  auto warnings = CheckHeadroom(context, ledger, movements, Rigour::kByPolicy);
  if (!warnings) return warnings.refusal();
  asked.payment_position = payment->position;
  asked.procurement = payment->payment.procurement;
  const Fen change = *to == from ? Fen() : -asked.amount;
  return Verdict{HeadroomAfter(context, **to, change), *std::move(warnings)};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Correction& event) {
  const Day day = header.effective_on;
  PlacementChanges& places = ledger.placements[event.payment_position];
  const auto move = [&](const LineCode& line, const EconomicClass& economic_class, Fen amount) {
    ledger.Move(line, economic_class, Measure::kPaid, day, amount);
    if (event.procurement) {
      ledger.Move(line, economic_class, Measure::kProcurementPaid, day, amount);
    }
    places[{line, economic_class}].Add(day, amount);
  };
  move(event.from_line, event.from_economic_class, -event.amount);
  move(event.to_line, event.to_economic_class, event.amount);
  ledger.turnover += event.amount;
}

}  // namespace outturn::core
