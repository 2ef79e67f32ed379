// A run: a file of entries in order that never changes, with what is kept of it in memory, a filter
// and the first fingerprint of each block. FORMAT.md has the bytes.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/file.h"
#include "store/ids/id_filter.h"
#include "store/ids/id_index.h"

namespace outturn::store {

// A run as the manifest names it.
struct IdRunName {
  uint64_t id = 0;     // by chance, so that no file is ever taken for another one
  uint64_t count = 0;  // entries, at least 1

  auto operator<=>(const IdRunName&) const = default;
};

// "run-0123456789abcdef"
std::string IdRunFile(uint64_t id);
bool IsIdRunFile(const std::string& name);

// Threads: any. The file may be removed while a run is in use.
class IdRun {
 public:
  // What is kept in memory is read and verified, the blocks when they are needed. kCorrupt, kIo.
  static Result<std::shared_ptr<const IdRun>> Open(const std::string& folder, IdRunName name);

  // Of a file that was just written; `fences` has the first fingerprint of each block.
  IdRun(IdRunName name, std::unique_ptr<File> file, std::unique_ptr<IdFilter> filter,
        std::vector<uint64_t> fences);

  const IdRunName& name() const { return name_; }
  const std::string& path() const { return file_->path(); }
  size_t blocks() const { return fences_.size(); }

  [[gnu::always_inline]] void Prefetch(uint64_t fingerprint) const {
    filter_->Prefetch(fingerprint);
  }
  bool MayHold(uint64_t fingerprint) const { return filter_->MayHold(fingerprint); }

  // Appends the positions of this fingerprint. One read, with few exceptions. kCorrupt, kIo.
  Status Find(uint64_t fingerprint, std::vector<Position>* found) const;

  // Entries of one block.
  size_t EntriesIn(size_t block) const;
  // `number` blocks from `first` on, verified, to `bytes`. kCorrupt, kIo.
  Status ReadBlocks(size_t first, size_t number, char* bytes) const;

 private:
  // The first block that begins with `fingerprint` or a greater one; blocks() when none does.
  size_t FirstFence(uint64_t fingerprint) const;

  const IdRunName name_;
  const std::unique_ptr<File> file_;
  const std::unique_ptr<IdFilter> filter_;
  const std::vector<uint64_t> fences_;
  const size_t window_;  // how far from its share of the blocks a fingerprint lies, with few
                         // exceptions
};

}  // namespace outturn::store
