#include "services/app/derived/history_run.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "services/app/derived/archive.h"

namespace outturn::app {
namespace {

// Folding any other event takes about as long as folding so many payments.
constexpr uint64_t kWeightOfOther = 50;
constexpr int32_t kDays = 366;

uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32); }

// Codes hold no control characters.
char MarkOf(const PaymentPlace& place) { return place.procurement ? '\1' : '\0'; }

std::string NameOf(const PaymentPlace& place) {
  std::string name(place.line);
  name.push_back(MarkOf(place));
  return name.append(place.economic_class);
}

bool IsNamed(std::string_view name, const PaymentPlace& place) {
  const size_t mark = place.line.size();
  return name.size() == mark + 1 + place.economic_class.size() && name[mark] == MarkOf(place) &&
         name.starts_with(place.line) && name.ends_with(place.economic_class);
}

}  // namespace

uint64_t PaymentPlace::Hash() const {
  const uint64_t of_line = XXH3_64bits(line.data(), line.size());
  return XXH3_64bits_withSeed(economic_class.data(), economic_class.size(),
                              of_line + (procurement ? 1 : 0));
}

HistoryRun::HistoryRun(const core::LedgerId& ledger, RunStart start)
    : ledger_(ledger), first_day_(core::Day::FirstOf(ledger.year).since_epoch()), start_(start) {}

void HistoryRun::Note(core::Position position) {
  if (events() == 0) first_ = position;
  last_ = position;
}

void HistoryRun::Fetch(uint64_t hash) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  __builtin_prefetch(payments_.data() + payments_.size(), 1);
}

uint32_t HistoryRun::NumberOf(const PaymentPlace& place, uint64_t hash) {
  for (size_t slot = hash; !slots_.empty(); ++slot) {
    const Slot& there = slots_[slot & (slots_.size() - 1)];
    if (there.place == 0) break;
    const uint32_t number = there.place - 1;
    if (there.tag == TagOf(hash) && IsNamed(places_[number], place)) return number;
  }
  const auto number = static_cast<uint32_t>(places_.size());
  if (number > UINT16_MAX) return kNone;
  places_.push_back(NameOf(place));
  hashes_.push_back(hash);
  if (2 * places_.size() > slots_.size()) {
    slots_.assign(std::max<size_t>(2 * slots_.size(), 16), Slot());
    for (uint32_t i = 0; i < number; ++i) Enter(hashes_[i], i);
  }
  Enter(hash, number);
  return number;
}

void HistoryRun::Enter(uint64_t hash, uint32_t number) {
  size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot].place != 0) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = {TagOf(hash), number + 1};
}

bool HistoryRun::AddPayment(core::Position position, core::Day day, const PaymentPlace& place,
                            uint64_t hash, int64_t fen) {
  const int32_t of_year = day.since_epoch() - first_day_;
  const core::Position offset = events() == 0 ? 0 : position - first_;
  if (of_year < 0 || of_year >= kDays || offset > UINT32_MAX) return false;
  const uint32_t number = NumberOf(place, hash);
  if (number == kNone) return false;
  Note(position);
  payments_.push_back({static_cast<uint32_t>(offset), static_cast<uint16_t>(number),
                       static_cast<uint16_t>(of_year), fen});
  ++weight_;
  return true;
}

void HistoryRun::AddEvent(core::Position position, std::string_view bytes) {
  Note(position);
  others_.push_back({position, std::string(bytes)});
  weight_ += kWeightOfOther;
}

std::string HistoryRun::Serialise() const {
  std::string bytes;
  ArchiveWriter writer(bytes);
  writer.Number(first_);
  writer.Number(last_);
  writer.Number(end().version);
  writer.Number(end().weight);
  writer.Put(places_);
  writer.Number(others_.size());
  for (const Other& other : others_) {
    writer.Number(other.position);
    writer.Put(other.bytes);
  }
  writer.Number(payments_.size());
  bytes.append(reinterpret_cast<const char*>(payments_.data()), payments_.size() * sizeof(Payment));
  return bytes;
}

void HistoryRun::Clear() {
  start_ = end();
  weight_ = 0;
  places_ = {};  // with their memory: most ledgers are quiet for long
  hashes_ = {};
  slots_ = {};
  payments_ = {};
  others_ = {};
}

std::optional<RunView> RunView::Parse(std::string bytes) {
  RunView view;
  view.bytes_ = std::move(bytes);
  ArchiveReader reader(view.bytes_);
  view.first_ = reader.Number();
  view.last_ = reader.Number();
  view.end_.version = reader.Number();
  view.end_.weight = reader.Number();
  std::vector<std::string> places;
  reader.Get(places);
  for (const std::string& place : places) {
    const size_t mark = place.find_first_of(std::string_view("\0\1", 2));
    if (mark == std::string::npos) return std::nullopt;
    view.places_.push_back({place.substr(0, mark), place.substr(mark + 1), place[mark] == '\1'});
  }
  for (uint64_t count = reader.Number(); count > 0 && reader.good(); --count) {
    const core::Position position = reader.Number();
    const std::string_view event = reader.Bytes();
    view.others_.push_back(
        {position, static_cast<size_t>(event.data() - view.bytes_.data()), event.size()});
  }
  view.payments_ = reader.Number();
  view.payments_begin_ = view.bytes_.size() - reader.rest().size();
  const bool whole = reader.good() && view.payments_ <= view.bytes_.size() &&
                     reader.rest().size() == view.payments_ * sizeof(HistoryRun::Payment);
  if (!whole) return std::nullopt;
  for (size_t i = 0; i < view.payments_; ++i) {
    if (view.PaymentAt(i).place >= view.places_.size()) return std::nullopt;
  }
  return view;
}

HistoryRun::Payment RunView::PaymentAt(size_t index) const {
  HistoryRun::Payment payment;
  std::memcpy(&payment, bytes_.data() + payments_begin_ + index * sizeof payment, sizeof payment);
  return payment;
}

size_t RunView::PaymentAfter(core::Position position) const {
  if (position < first_) return 0;
  size_t begin = 0;
  size_t end = payments_;
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (first_ + PaymentAt(middle).offset <= position) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

size_t RunView::CountIn(core::Position after, core::Position until) const {
  const auto others = std::count_if(others_.begin(), others_.end(), [&](const Other& other) {
    return other.position > after && other.position <= until;
  });
  return static_cast<size_t>(others) + PaymentAfter(until) - PaymentAfter(after);
}

core::Position RunView::LastUntil(core::Position until) const {
  core::Position last = 0;
  for (const Other& other : others_) {
    if (other.position <= until) last = std::max(last, other.position);
  }
  const size_t after = PaymentAfter(until);
  return after == 0 ? last : std::max(last, first_ + PaymentAt(after - 1).offset);
}

void RunView::AddPayments(core::Position after, core::Position until, core::LedgerId ledger,
                          core::BulkPayments& to) const {
  std::vector<uint32_t> numbers;
  for (const Place& place : places_) {
    numbers.push_back(to.Place(place.line, place.economic_class, place.procurement));
  }
  const core::Day first_day = core::Day::FirstOf(ledger.year);
  const size_t end = PaymentAfter(until);
  for (size_t i = PaymentAfter(after); i < end; ++i) {
    const HistoryRun::Payment payment = PaymentAt(i);
    to.Add(numbers[payment.place], first_day.Plus(payment.day), core::Fen(payment.fen));
  }
}

}  // namespace outturn::app
