#include "services/app/history_run.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "services/app/archive.h"

namespace outturn::app {
namespace {

// Folding any other event takes about as long as folding so many payments.
constexpr uint64_t kWeightOfOther = 50;
constexpr int32_t kDays = 366;

}  // namespace

HistoryRun::HistoryRun(const core::LedgerId& ledger, RunStart start)
    : ledger_(ledger), first_day_(core::Day::FirstOf(ledger.year).since_epoch()), start_(start) {}

void HistoryRun::Note(core::Position position) {
  if (events() == 0) first_ = position;
  last_ = position;
}

bool HistoryRun::AddPayment(core::Position position, core::Day day, std::string_view line,
                            std::string_view economic_class, bool procurement, int64_t fen) {
  const int32_t of_year = day.since_epoch() - first_day_;
  const core::Position offset = events() == 0 ? 0 : position - first_;
  if (of_year < 0 || of_year >= kDays || offset > UINT32_MAX) return false;
  asked_.assign(line);
  asked_.push_back(procurement ? '\1' : '\0');  // codes hold no control characters
  asked_.append(economic_class);
  auto found = numbers_.find(asked_);
  if (found == numbers_.end()) {
    if (places_.size() > UINT16_MAX) return false;
    found = numbers_.emplace(asked_, static_cast<uint16_t>(places_.size())).first;
    places_.push_back(asked_);
  }
  Note(position);
  payments_.push_back(
      {static_cast<uint32_t>(offset), found->second, static_cast<uint16_t>(of_year), fen});
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
  numbers_ = {};
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
