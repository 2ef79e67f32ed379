#include "services/app/derived/replay.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "services/app/data_folder.h"
#include "services/app/derived/payment_columns.h"
#include "services/app/derived/read_ahead.h"
#include "services/app/derived/snapshots.h"
#include "services/app/log.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "store/remedy.h"

namespace outturn::app {
namespace {

constexpr core::Position kProgressEvery = 1'000'000;
constexpr size_t kNotedAtOnce = 100'000;
constexpr size_t kTogether = 32;

}  // namespace

std::optional<store::Status> Unfit(const core::Event& event, const core::BookState& book,
                                   const core::CodeTablesByVersion& tables) {
  if (event.position != book.position + 1) {
    return store::Status::Corrupt(book.position + 1,
                                  "the event says it is number " + std::to_string(event.position));
  }
  if (event.recorded_at <= book.recorded_at) {
    return store::Status::Corrupt(event.position, "recorded before its predecessor");
  }
  const auto* opened = std::get_if<core::LedgerOpened>(&event.command.body);
  for (const core::LedgerId& ledger : core::LedgersOf(event.command)) {
    if (opened == nullptr && book.FindLedger(ledger) == nullptr) {
      return store::Status::Corrupt(event.position,
                                    "of ledger " + ledger.ToString() + ", which nobody opened");
    }
  }
  if (opened != nullptr && !tables.contains(opened->code_tables)) {
    return store::Status(store::Code::kInvalid, "ledger " + event.command.header.ledger.ToString() +
                                                    " needs code tables " + opened->code_tables +
                                                    ", which no pack provides");
  }
  return std::nullopt;
}

namespace {

// The fold under way. Plain payments, which nearly all events are, are not parsed whole and folded
// in bulk; reading and hashing go on on threads of their own.
class Folding {
 public:
  Folding(const store::EventLog& log, const core::CodeTablesByVersion& tables, Derived& derived,
          Snapshot start, size_t gather)
      : log_(log),
        tables_(tables),
        derived_(derived),
        start_(std::move(start)),
        base_(start_.book.position),
        columns_(start_.book, start_.known, gather) {}

  store::Result<Replayed> Run() {
    noted_ = derived_.Noted();
    if (base_ > 0) {
      if (auto status = TakeDate(); !status.ok()) return status;
    }
    ReadAhead ahead(log_, std::min(noted_, base_) + 1, start_.frontier);
    while (const auto chunk = ahead.Next()) {
      if (auto status = TakeAll(*chunk); !status.ok()) return status;
      start_.frontier = chunk->after;
      if (ids_.size() < kNotedAtOnce) continue;
      if (auto status = Note(); !status.ok()) return status;
    }
    if (!ahead.status().ok()) return ahead.status();
    columns_.Fold();
    if (auto status = Note(); !status.ok()) return status;
    return Replayed{std::move(start_.book), std::move(start_.frontier), base_};
  }

 private:
  // When the event the snapshot stands at was recorded.
  store::Status TakeDate() {
    const auto cursor = log_.Read(base_);
    if (!cursor->Next()) return cursor->status();
    const auto event = wire::DecodeEvent(cursor->event());
    if (!event) return store::Status::Corrupt(base_, "no event this program understands");
    start_.book.recorded_at = event->recorded_at;
    return {};
  }

  // Some at once, so that the memory they need is waited for together: while places of some arrive,
  // what comes next is begun with.
  store::Status TakeAll(const ReadAhead::Chunk& chunk) {
    const std::span<const SeenPayment> seen = chunk.seen;
    const auto some = [seen](size_t begin) {
      const auto rest = seen.subspan(std::min(begin, seen.size()));
      return rest.first(std::min(kTogether, rest.size()));
    };
    for (const SeenPayment& payment : some(0)) columns_.FetchSlot(payment);
    for (const SeenPayment& payment : some(kTogether)) columns_.FetchSlot(payment);
    for (const SeenPayment& payment : some(0)) columns_.FetchPlace(payment);
    for (size_t begin = 0; begin < seen.size(); begin += kTogether) {
      for (const SeenPayment& payment : some(begin + 2 * kTogether)) columns_.FetchSlot(payment);
      for (const SeenPayment& payment : some(begin + kTogether)) columns_.FetchPlace(payment);
      for (const SeenPayment& payment : some(begin)) columns_.FetchColumn(payment);
      for (size_t i = begin; i < begin + some(begin).size(); ++i) {
        auto status = Take(chunk.position(i), seen[i], chunk.event(i));
        if (!status.ok()) return status;
      }
    }
    return {};
  }

  store::Status Take(core::Position position, const SeenPayment& payment, std::string_view bytes) {
    if (position % kProgressEvery == 0) {
      Log(LogLevel::kInfo, "replaying", {{"position", position}, {"of", log_.Tail()}});
    }
    const bool note = position > noted_;
    const bool is_next = position > base_ && payment.position == position;
    if (is_next && columns_.Take(payment, bytes, note)) {
      if (note) ids_.push_back({payment.fingerprint, position});
      return {};
    }
    const auto event = wire::DecodeEvent(bytes);
    if (!event) return store::Status::Corrupt(position, "no event this program understands");
    if (position > base_) {
      if (auto unfit = Unfit(*event, start_.book, tables_)) return *unfit;
      core::Evolve(start_.book, tables_, *event, start_.known);
    }
    if (!note) return {};
    ids_.push_back({FingerprintOf(event->command.header.ref), position});
    core::ForEachLedger(event->command,
                        [&](const core::LedgerId& ledger) { columns_.Note(ledger, position); });
    return {};
  }

  store::Status Note() {
    if (ids_.empty()) return {};
    return derived_.Note({std::exchange(ids_, {}), columns_.TakePositions()}, start_.frontier);
  }

  const store::EventLog& log_;
  const core::CodeTablesByVersion& tables_;
  Derived& derived_;
  Snapshot start_;
  const core::Position base_;
  core::Position noted_ = 0;
  PaymentColumns columns_;
  std::vector<store::IdEntry> ids_;  // of events not yet noted
};

}  // namespace

store::Result<Replayed> Fold(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                             Derived& derived, size_t gather) {
  auto snapshot = ReadSnapshots(derived.state(), tables);
  if (!snapshot.ok() && store::HasRemedy(snapshot.status().message())) return snapshot.status();
  if (!snapshot.ok()) {
    Log(LogLevel::kWarning, "derived state is damaged: making it anew from the log",
        {{"reason", snapshot.status().ToString()}});
    if (auto status = derived.MakeAnew(); !status.ok()) return status;
  }
  Snapshot start = snapshot.ok() && *snapshot ? **std::move(snapshot) : Snapshot();
  auto folded = Folding(log, tables, derived, std::move(start), gather).Run();
  if (!folded.ok()) return FromACopy(folded.status());
  return folded;
}

}  // namespace outturn::app
