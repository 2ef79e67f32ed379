#include "services/app/derived/derived.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/derived/keys.h"
#include "services/app/derived/made_of.h"
#include "services/app/log.h"
#include "services/wire/codec.h"

namespace outturn::app {
namespace {

constexpr char kIdsFolder[] = "the folder ids";
constexpr char kDerivedFolder[] = "the folder derived";

bool IsOfAnotherVersion(const store::StateStore& state) {
  return state.Reached() > 0 && state.Get(kReachedKey).status().code() == store::Code::kNotFound;
}

// Of a part that nothing else is held against: what is in a folder is settled as that is opened.
store::Status CheckIsOf(const store::Result<MadeOf>& made, const store::EventLog& log) {
  if (!made.ok()) return made.status();
  const KnownBy known_by = {{made->part, made->reached}};
  if (made->is(MadeOf::Verdict::kAnotherLog)) return OfAnotherLog(made->differs_at, known_by);
  return LostEnd(log.Tail(), known_by);
}

}  // namespace

uint64_t FingerprintOf(std::string_view source, std::string_view external_id) {
  const XXH64_hash_t of_source = XXH3_64bits(source.data(), source.size());
  return XXH3_64bits_withSeed(external_id.data(), external_id.size(), of_source);
}

Derived::Derived(Parts parts)
    : log_(parts.log),
      pages_(parts.log),
      state_(std::move(parts.state)),
      ids_(std::move(parts.ids)),
      background_(std::move(parts.background)),
      limits_(parts.limits),
      log_damage_(std::move(parts.log_damage)),
      noted_up_to_(Reached()) {}

store::Result<std::unique_ptr<Derived>> Derived::Open(Parts parts) {
  if (IsOfAnotherVersion(*parts.state)) {
    Log(LogLevel::kWarning, "derived state is of another version: rebuilding it");
    if (auto status = parts.state->Wipe(); !status.ok()) return status;
  }
  for (const auto& made :
       {HoldAgainst(parts.log, *parts.state, "derived"), HoldAgainst(parts.log, *parts.ids)}) {
    if (auto status = CheckIsOf(made, parts.log); !status.ok()) return status;
  }
  return std::unique_ptr<Derived>(new Derived(std::move(parts)));
}

Derived::~Derived() { (void)Flush(); }

core::Position Derived::Reached() const { return std::min(state_->Reached(), ids_->Reached()); }

core::Position Derived::Noted() const {
  const std::lock_guard lock(mutex_);
  return noted_up_to_;
}

store::Status Derived::Note(std::span<const core::Event> events,
                            std::span<const uint64_t> fingerprints, const store::Frontier& after) {
  // Either index may be ahead of the other after a crash; each takes what it does not have.
  const core::Position state_has = state_->Reached();
  std::vector<store::IdEntry> ids;
  ids.reserve(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    ids.push_back({fingerprints[i], events[i].position});
  }
  ids_->AddAll(ids);
  std::unique_lock lock(mutex_);
  for (const core::Event& event : events) {
    if (event.position <= state_has) continue;
    core::ForEachLedger(event.command, [&](const core::LedgerId& ledger) {
      noted_.of_ledger[ledger].push_back(event.position);
    });
    ++noted_.events;
  }
  return NotedUpTo(events.back().position, after, lock);
}

store::Status Derived::Note(Folded folded, const store::Frontier& after) {
  const core::Position state_has = state_->Reached();
  ids_->AddAll(folded.ids);
  std::unique_lock lock(mutex_);
  for (auto& [ledger, positions] : folded.of_ledger) {
    const auto first = std::upper_bound(positions.begin(), positions.end(), state_has);
    if (first == positions.end()) continue;
    auto& noted = noted_.of_ledger[ledger];
    noted.insert(noted.end(), first, positions.end());
  }
  noted_.events +=
      static_cast<size_t>(std::count_if(folded.ids.begin(), folded.ids.end(),
                                        [&](const auto& id) { return id.position > state_has; }));
  return NotedUpTo(folded.ids.back().position, after, lock);
}

store::Status Derived::NotedUpTo(core::Position last, const store::Frontier& after,
                                 std::unique_lock<std::mutex>& lock) {
  noted_up_to_ = last;
  noted_.last = last;
  noted_.frontier = after;
  if (noted_.events >= limits_.write_from || ids_->WantsWriting()) StartWriting(lock);
  const auto has_room = [this] { return noted_.events < limits_.most_noted || taking_snapshots_; };
  changed_.wait(lock, [&] { return has_room() || !failure_.ok(); });
  return has_room() ? store::Status() : failure_;
}

void Derived::StartWriting(std::unique_lock<std::mutex>& lock) {
  if (writing_ || !failure_.ok()) return;
  writing_ = true;
  lock.unlock();
  background_([this] { WriteSome(); });
  lock.lock();
}

void Derived::WriteSome() {
  std::unique_lock lock(mutex_);
  do {
    const bool all = std::exchange(flush_, false);
    std::swap(noted_, being_written_);
    lock.unlock();
    store::Status status = Write(being_written_, all);
    lock.lock();
    being_written_ = status.ok() ? Behind() : std::move(being_written_);
    if (status.ok() && SnapshotsDue(all)) {
      taking_snapshots_ = true;
      changed_.notify_all();
      lock.unlock();
      status = WriteSnapshots();
      lock.lock();
      taking_snapshots_ = false;
    }
    if (!status.ok()) {
      Log(LogLevel::kError,
          "derived state cannot be written; it stays in memory until the next start",
          {{"reason", status.ToString()}});
      failure_ = std::move(status);
      break;
    }
    changed_.notify_all();
  } while (flush_ || noted_.events >= limits_.write_from || ids_->WantsWriting());
  writing_ = false;
  changed_.notify_all();
}

store::Status Derived::Write(const Behind& behind, bool all) {
  if (!behind.empty()) {
    std::vector<store::Change> changes;
    for (const auto& [ledger, positions] : behind.of_ledger) {
      changes.push_back({LedgerPrefix(ledger) + BigEndian(positions.back()), Packed(positions)});
    }
    const std::string frontier = behind.frontier.Serialise();
    const auto cursor = log_.Read(behind.last);
    if (!cursor->Next()) {
      if (log_damage_ != nullptr) log_damage_->Note(cursor->status());
      return cursor->status();
    }
    const store::Hash leaf = store::LeafHash(cursor->event());
    changes.push_back({FrontierKey(behind.last), frontier});
    changes.push_back({std::string(kReachedKey), std::string(leaf.begin(), leaf.end())});
    AddFirstEvent(log_, *state_, changes);
    if (auto status = state_->Apply(changes, behind.last); !status.ok()) return status;
  }
  store::Status status;
  for (bool due = all || ids_->WantsWriting(); due && status.ok(); due = ids_->WantsWriting()) {
    status = ids_->WriteBehind(all);
    if (!status.ok()) status = OfIds(status);
  }
  return status;
}

void Derived::KeepSnapshots(ReadBook read, core::Position last) {
  const std::lock_guard lock(mutex_);
  read_book_ = std::move(read);
  snapshots_at_ = last;
}

void Derived::CatchUp() {
  std::unique_lock lock(mutex_);
  if (!noted_.empty()) StartWriting(lock);
}

bool Derived::SnapshotsDue(bool all) const {
  return read_book_ && state_->Reached() >= snapshots_at_ + (all ? 1 : limits_.snapshots_every);
}

store::Status Derived::WriteSnapshots() {
  const core::Position base = state_->Reached();
  auto status = app::WriteSnapshots(read_book_, base, *state_);
  const std::lock_guard lock(mutex_);
  snapshots_at_ = base;
  return status;
}

store::Status Derived::Flush() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !writing_; });
  if (!noted_.empty() || ids_->Reached() < noted_up_to_ || SnapshotsDue(true)) {
    flush_ = true;
    StartWriting(lock);
    changed_.wait(lock, [this] { return !writing_; });
  }
  return failure_;
}

