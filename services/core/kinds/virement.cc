#include "services/core/kinds/virement.h"

#include <algorithm>
#include <map>
#include <string>

#include "services/core/budget_change.h"
#include "services/core/standing.h"

namespace outturn::core {
namespace {

struct Sums {
  Fen in;
  Fen out;
};

Sums SumsOf(const std::vector<VirementLeg>& legs, std::string_view unit = {}) {
  Sums sums;
  for (const VirementLeg& leg : legs) {
    if (!unit.empty() && leg.unit != unit) continue;
    Fen& sum = leg.direction == Direction::kIn ? sums.in : sums.out;
    sum = SumOrMost(sum, leg.amount);
  }
  return sums;
}

// What one leg asks of its line, or why it cannot be.
Result<Movement> CheckLeg(const Context& context, const VirementLeg& leg) {
  const LedgerState& ledger = *context.ledger;
  const auto line = UsableLine(context, ledger, leg.line);
  if (!line) return line.refusal();
  if (auto refusal = CheckBudgetClass(context, ledger, **line, leg.economic_class)) {
    return *refusal;
  }
  const bool in = leg.direction == Direction::kIn;
  if (in) {
    if (auto refusal = CheckTargets(context, ledger, leg.line)) return *refusal;
  }
  return Movement{*line, leg.economic_class, in ? leg.amount : -leg.amount};
}

std::optional<Refusal> CheckUnit(const Context& outer, const std::vector<VirementLeg>& legs,
                                 const std::string& unit) {
  const LedgerId id{unit, outer.header.ledger.year};
  const LedgerState* ledger = outer.book.FindLedger(id);
  if (ledger == nullptr) return Refusal{Reason::kLedgerNotFound, {{"ledger", id.ToString()}}};
  const Context context = ContextFor(outer, *ledger);
  if (auto refusal = CheckStanding(context, Virement::kName)) return refusal;
  std::vector<Movement> movements;
  std::optional<Refusal> foremost;
  for (const VirementLeg& leg : legs) {
    if (leg.unit != unit) continue;
    auto movement = CheckLeg(context, leg);
    if (movement) {
      movements.push_back(*movement);
    } else {
      KeepForemost(foremost, movement.refusal());
    }
  }
  const Sums sums = SumsOf(legs, unit);
  KeepForemost(foremost, CheckTurnover(*ledger, SumOrMost(sums.in, sums.out)));
  if (foremost) return foremost;
  auto warnings = CheckHeadroom(context, *ledger, movements, Rigour::kAlways);
  return warnings.ok() ? CheckClassBudgets(context, movements) : warnings.refusal();
}

// What is taken from a place does not go back to it.
std::optional<Refusal> CheckToItself(const std::vector<VirementLeg>& legs) {
  for (const VirementLeg& out : legs) {
    if (out.direction != Direction::kOut) continue;
    for (const VirementLeg& in : legs) {
      if (in.direction != Direction::kIn || in.unit != out.unit || in.line != out.line ||
          in.economic_class != out.economic_class) {
        continue;
      }
      return Refusal{
          Reason::kVirementToItself,
          {{"line", out.line}, {"unit", out.unit}, {"economic_class", out.economic_class}}};
    }
  }
  return std::nullopt;
}

// The first leg's line, after all legs on it.
DaySeries::Low FirstLineAfter(const Context& context, const std::vector<VirementLeg>& legs) {
  const VirementLeg& first = legs.front();
  const LedgerState* ledger = context.book.FindLedger({first.unit, context.header.ledger.year});
  Fen change;
  for (const VirementLeg& leg : legs) {
    if (leg.unit != first.unit || leg.line != first.line) continue;
    change += leg.direction == Direction::kIn ? leg.amount : -leg.amount;
  }
  return HeadroomAfter(context, *ledger->FindLine(first.line), change);
}

}  // namespace

Result<Verdict> Decide(const Context& context, Virement& asked) {
  std::optional<Refusal> foremost = CheckDocument(context, asked.kName);
  std::map<std::string, int> units;
  for (VirementLeg& leg : asked.legs) {
    if (leg.unit.empty()) leg.unit = context.header.ledger.unit;
    ++units[leg.unit];
  }
  const Sums sums = SumsOf(asked.legs);
  if (sums.in != sums.out) {
    KeepForemost(foremost, Refusal{Reason::kVirementUnbalanced,
                                   {Amount("in", sums.in), Amount("out", sums.out)}});
  }
  KeepForemost(foremost, CheckToItself(asked.legs));
  for (const auto& [unit, legs] : units) {
    KeepForemost(foremost, CheckUnit(context, asked.legs, unit));
  }
  if (foremost) return *foremost;
  return Verdict{FirstLineAfter(context, asked.legs), {}};
}

void Evolve(LedgerState& ledger, const Header& header, Position, const Virement& event) {
  for (const VirementLeg& leg : event.legs) {
    if (leg.unit != ledger.id.unit) continue;
    const bool in = leg.direction == Direction::kIn;
    ledger.Move(leg.line, leg.economic_class, in ? Measure::kVirementIn : Measure::kVirementOut,
                header.effective_on, leg.amount);
    ledger.turnover += leg.amount;
  }
  // What was shifted, once: inside a ledger ins equal outs, across ledgers one side is larger.
  const Sums sums = SumsOf(event.legs, ledger.id.unit);
  ledger.adjustments[{Measure::kVirementIn, event.cause}].Add(header.effective_on,
                                                              std::max(sums.in, sums.out));
}

}  // namespace outturn::core
