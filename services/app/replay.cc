#include "services/app/replay.h"

#include <vector>

#include "services/app/log.h"
#include "services/core/decide.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

constexpr core::Position kProgressEvery = 1'000'000;
constexpr size_t kNotedAtOnce = 4'096;

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

store::Result<Replayed> Fold(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                             Derived* derived) {
  Replayed replayed;
  std::vector<core::Event> to_note;
  const auto note = [&]() -> store::Status {
    if (to_note.empty()) return {};
    auto status = derived->Note(to_note, replayed.frontier);
    to_note.clear();
    return status;
  };
  const core::Position noted = derived == nullptr ? UINT64_MAX : derived->Noted();
  const auto cursor = log.Read(1);
  while (cursor->Next()) {
    auto event = wire::DecodeEvent(cursor->event());
    if (!event) {
      return store::Status::Corrupt(cursor->position(), "no event this program understands");
    }
    if (auto unfit = Unfit(*event, replayed.book, tables)) return *unfit;
    core::Evolve(replayed.book, tables, *event);
    replayed.frontier.Append(store::LeafHash(cursor->event()));
    if (event->position % kProgressEvery == 0) {
      Log(LogLevel::kInfo, "replaying", {{"position", event->position}, {"of", log.Tail()}});
    }
    if (event->position <= noted) continue;
    to_note.push_back(*std::move(event));
    if (to_note.size() < kNotedAtOnce) continue;
    if (auto status = note(); !status.ok()) return status;
  }
  if (!cursor->status().ok()) return cursor->status();
  if (auto status = note(); !status.ok()) return status;
  if (derived != nullptr) {
    if (auto status = derived->Flush(); !status.ok()) return status;
  }
  return replayed;
}

}  // namespace outturn::app
