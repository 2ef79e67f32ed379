// The part of an id index that is still in memory: open addressing, read while it is added to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "store/ids/id_index.h"
#include "store/rocksdb/zeroed_pages.h"

namespace outturn::store {

// The slot a fingerprint belongs to, of `slots`: slots in order are fingerprints in order.
inline uint64_t ScaleFingerprint(uint64_t fingerprint, uint64_t slots) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(static_cast<Wide>(fingerprint) * slots >> 64);
}

// The memory of the last table that went away, for the next one: the kernel takes as long to give
// pages as adding a table's entries to it takes. Any thread.
class SparePages {
 public:
  std::unique_ptr<ZeroedPages> Take();  // nullptr: there is none
  void Give(std::unique_ptr<ZeroedPages> pages);

 private:
  std::mutex mutex_;
  std::unique_ptr<ZeroedPages> pages_;
};

// Threads: one adds, any number look up meanwhile and see every entry whose Add they know to be
// over. count(), last() and Sorted() when nobody adds.
class IdTable {
 public:
  // For `most` entries, at least 1. `spare`: of tables for as many.
  explicit IdTable(size_t most, std::shared_ptr<SparePages> spare = nullptr);
  ~IdTable();
  IdTable(const IdTable&) = delete;
  IdTable& operator=(const IdTable&) = delete;

  // Neither is 0, and there is room.
  void Add(uint64_t fingerprint, Position position);
  bool full() const { return count_ == most_; }
  size_t count() const { return count_; }
  Position last() const { return last_; }

  // Fetches what Find will look at.
  [[gnu::always_inline]] void Prefetch(uint64_t fingerprint) const {
    __builtin_prefetch(&fingerprints_[ScaleFingerprint(fingerprint, homes_)]);
  }

  // Appends the positions added with this fingerprint.
  void Find(uint64_t fingerprint, std::vector<Position>* found) const;

  // Everything, by fingerprint, then position.
  std::vector<IdEntry> Sorted() const;

 private:
  const size_t most_;
  const size_t homes_;  // slots that fingerprints belong to; `most_` more follow, so that an entry
                        // that finds its slot taken moves on without turning round at the end
  const std::shared_ptr<SparePages> spare_;  // or nullptr
  std::unique_ptr<ZeroedPages> pages_;
  uint64_t* fingerprints_ = nullptr;  // by slot; 0: free
  Position* positions_ = nullptr;     // by slot
  size_t count_ = 0;
  Position last_ = 0;
};

}  // namespace outturn::store
