#include "services/app/derived/snapshots.h"

#include <xxhash.h>

#include <string>
#include <utility>
#include <vector>

#include "services/app/derived/archive.h"
#include "services/app/derived/keys.h"

namespace outturn::app {
namespace {

// What snapshots are written by: the structures, and what folding means.
uint64_t Version() {
  static const std::string shape =
      ShapeOf<core::LedgerState>() + ShapeOf<core::Policy>() + std::to_string(core::kFoldVersion);
  return XXH3_64bits(shape.data(), shape.size());
}

// The book without its ledgers.
struct Head {
  core::Position base = 0;
  std::map<core::PolicyRef, core::Policy> policies;
  std::vector<core::LedgerId> ledgers;
};

template <typename T>
std::string Archived(core::Position position, const T& value) {
  std::string bytes;
  ArchiveWriter writer(bytes);
  writer.Number(Version());
  writer.Number(position);
  writer.Put(value);
  return bytes;
}

// False when the bytes are another version's or damaged.
template <typename T>
bool Restore(std::string_view bytes, core::Position& position, T& value) {
  ArchiveReader reader(bytes);
  if (reader.Number() != Version()) return false;
  position = reader.Number();
  reader.Get(value);
  return reader.good() && reader.at_end();
}

// Up to which position the stored snapshot of a ledger goes; 0 when there is none.
core::Position StoredPosition(const store::StateStore& state, const core::LedgerId& ledger) {
  const auto stored = state.Get(SnapshotKey(ledger));
  if (!stored.ok()) return 0;
  ArchiveReader reader(*stored);
  if (reader.Number() != Version()) return 0;
  const core::Position position = reader.Number();
  return reader.good() ? position : 0;
}

}  // namespace

store::Status WriteSnapshots(const ReadBook& read, core::Position base, store::StateStore& state) {
  Head head;
  read([&](const core::BookState& book) {
    head = {base, book.policies, {}};
    for (const auto& [id, ledger] : book.ledgers) head.ledgers.push_back(id);
  });
  for (const core::LedgerId& id : head.ledgers) {
    const core::Position stored = StoredPosition(state, id);
    std::string bytes;
    read([&](const core::BookState& book) {
      const core::LedgerState& ledger = *book.FindLedger(id);
      bytes = ledger.last_position > stored ? Archived(ledger.last_position, ledger) : "";
    });
    if (bytes.empty()) continue;
    const store::Change change{SnapshotKey(id), std::move(bytes)};
    if (auto status = state.Apply({&change, 1}, state.Reached()); !status.ok()) return status;
  }
  const store::Change change{std::string(kSnapshotHeadKey), Archived(base, head)};
  return state.Apply({&change, 1}, state.Reached());
}

store::Result<std::optional<Snapshot>> ReadSnapshots(const store::StateStore& state,
                                                     const core::CodeTablesByVersion& tables) {
  const auto none = std::optional<Snapshot>();
  const auto stored = state.Get(kSnapshotHeadKey);
  if (stored.status().code() == store::Code::kNotFound) return none;
  if (!stored.ok()) return stored.status();
  Head head;
  core::Position position = 0;
  if (!Restore(*stored, position, head)) return none;
  const auto frontier = state.Get(FrontierKey(head.base));
  if (!frontier.ok()) return none;
  auto parsed = store::Frontier::Parse(*frontier);
  if (!parsed.ok() || parsed->size() != head.base) return none;
  Snapshot snapshot;
  snapshot.frontier = *std::move(parsed);
  snapshot.book.policies = std::move(head.policies);
  snapshot.book.position = head.base;
  for (const core::LedgerId& id : head.ledgers) {
    const auto bytes = state.Get(SnapshotKey(id));
    if (bytes.status().code() == store::Code::kNotFound) return none;
    if (!bytes.ok()) return bytes.status();
    core::LedgerState& ledger = snapshot.book.ledgers[id];
    if (!Restore(*bytes, position, ledger)) return none;
    const auto of_ledger = tables.find(ledger.opened.code_tables);
    if (of_ledger == tables.end()) return none;  // folding says what is missing
    ledger.tables = &of_ledger->second;
    snapshot.known[id] = position;
  }
  return std::optional(std::move(snapshot));
}

}  // namespace outturn::app
