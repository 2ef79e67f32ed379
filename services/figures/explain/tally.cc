// Tally: the events of a basis.
#include <algorithm>

#include "services/core/overload.h"
#include "services/figures/definitions.h"
#include "services/figures/explain/explain.h"

namespace outturn::figures {
namespace {

bool SetsOrRevises(const core::Body& body, const std::string& code) {
  if (const auto* set = std::get_if<core::IndicatorSet>(&body)) return set->indicator == code;
  if (const auto* revised = std::get_if<core::IndicatorRevised>(&body)) {
    return revised->indicator == code;
  }
  return false;
}

}  // namespace

Tally::Tally(const Basis& basis) : basis_(basis), reader_(basis.ledger.unit) {
  const auto* records = std::get_if<FromRecords>(&basis.source);
  if (records == nullptr) return;
  for (const auto& [position, amount] : records->records) {
    shares_.push_back({position, amount, nullptr, nullptr});
    sum_ += amount.value_or(0);
  }
  // Records are kept by day or kind; shares are in the order of the events.
  std::stable_sort(shares_.begin(), shares_.end(),
                   [](const Share& a, const Share& b) { return a.position < b.position; });
}

bool Tally::Walks() const { return !std::holds_alternative<FromRecords>(basis_.source); }

const std::string* Tally::Kept(const std::string& text) { return &*kept_.insert(text).first; }

void Tally::Add(const core::Event& event, int64_t amount, const std::string* line,
                const std::string* economic_class) {
  std::optional<int64_t> adds;
  if (basis_.exact) adds = amount;
  shares_.push_back({event.position, adds, line, economic_class});
  sum_ += amount;
}

bool Tally::TakesClass(const FromMovements& from, const std::string& economic_class) {
  if (!from.selector.ByClass()) return true;
  const auto [found, added] = classes_.try_emplace(economic_class, false);
  if (added) found->second = from.selector.MatchesClass(*from.tables, economic_class);
  return found->second;
}

void Tally::TakeMovements(const FromMovements& from, const core::Event& event) {
  // Read whatever its day: a later release asks where the commitment was.
  const std::vector<Movement>& movements = reader_.Read(event);
  const core::Day day = event.command.header.effective_on;
  if (day > basis_.as_of || day < basis_.since) return;
  for (const Movement& movement : movements) {
    for (const Term& term : from.terms) {
      if (term.measure != movement.measure || !from.lines.contains(movement.line) ||
          !TakesClass(from, movement.economic_class)) {
        continue;
      }
      const core::Fen amount = term.sign > 0 ? movement.amount : -movement.amount;
      Add(event, amount.count(), Kept(movement.line), Kept(movement.economic_class));
    }
  }
}

void Tally::Take(const core::Event& event) {
  if (const auto* from = std::get_if<FromMovements>(&basis_.source)) {
    return TakeMovements(*from, event);
  }
  if (event.command.header.effective_on > basis_.as_of) return;
  std::visit(core::Overload{
                 [](const FromMovements&) {},  // above
                 [&](const FromAdjustments&) {
                   const Adjustment change = AdjustmentOf(event, basis_.ledger.unit);
                   if (!change.amount.zero() && CountsAsAdjusted(change.cause)) {
                     Add(event, change.amount.count());
                   }
                 },
                 [&](const FromPriorYearRefunds&) {
                   const core::Fen amount = RefundOf(event);
                   if (!amount.zero()) Add(event, amount.count());
                 },
                 [&](const FromOpening&) {
                   if (std::holds_alternative<core::LedgerOpened>(event.command.body)) {
                     Add(event, 0);
                   }
                 },
                 [&](const FromIndicator& from) {
                   if (SetsOrRevises(event.command.body, from.code)) Add(event, 0);
                 },
                 [](const FromRecords&) {},
             },
             basis_.source);
}

}  // namespace outturn::figures
