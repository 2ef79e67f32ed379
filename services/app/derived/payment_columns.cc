#include "services/app/derived/payment_columns.h"

#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <thread>
#include <utility>

#include "services/core/bulk_payments.h"

namespace outturn::app {
namespace {

constexpr size_t kWorthThreads = 100'000;  // payments

}  // namespace

PaymentColumns::Column& PaymentColumns::ColumnOf(const core::LedgerId& ledger) {
  std::unique_ptr<Column>& column = columns_[ledger];
  if (column == nullptr) {
    column = std::make_unique<Column>();
    column->id = ledger;
    const auto known = known_.find(ledger);
    if (known != known_.end()) column->known = known->second;
  }
  if (column->ledger == nullptr) {
    const auto found = book_.ledgers.find(ledger);
    if (found != book_.ledgers.end()) column->ledger = &found->second;
  }
  return *column;
}

void PaymentColumns::FetchSlot(const SeenPayment& payment) const {
  __builtin_prefetch(&slots_[payment.hash & (slots_.size() - 1)]);
}

void PaymentColumns::FetchPlace(const SeenPayment& payment) const {
  const uint32_t number = slots_[payment.hash & (slots_.size() - 1)];
  if (number != 0) __builtin_prefetch(&places_[number - 1]);
}

void PaymentColumns::FetchColumn(const SeenPayment& payment) const {
  const uint32_t number = slots_[payment.hash & (slots_.size() - 1)];
  if (number != 0) __builtin_prefetch(places_[number - 1].column, /*for writing*/ 1);
}

const PaymentColumns::Place* PaymentColumns::Find(const SeenPayment& payment,
                                                  std::string_view event, uint32_t* number) {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = payment.hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    *number = slots_[slot] - 1;
    const Place& place = places_[*number];
    if (std::memcmp(&place.name, &payment.name, sizeof(PlaceName)) != 0) continue;
    if (place.name.HasRoom()) return &place;
    if (facts_[*number].unnamed == Unnamed(*wire::GlanceAtPayment(event), place.name)) {
      return &place;
    }
  }
  return Make(payment, event, number);
}

const PaymentColumns::Place* PaymentColumns::Make(const SeenPayment& payment,
                                                  std::string_view event, uint32_t* number) {
  const auto glance = wire::GlanceAtPayment(event);
  Column& column = ColumnOf({std::string(glance->unit), glance->year});
  PlaceFacts facts{std::string(glance->line), std::string(glance->economic_class),
                   Unnamed(*glance, payment.name), kNone};
  if (column.ledger == nullptr || column.ledger->FindLine(facts.line) == nullptr) return nullptr;
  *number = static_cast<uint32_t>(places_.size());
  places_.push_back({payment.name, &column});
  facts_.push_back(std::move(facts));
  hashes_.push_back(payment.hash);
  if (places_.size() * 2 > slots_.size()) {
    slots_.assign(slots_.size() * 2, 0);
    for (uint32_t i = 0; i < places_.size(); ++i) Enter(hashes_[i], i);
  } else {
    Enter(payment.hash, *number);
  }
  return &places_.back();
}

void PaymentColumns::Enter(uint64_t hash, uint32_t number) {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] != 0) slot = (slot + 1) & mask;
  slots_[slot] = number + 1;
}

bool PaymentColumns::Take(const SeenPayment& payment, std::string_view event, bool note) {
  const core::Fen amount(payment.amount_fen);
  if (payment.position != book_.position + 1 || amount <= core::Fen() ||
      amount > core::kMaxAmount || payment.recorded_at_us <= book_.recorded_at.microseconds()) {
    return false;
  }
  const auto day = days_.Of(payment.effective_on);
  uint32_t number = 0;
  const Place* place = day ? Find(payment, event, &number) : nullptr;
  if (place == nullptr) return false;
  Column& column = *place->column;
  if (note) column.positions.push_back(payment.position);
  book_.position = payment.position;
  book_.recorded_at = core::Instant(payment.recorded_at_us);
  if (payment.position <= column.known) return true;
  column.payments.push_back({number, *day, payment.amount_fen});
  column.last = payment.position;
  ++gathered_;
  if (gathered_ >= most_) Fold();
  return true;
}

void PaymentColumns::Fold(Column& column) {
  if (column.payments.empty()) return;
  core::BulkPayments bulk(*column.ledger);
  for (const Payment& payment : column.payments) {
    PlaceFacts& facts = facts_[payment.place];
    if (facts.of_bulk == kNone) {
      const bool procurement = places_[payment.place].name.procurement;
      facts.of_bulk = bulk.Place(facts.line, facts.economic_class, procurement);
      column.in_bulk.push_back(payment.place);
    }
    bulk.Add(facts.of_bulk, payment.day, core::Fen(payment.fen));
  }
  for (const uint32_t number : std::exchange(column.in_bulk, {})) facts_[number].of_bulk = kNone;
  bulk.Finish();
  column.ledger->version += column.payments.size();
  column.ledger->last_position = std::max(column.ledger->last_position, column.last);
  column.payments = {};
}

// Ledgers know nothing of each other, nor do their columns and places: each is one thread's.
void PaymentColumns::Fold() {
  std::vector<Column*> columns;
  for (auto& [id, column] : columns_) {
    if (!column->payments.empty()) columns.push_back(column.get());
  }
  // A large one begun last would be waited for.
  std::ranges::sort(columns, std::greater(),
                    [](const Column* one) { return one->payments.size(); });
  std::atomic<size_t> next = 0;
  const auto fold_some = [&] {
    for (size_t i = next++; i < columns.size(); i = next++) Fold(*columns[i]);
  };
  {
    std::vector<std::jthread> others(
        gathered_ < kWorthThreads ? 0 : std::max(std::thread::hardware_concurrency(), 1U) - 1);
    for (std::jthread& other : others) other = std::jthread(fold_some);
    fold_some();
  }
  gathered_ = 0;
}

void PaymentColumns::Note(const core::LedgerId& ledger, core::Position position) {
  ColumnOf(ledger).positions.push_back(position);
}

PaymentColumns::Positions PaymentColumns::TakePositions() {
  Positions positions;
  for (auto& [id, column] : columns_) {
    if (!column->positions.empty()) positions.emplace(id, std::exchange(column->positions, {}));
  }
  return positions;
}

}  // namespace outturn::app