store::Status Derived::Failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

store::Status Derived::MakeAnew() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !writing_; });
  auto status = state_->Wipe();
  if (status.ok()) status = ids_->Wipe();
  noted_ = Behind();
  being_written_ = Behind();
  noted_up_to_ = 0;
  failure_ = status;
  const std::lock_guard ids_lock(ids_damage_mutex_);
  ids_damage_ = {};
  return status;
}

store::Result<std::optional<core::Event>> Derived::FindEvent(const core::EventRef& ref,
                                                             uint64_t fingerprint) const {
  const auto candidates = ids_->Find(fingerprint);
  if (!candidates.ok()) return OfIds(candidates.status());
  for (const core::Position position : *candidates) {
    const auto bytes = pages_.At(position);
    if (!bytes.ok()) return bytes.status();
    auto event = wire::DecodeEvent(*bytes);
    if (!event) return store::Status::Corrupt(position, "the event cannot be read");
    if (event->command.header.ref == ref) return std::optional(*std::move(event));
  }
  return std::optional<core::Event>();
}

store::Status Derived::OfIds(const store::Status& status) const {
  store::Status advised = MadeAnew(status, kIdsFolder);
  const std::lock_guard lock(ids_damage_mutex_);
  if (status.code() == store::Code::kCorrupt && ids_damage_.ok()) ids_damage_ = advised;
  return advised;
}

