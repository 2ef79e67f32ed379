#include "store/ids/id_merge.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "store/ids/id_block.h"

namespace outturn::store {
namespace {

constexpr size_t kBufferBlocks = 128;

// After every entry: of a run that has none left.
constexpr IdEntry kEnd{std::numeric_limits<uint64_t>::max(), std::numeric_limits<Position>::max()};

}  // namespace

Result<std::unique_ptr<IdMerge>> IdMerge::Start(const std::string& folder, Runs inputs) {
  uint64_t count = 0;
  for (const auto& run : inputs) count += run->name().count;
  auto writer = IdRunWriter::Create(folder, count);
  if (!writer.ok()) return writer.status();
  std::unique_ptr<IdMerge> merge(new IdMerge(std::move(inputs), count, *std::move(writer)));
  if (Status status = merge->Begin(); !status.ok()) return status;
  return merge;
}

Status IdMerge::Begin() {
  for (const auto& run : inputs_) {
    Place& place = places_.emplace_back();
    place.bytes = std::make_unique<char[]>(std::min(kBufferBlocks, run->blocks()) * kIdBlockBytes);
    if (Status status = NextBlock(*run, place); !status.ok()) return status;
  }
  return Status();
}

Status IdMerge::NextBlock(const IdRun& run, Place& place) {
  if (place.block == run.blocks()) {
    place.next = kEnd;
    return Status();
  }
  if (place.block == place.end) {
    place.first = place.block;
    place.end = std::min(place.first + kBufferBlocks, run.blocks());
    Status status = run.ReadBlocks(place.first, place.end - place.first, place.bytes.get());
    if (!status.ok()) return status;
  }
  place.at = place.bytes.get() + (place.block - place.first) * kIdBlockBytes;
  place.left = run.EntriesIn(place.block);
  place.next = GetIdEntry(place.at);
  ++place.block;
  return Status();
}

Status IdMerge::Step(uint64_t entries) {
  for (uint64_t todo = std::min(entries, left_); todo > 0; --todo) {
    size_t least = 0;
    for (size_t i = 1; i < places_.size(); ++i) {
      if (places_[i].next < places_[least].next) least = i;
    }
    Place& place = places_[least];
    writer_->Append(place.next);
    --left_;
    if (--place.left > 0) {
      place.at += kIdEntryBytes;
      place.next = GetIdEntry(place.at);
    } else if (Status status = NextBlock(*inputs_[least], place); !status.ok()) {
      return status;
    }
  }
  return writer_->status();
}

}  // namespace outturn::store
