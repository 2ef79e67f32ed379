#include "store/ids/id_table.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace outturn::store {

std::unique_ptr<ZeroedPages> SparePages::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(pages_);
}

void SparePages::Give(std::unique_ptr<ZeroedPages> pages) {
  const std::lock_guard lock(mutex_);
  pages_ = std::move(pages);
}

IdTable::IdTable(size_t most, std::shared_ptr<SparePages> spare)
    : most_(most),
      homes_(2 * most),
      spare_(std::move(spare)),
      pages_(spare_ != nullptr ? spare_->Take() : nullptr) {
  if (pages_ == nullptr) {
    pages_ = std::make_unique<ZeroedPages>((homes_ + most_) * sizeof(IdEntry));
  }
  fingerprints_ = reinterpret_cast<uint64_t*>(pages_->data());
  positions_ = fingerprints_ + homes_ + most_;
}

IdTable::~IdTable() {
  if (spare_ == nullptr || !full()) return;       // what was never touched is not worth it
  std::fill_n(fingerprints_, homes_ + most_, 0);  // positions are looked at behind those only
  spare_->Give(std::move(pages_));
}

void IdTable::Add(uint64_t fingerprint, Position position) {
  size_t slot = ScaleFingerprint(fingerprint, homes_);
  while (fingerprints_[slot] != 0) ++slot;
  positions_[slot] = position;
  // Whoever sees the fingerprint sees the position.
  std::atomic_ref(fingerprints_[slot]).store(fingerprint, std::memory_order_release);
  ++count_;
  last_ = position;
}

void IdTable::Find(uint64_t fingerprint, std::vector<Position>* found) const {
  for (size_t slot = ScaleFingerprint(fingerprint, homes_);; ++slot) {
    const uint64_t there = std::atomic_ref(fingerprints_[slot]).load(std::memory_order_acquire);
    if (there == 0) return;
    if (there == fingerprint) found->push_back(positions_[slot]);
  }
}

std::vector<IdEntry> IdTable::Sorted() const {
  std::vector<IdEntry> entries;
  entries.reserve(count_);
  for (size_t slot = 0; entries.size() < count_; ++slot) {
    if (fingerprints_[slot] == 0) continue;
    // Slots are almost in order: an entry was only ever moved past the few that share its place.
    const IdEntry entry{fingerprints_[slot], positions_[slot]};
    size_t at = entries.size();
    entries.push_back(entry);
    for (; at > 0 && entry < entries[at - 1]; --at) entries[at] = entries[at - 1];
    entries[at] = entry;
  }
  return entries;
}

}  // namespace outturn::store
