#include "services/app/replay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/app/log.h"
#include "services/app/snapshots.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

constexpr core::Position kProgressEvery = 1'000'000;
constexpr size_t kNotedAtOnce = 4'096;

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

// The fold under way.
class Folding {
 public:
  Folding(const store::EventLog& log, const core::CodeTablesByVersion& tables, Derived& derived,
          Snapshot start)
      : log_(log), tables_(tables), derived_(derived), start_(std::move(start)) {}

  store::Result<Replayed> Run() {
    noted_ = derived_.Noted();
    const core::Position base = start_.book.position;
    const auto cursor = log_.Read(std::min(noted_, base) + 1);
    if (base > 0) {
      if (auto status = TakeDate(base); !status.ok()) return status;
    }
    while (cursor->Next()) {
      if (auto status = Take(cursor->position(), cursor->event(), base); !status.ok()) {
        return status;
      }
    }
    if (!cursor->status().ok()) return cursor->status();
    if (auto status = Note(); !status.ok()) return status;
    return Replayed{std::move(start_.book), std::move(start_.frontier), base};
  }

 private:
  // When the event the snapshot stands at was recorded.
  store::Status TakeDate(core::Position base) {
    const auto cursor = log_.Read(base);
    if (!cursor->Next()) return cursor->status();
    const auto event = wire::DecodeEvent(cursor->event());
    if (!event) return store::Status::Corrupt(base, "no event this program understands");
    start_.book.recorded_at = event->recorded_at;
    return {};
  }

  store::Status Take(core::Position position, std::string_view bytes, core::Position base) {
    auto event = wire::DecodeEvent(bytes);
    if (!event) return store::Status::Corrupt(position, "no event this program understands");
    if (position > base) {
      if (auto unfit = Unfit(*event, start_.book, tables_)) return *unfit;
      core::Evolve(start_.book, tables_, *event, start_.known);
      start_.frontier.Append(store::LeafHash(bytes));
    }
    if (position % kProgressEvery == 0) {
      Log(LogLevel::kInfo, "replaying", {{"position", position}, {"of", log_.Tail()}});
    }
    if (position <= noted_) return {};
    to_note_.push_back(*std::move(event));
    return to_note_.size() < kNotedAtOnce ? store::Status() : Note();
  }

  store::Status Note() {
    if (to_note_.empty()) return {};
    auto status = derived_.Note(to_note_, start_.frontier);
    to_note_.clear();
    return status;
  }

  const store::EventLog& log_;
  const core::CodeTablesByVersion& tables_;
  Derived& derived_;
  Snapshot start_;
  core::Position noted_ = 0;
  std::vector<core::Event> to_note_;
};

}  // namespace

store::Result<Replayed> Fold(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                             Derived& derived) {
  auto snapshot = ReadSnapshots(derived.state(), tables);
  if (!snapshot.ok()) return snapshot.status();
  Snapshot start = *snapshot ? **std::move(snapshot) : Snapshot();
  return Folding(log, tables, derived, std::move(start)).Run();
}

}  // namespace outturn::app
