// Several runs made into one, a piece at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/ids/id_run.h"
#include "store/ids/id_run_writer.h"

namespace outturn::store {

// Used by one thread. When it ends before it is finished, its file is removed.
class IdMerge {
 public:
  using Runs = std::vector<std::shared_ptr<const IdRun>>;

  // Of at least one run. kIo.
  static Result<std::unique_ptr<IdMerge>> Start(const std::string& folder, Runs inputs);

  const Runs& inputs() const { return inputs_; }

  uint64_t left() const { return left_; }  // entries not yet merged

  // Merges up to `entries` more. After kCorrupt or kIo it is of no use.
  Status Step(uint64_t entries);

  // When none are left. kIo.
  Result<std::shared_ptr<const IdRun>> Finish() { return writer_->Finish(); }

 private:
  // Where the merge is in one run: some blocks of it in memory, and what comes next.
  struct Place {
    IdEntry next;
    const char* at = nullptr;   // of `next`
    size_t left = 0;            // entries of its block, with `next`
    size_t block = 0;           // after the one of `next`
    size_t first = 0, end = 0;  // the blocks in memory
    std::unique_ptr<char[]> bytes;
  };

  IdMerge(Runs inputs, uint64_t count, std::unique_ptr<IdRunWriter> writer)
      : inputs_(std::move(inputs)), writer_(std::move(writer)), left_(count) {}
  Status Begin();
  Status NextBlock(const IdRun& run, Place& place);

  const Runs inputs_;
  std::unique_ptr<IdRunWriter> writer_;
  uint64_t left_;
  std::vector<Place> places_;  // by input
};

}  // namespace outturn::store
