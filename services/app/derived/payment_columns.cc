#include "services/app/derived/payment_columns.h"

#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "services/core/bulk_payments.h"

namespace outturn::app {
namespace {

constexpr size_t kWorthThreads = 100'000;  // payments

uint64_t HashOf(const wire::PaymentGlance& payment) {
  const auto seed = static_cast<uint64_t>(payment.year) << 1 | (payment.procurement ? 1 : 0);
  uint64_t hash = XXH3_64bits_withSeed(payment.unit.data(), payment.unit.size(), seed);
  hash = XXH3_64bits_withSeed(payment.line.data(), payment.line.size(), hash);
  return XXH3_64bits_withSeed(payment.economic_class.data(), payment.economic_class.size(), hash);
}

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

uint64_t PaymentColumns::Fetch(const wire::PaymentGlance& payment) const {
  const uint64_t hash = HashOf(payment);
  __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  return hash;
}

void PaymentColumns::FetchPlace(uint64_t hash) const {
  const uint32_t number = slots_[hash & (slots_.size() - 1)];
  if (number == 0) return;
  __builtin_prefetch(&hashes_[number - 1]);
  __builtin_prefetch(&places_[number - 1]);
  __builtin_prefetch(reinterpret_cast<const char*>(&places_[number - 1] + 1) - 1);
}

const PaymentColumns::Place* PaymentColumns::Find(const wire::PaymentGlance& payment, uint64_t hash,
                                                  uint32_t* number) {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    *number = slots_[slot] - 1;
    const Place& place = places_[*number];
    if (hashes_[*number] == hash && place.unit == payment.unit && place.year == payment.year &&
        place.line == payment.line && place.economic_class == payment.economic_class &&
        place.procurement == payment.procurement) {
      return &place;
    }
  }
  return Make(payment, hash, number);
}

const PaymentColumns::Place* PaymentColumns::Make(const wire::PaymentGlance& payment, uint64_t hash,
                                                  uint32_t* number) {
  Column& column = ColumnOf({std::string(payment.unit), payment.year});
  Place place{column.id.unit,
              payment.year,
              std::string(payment.line),
              std::string(payment.economic_class),
              payment.procurement,
              &column,
              kNone};
  if (column.ledger == nullptr || column.ledger->FindLine(place.line) == nullptr) return nullptr;
  *number = static_cast<uint32_t>(places_.size());
  places_.push_back(std::move(place));
  hashes_.push_back(hash);
  if (places_.size() * 2 > slots_.size()) {
    slots_.assign(slots_.size() * 2, 0);
    for (uint32_t i = 0; i < places_.size(); ++i) Enter(hashes_[i], i);
  } else {
    Enter(hash, *number);
  }
  return &places_.back();
}

void PaymentColumns::Enter(uint64_t hash, uint32_t number) {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] != 0) slot = (slot + 1) & mask;
  slots_[slot] = number + 1;
}

bool PaymentColumns::Take(const wire::PaymentGlance& payment, uint64_t hash, bool note) {
  const core::Fen amount(payment.amount_fen);
  if (payment.position != book_.position + 1 || amount <= core::Fen() ||
      amount > core::kMaxAmount || payment.recorded_at_us <= book_.recorded_at.microseconds()) {
    return false;
  }
  const auto day = core::Day::OfNumber(payment.effective_on);
  uint32_t number = 0;
  const Place* place = day ? Find(payment, hash, &number) : nullptr;
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
    Place& place = places_[payment.place];
    if (place.of_bulk == kNone) {
      place.of_bulk = bulk.Place(place.line, place.economic_class, place.procurement);
      column.in_bulk.push_back(payment.place);
    }
    bulk.Add(place.of_bulk, payment.day, core::Fen(payment.fen));
  }
  for (const uint32_t number : std::exchange(column.in_bulk, {})) places_[number].of_bulk = kNone;
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
