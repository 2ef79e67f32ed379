#include "services/app/replay.h"

#include <spdlog/spdlog.h>

#include <vector>

#include "services/core/decide.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

constexpr core::Position kProgressEvery = 1'000'000;
constexpr size_t kDerivedBatch = 20'000;

// What a later program wrote, or somebody else: the log is whole but its content is not for this
// book.
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

}  // namespace

store::Result<Replayed> Replay(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                               store::StateStore& derived) {
  if (derived.Reached() > log.Tail()) {
    spdlog::warn("derived state is ahead of the log ({} > {}): rebuilding it", derived.Reached(),
                 log.Tail());
    if (auto status = derived.Wipe(); !status.ok()) return status;
  }
  Replayed replayed;
  std::vector<store::Change> changes;
  const auto apply = [&]() -> store::Status {
    if (changes.empty()) return {};
    Derived::AddReached(replayed.frontier, changes);
    const store::Status status = derived.Apply(changes, replayed.book.position);
    changes.clear();
    return status;
  };
  const core::Position derived_from = derived.Reached();
  const auto cursor = log.Read(1);
  while (cursor->Next()) {
    const auto event = wire::DecodeEvent(cursor->event());
    if (!event) {
      return store::Status::Corrupt(cursor->position(), "no event this program understands");
    }
    if (auto unfit = Unfit(*event, replayed.book, tables)) return *unfit;
    core::Evolve(replayed.book, tables, *event);
    const store::Hash leaf = store::LeafHash(cursor->event());
    if (event->position > derived_from) {
      Derived::AddChanges(
          {event->position, event->command.header.ref, core::LedgersOf(event->command), leaf},
          replayed.frontier, changes);
    } else {
      replayed.frontier.Append(leaf);
    }
    if (event->position == derived_from && !Derived::IsOf(derived, replayed.frontier)) {
      spdlog::warn("derived state is of another history: rebuilding it");
      if (auto status = derived.Wipe(); !status.ok()) return status;
      return Replay(log, tables, derived);
    }
    if (changes.size() >= kDerivedBatch) {
      if (auto status = apply(); !status.ok()) return status;
    }
    if (event->position % kProgressEvery == 0) {
      spdlog::info("replayed {} of {} events", event->position, log.Tail());
    }
  }
  if (!cursor->status().ok()) return cursor->status();
  if (auto status = apply(); !status.ok()) return status;
  return replayed;
}

}  // namespace outturn::app
