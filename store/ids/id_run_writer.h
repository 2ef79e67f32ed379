// Makes the file of a run, and the run with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/file.h"
#include "store/ids/id_block.h"
#include "store/ids/id_filter.h"
#include "store/ids/id_run.h"

namespace outturn::store {

// Used by one thread.
class IdRunWriter {
 public:
  // For exactly `count` entries, at least 1. kIo.
  static Result<std::unique_ptr<IdRunWriter>> Create(const std::string& folder, uint64_t count);
  ~IdRunWriter();  // a file that was not finished is removed
  IdRunWriter(const IdRunWriter&) = delete;
  IdRunWriter& operator=(const IdRunWriter&) = delete;

  // Not below the one before.
  void Append(const IdEntry& entry) {
    if (in_block_ == 0) fences_.push_back(entry.fingerprint);
    filter_->Add(entry.fingerprint);
    PutIdEntry(&buffer_[filled_ + in_block_ * kIdEntryBytes], entry);
    if (++in_block_ == kIdBlockEntries) EndBlock();
  }

  // Ok as long as everything could be written; after the first kIo nothing more is.
  const Status& status() const { return status_; }

  // The complete run; its file stays. kIo; kInvalid when there were not `count` entries.
  Result<std::shared_ptr<const IdRun>> Finish();

 private:
  IdRunWriter(IdRunName name, std::unique_ptr<File> file);
  void EndBlock();
  void Write(std::string_view bytes);

  const IdRunName name_;
  std::unique_ptr<File> file_;  // null: finished
  std::unique_ptr<IdFilter> filter_;
  std::vector<uint64_t> fences_;  // the first fingerprint of each block
  std::string buffer_;            // complete blocks, then one that is not
  size_t filled_ = 0;             // bytes of the complete ones
  size_t in_block_ = 0;           // entries of the other one
  uint64_t count_ = 0;            // entries in complete blocks
  Status status_;
};

}  // namespace outturn::store
