#include "services/app/derived.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "services/app/keys.h"

namespace outturn::app {
namespace {

constexpr size_t kBatch = 20'000;                // entries written at once
constexpr size_t kMostNoted = 400'000;           // then the writer waits
constexpr core::Position kFrontierEvery = 4096;  // leaves between stored frontiers

}  // namespace

Derived::Derived(std::unique_ptr<store::StateStore> state, store::Frontier frontier,
                 Background background)
    : state_(std::move(state)),
      frontier_(std::move(frontier)),
      background_(std::move(background)) {}

Derived::~Derived() { Flush(); }

void Derived::Note(Entry entry) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return noted_.size() < kMostNoted || failed_; });
  recent_.emplace(entry.ref, entry.position);
  if (failed_) return;
  noted_.push_back(std::move(entry));
  if (writing_) return;
  writing_ = true;
  lock.unlock();
  background_([this] { WriteSome(); });
}

void Derived::AddChanges(const Entry& entry, store::Frontier& frontier,
                         std::vector<store::Change>& changes) {
  frontier.Append(entry.leaf);
  changes.push_back({IdKey(entry.ref), BigEndian(entry.position)});
  for (const core::LedgerId& ledger : entry.ledgers) {
    changes.push_back({LedgerPrefix(ledger) + BigEndian(entry.position), std::string()});
  }
  if (entry.position % kFrontierEvery == 0) {
    changes.push_back({FrontierKey(entry.position), frontier.Serialise()});
  }
}

void Derived::AddReached(const store::Frontier& frontier, std::vector<store::Change>& changes) {
  changes.push_back({std::string(kReachedKey), frontier.Serialise()});
}

bool Derived::IsOf(const store::StateStore& state, const store::Frontier& frontier) {
  const auto stored = state.Get(kReachedKey);
  return stored.ok() && *stored == frontier.Serialise();
}

void Derived::WriteSome() {
  std::unique_lock lock(mutex_);
  while (!noted_.empty() && !failed_) {
    std::vector<Entry> batch;
    if (noted_.size() <= kBatch) {
      batch = std::exchange(noted_, {});
    } else {
      batch.assign(std::make_move_iterator(noted_.begin()),
                   std::make_move_iterator(noted_.begin() + kBatch));
      noted_.erase(noted_.begin(), noted_.begin() + kBatch);
    }
    lock.unlock();
    std::vector<store::Change> changes;
    changes.reserve(batch.size() * 2);
    for (const Entry& entry : batch) AddChanges(entry, frontier_, changes);
    AddReached(frontier_, changes);
    const store::Status status = state_->Apply(changes, batch.back().position);
    lock.lock();
    if (!status.ok()) {
      spdlog::error("derived state cannot be written ({}); it stays in memory until the next start",
                    status.ToString());
      failed_ = true;
      break;
    }
    for (const Entry& entry : batch) recent_.erase(entry.ref);
    changed_.notify_all();
  }
  writing_ = false;
  changed_.notify_all();
}

void Derived::Flush() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !writing_; });
}

store::Result<std::optional<core::Position>> Derived::FindId(const core::EventRef& ref) const {
  {
    const std::lock_guard lock(mutex_);
    const auto recent = recent_.find(ref);
    if (recent != recent_.end()) return std::optional(recent->second);
  }
  auto stored = state_->Get(IdKey(ref));
  if (stored.ok()) {
    const auto position = PositionOf(*stored);
    if (position) return position;
    return store::Status(store::Code::kCorrupt, "the index of external ids holds no position");
  }
  if (stored.status().code() == store::Code::kNotFound) {
    return std::optional<core::Position>();
  }
  return stored.status();
}

store::Result<std::vector<core::Position>> Derived::PositionsOf(const core::LedgerId& ledger,
                                                                core::Position from,
                                                                size_t most) const {
  const std::string prefix = LedgerPrefix(ledger);
  std::vector<core::Position> positions;
  const auto cursor = state_->Scan(prefix, prefix + BigEndian(from));
  while (positions.size() < most && cursor->Next()) {
    if (const auto position = PositionOf(cursor->key().substr(prefix.size()))) {
      positions.push_back(*position);
    }
  }
  if (!cursor->status().ok()) return cursor->status();
  return positions;
}

store::Frontier Derived::FrontierBefore(core::Position size) const {
  const core::Position rounded = size / kFrontierEvery * kFrontierEvery;
  for (core::Position at = rounded; at > 0; at -= kFrontierEvery) {
    const auto stored = state_->Get(FrontierKey(at));
    if (!stored.ok()) continue;
    auto frontier = store::Frontier::Parse(*stored);
    if (frontier.ok()) return *std::move(frontier);
  }
  return {};
}

}  // namespace outturn::app
