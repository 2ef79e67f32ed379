// From an external id to the position it was recorded at, for ids that arrive in random order by
// the hundred thousand a second.
//
// An id is here its fingerprint: 64 bits of the caller's making, evenly spread over all values. Two
// ids may share one, so a lookup answers candidates and the caller reads the events to see.
//
// Derived like state_store.h: never the truth, rebuilt from the log. New entries gather in memory;
// a background thread writes them as sorted runs and merges runs. No fsync: after a power cut the
// index is as it was after some earlier WriteBehind, or it says kCorrupt; it never forgets
// silently. FORMAT.md has the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

struct IdEntry {
  uint64_t fingerprint = 0;
  Position position = 0;

  auto operator<=>(const IdEntry&) const = default;
};

struct IdIndexOptions {
  size_t memory_entries = 1 << 19;  // gathered in memory before they become a run; at least 1
};

// Threads: Add by one thread; WriteBehind by another, one call at a time; everything else by any
// thread at any time, except that nobody may be in Add while Wipe runs.
class IdIndex {
 public:
  virtual ~IdIndex() = default;

  // `position` is above all earlier ones; one that is not is ignored, as it is there already (when
  // a log is replayed from further back than needed). Touches no disk, and found by Find at once.
  // Memory grows by 16 bytes and more an entry until WriteBehind is called.
  virtual void Add(uint64_t fingerprint, Position position) = 0;

  // The same of several, in order.
  virtual void AddAll(std::span<const IdEntry> entries) {
    for (const auto& [fingerprint, position] : entries) Add(fingerprint, position);
  }

  // Positions added with this fingerprint, oldest first; rarely also of another one (0 counts as
  // 1). Normally none, at the cost of some memory accesses, or one, at the cost of one read.
  // kCorrupt or kIo when a file cannot be trusted or read: whether the id is known is then unknown.
  virtual Result<std::vector<Position>> Find(uint64_t fingerprint) const = 0;

  // Asks the processor for the memory that Find will read of these first.
  virtual void Fetch(std::span<const uint64_t> /*fingerprints*/) const {}

  // Everything up to here is in run files; what comes after must be added again after a restart.
  virtual Position Reached() const = 0;

  // Writes what has gathered as a run, `all`: even when it is less than memory_entries. Then merges
  // for a bounded time: what is left of it stays for the next call. After kIo the call may be
  // repeated, nothing is lost; kCorrupt is for Wipe() to end.
  virtual Status WriteBehind(bool all) = 0;

  // WriteBehind(false) would find something to do. Cheap.
  virtual bool WantsWriting() const = 0;

  // Forgets everything: back to position 0, whatever was damaged.
  virtual Status Wipe() = 0;

  // Reads and verifies about so many bytes of what is on the disk, from where the last call ended;
  // what was added meanwhile comes in turn, and after all of it the first again. kCorrupt, kIo.
  virtual Status VerifySome(size_t /*bytes*/) { return Status(); }

  // As EventLog::LookAtFiles; waits for a WriteBehind.
  virtual std::vector<Status> LookAtFiles() const { return {}; }
};

// The index in folder `path`, made when it is absent or empty. kCorrupt when a file is missing,
// damaged or of another version: then DestroyIdIndex, open again and add everything from the log.
// Files that no manifest names (of a run that was being written) are removed. One process at a
// time.
Result<std::unique_ptr<IdIndex>> OpenIdIndex(const std::string& path,
                                             const IdIndexOptions& options = {});

// The index in folder `path` to be read: nothing there is changed, and WriteBehind and Wipe are
// refused as kInvalid. Every run is read and verified whole. kNotFound when there is none; else as
// above.
Result<std::unique_ptr<IdIndex>> InspectIdIndex(const std::string& path);

// Removes the index's files from a folder where nobody has it open.
Status DestroyIdIndex(const std::string& path);

// For books in memory: the same promises, no files. WriteBehind only moves Reached().
std::unique_ptr<IdIndex> NewMemoryIdIndex();

}  // namespace outturn::store
