#include "services/core/placements.h"

#include <algorithm>

namespace outturn::core {
namespace {

Refusal Exceeds(Fen asked, DaySeries::Low left) {
  return {Reason::kExceedsPayment,
          {Amount("asked", asked), Amount("left", left.amount), On("on", left.day)}};
}

void AddTo(DaySeries& sum, const DaySeries& series) {
  for (const DaySeries::Change& change : series.changes()) sum.Add(change.day, change.amount);
}

std::string Describe(const std::vector<Placement>& places) {
  std::string text;
  for (const Placement& place : places) {
    if (!text.empty()) text += ", ";
    text += place.line + "×" + place.economic_class + "=" + FormatYuan(place.left.Last());
  }
  return text;
}

}  // namespace

DaySeries LeftOf(const std::vector<Placement>& places) {
  DaySeries left;
  for (const Placement& place : places) AddTo(left, place.left);
  return left;
}

std::vector<Placement> PlacementsOf(const LedgerState& ledger, const PaymentRecord& record) {
  const Payment& payment = record.payment;
  std::vector<Placement> places{{payment.line, payment.economic_class, {}}};
  places.front().left.Add(record.effective_on, payment.amount);
  const auto changes = ledger.placements.find(record.position);
  if (changes == ledger.placements.end()) return places;
  for (const auto& [place, change] : changes->second) {
    auto found = std::find_if(places.begin(), places.end(), [&place = place](const Placement& p) {
      return p.line == place.first && p.economic_class == place.second;
    });
    if (found == places.end()) {
      found = places.insert(places.end(), {place.first, place.second, {}});
    }
    AddTo(found->left, change);
  }
  return places;
}

Result<PaymentRecord> NamedPayment(const Context& context, EventRef& ref) {
  if (ref.source.empty()) ref.source = context.header.ref.source;
  auto record = context.lookups.FindPayment(ref);
  if (!record) return Refusal{Reason::kPaymentNotFound, {{"payment", ref.ToString()}}};
  if (record->ledger != context.header.ledger) {
    return Refusal{Reason::kPaymentElsewhere,
                   {{"payment", ref.ToString()},
                    {"ledger", record->ledger.ToString()},
                    {"asked", context.header.ledger.ToString()}}};
  }
  return *std::move(record);
}

std::optional<Refusal> SettlePlace(const Context& context, const EventRef& ref,
                                   const PaymentRecord& payment, Fen amount, LineCode& line,
                                   EconomicClass& economic_class) {
  std::vector<Placement> places = PlacementsOf(*context.ledger, payment);
  std::erase_if(places, [&](const Placement& place) {
    return (!line.empty() && place.line != line) ||
           (!economic_class.empty() && place.economic_class != economic_class) ||
           place.left.Last().zero();
  });
  const Day day = context.header.effective_on;
  if (places.size() > 1) {
    return Refusal{Reason::kPlacementAmbiguous,
                   {{"payment", ref.ToString()}, {"placements", Describe(places)}}};
  }
  if (day < payment.effective_on) {
    return Refusal{Reason::kBeforeOriginal,
                   {On("effective_on", day), On("original_on", payment.effective_on)}};
  }
  if (places.empty()) return Exceeds(amount, {Fen(), day});
  const DaySeries::Low left = places.front().left.LowestFrom(day);
  if (amount > left.amount) return Exceeds(amount, left);
  line = places.front().line;
  economic_class = places.front().economic_class;
  return std::nullopt;
}

namespace {

// What is left of the payment in all its places once later years' refunds are taken off.
DaySeries LeftAfterRefunds(const Context& context, const LedgerState& paid_from,
                           const PaymentRecord& payment) {
  DaySeries left = LeftOf(PlacementsOf(paid_from, payment));
  for (int later = 1; later <= kYearsOfRefunds; ++later) {
    const LedgerState* ledger =
        context.book.FindLedger({payment.ledger.unit, payment.ledger.year + later});
    if (ledger == nullptr) continue;
    const auto found = ledger->prior_year_refunds.find(payment.position);
    if (found == ledger->prior_year_refunds.end()) continue;
    for (const DaySeries::Change& change : found->second.changes()) {
      left.Add(change.day, -change.amount);
    }
  }
  return left;
}

}  // namespace

std::optional<Refusal> CheckRefunded(const Context& context, const LedgerState& paid_from,
                                     const PaymentRecord& payment, Fen amount) {
  const DaySeries::Low left =
      LeftAfterRefunds(context, paid_from, payment).LowestFrom(context.header.effective_on);
  return amount <= left.amount ? std::nullopt : std::optional(Exceeds(amount, left));
}

}  // namespace outturn::core
