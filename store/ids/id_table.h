// The part of an id index that is still in memory: open addressing, read while it is added to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "store/ids/id_index.h"
#include "store/rocksdb/zeroed_pages.h"

namespace outturn::store {

// The slot a fingerprint belongs to, of `slots`: slots in order are fingerprints in order.
inline uint64_t ScaleFingerprint(uint64_t fingerprint, uint64_t slots) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(static_cast<Wide>(fingerprint) * slots >> 64);
}

// Threads: one adds, any number look up meanwhile and see every entry whose Add they know to be
// over. count(), last() and Sorted() when nobody adds.
class IdTable {
 public:
  // For `most` entries, at least 1.
  explicit IdTable(size_t most);

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
  ZeroedPages pages_;
  uint64_t* const fingerprints_;  // by slot; 0: free
  Position* const positions_;     // by slot
  size_t count_ = 0;
  Position last_ = 0;
};

}  // namespace outturn::store