store::Status Derived::IdsDamage() const {
  const std::lock_guard lock(ids_damage_mutex_);
  return ids_damage_;
}

void Derived::VerifyIds(size_t bytes) {
  if (const auto status = ids_->VerifySome(bytes); !status.ok()) (void)OfIds(status);
}

store::Result<bool> Derived::LeadsTo(uint64_t fingerprint, core::Position position) const {
  const auto candidates = ids_->Find(fingerprint);
  if (!candidates.ok()) return candidates.status();
  return std::find(candidates->begin(), candidates->end(), position) != candidates->end();
}

store::Result<std::vector<core::Position>> Derived::PositionsOf(const core::LedgerId& ledger,
                                                                core::Position from,
                                                                size_t most) const {
  std::vector<core::Position> in_memory;
  {
    const std::lock_guard lock(mutex_);
    for (const Behind* behind : {&being_written_, &noted_}) {
      const auto found = behind->of_ledger.find(ledger);
      if (found == behind->of_ledger.end()) continue;
      const auto& positions = found->second;
      const auto begin = std::lower_bound(positions.begin(), positions.end(), from);
      in_memory.insert(in_memory.end(), begin, positions.end());
    }
  }
  // What was moved to the disk meanwhile is there twice.
  const core::Position end = in_memory.empty() ? UINT64_MAX : in_memory.front();
  const std::string prefix = LedgerPrefix(ledger);
  std::vector<core::Position> positions;
  const auto cursor = state_->Scan(prefix, prefix + BigEndian(from));
  while (positions.size() < most && cursor->Next()) {
    const auto chunk = Unpacked(cursor->value());
    if (!chunk) return store::Status(store::Code::kCorrupt, "an index of a ledger is damaged");
    for (const core::Position position : *chunk) {
      if (position >= from && position < end) positions.push_back(position);
    }
  }
  if (!cursor->status().ok()) return MadeAnew(cursor->status(), kDerivedFolder);
  positions.insert(positions.end(), in_memory.begin(), in_memory.end());
  if (positions.size() > most) positions.resize(most);
  return positions;
}

store::Frontier Derived::FrontierBefore(core::Position size) const {
  const auto cursor = state_->Scan(kFrontierPrefix, FrontierKey(size));
  if (!cursor->Next()) return {};
  auto frontier = store::Frontier::Parse(cursor->value());
  return frontier.ok() ? *std::move(frontier) : store::Frontier();
}

}  // namespace outturn::app
