#include "store/ids/id_run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "store/ids/id_block.h"

namespace outturn::store {
namespace {

constexpr std::string_view kFileStart = "run-";
constexpr size_t kTailBytes = 20;

Status Damaged(const File& file, const std::string& what) {
  return Status::Corrupt(0, file.path() + ": " + what);
}

}  // namespace

std::string IdRunFile(uint64_t id) {
  char hex[17];
  std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(id));
  return std::string(kFileStart) + hex;
}

bool IsIdRunFile(const std::string& name) {
  return name.starts_with(kFileStart) && name.size() == kFileStart.size() + 16 &&
         name.find_first_not_of("0123456789abcdef", kFileStart.size()) == std::string::npos;
}

Result<std::shared_ptr<const IdRun>> IdRun::Open(const std::string& folder, IdRunName name) {
  auto opened = File::Open(folder + "/" + IdRunFile(name.id));
  if (!opened.ok() && opened.status().code() == Code::kNotFound) {
    return Status::Corrupt(0, opened.status().message());
  }
  if (!opened.ok()) return opened.status();
  const File& file = **opened;
  const auto size = file.Size();
  if (!size.ok()) return size.status();
  // Before anything is multiplied or reserved: an entry takes more than its bytes.
  if (name.count == 0 || name.count > *size / kIdEntryBytes) return Damaged(file, "too short");
  const uint64_t blocks = IdBlocksFor(name.count);
  std::string fences(blocks * 8, '\0');
  auto filter = std::make_unique<IdFilter>(name.count);
  const uint64_t fences_at = blocks * kIdBlockBytes;
  const uint64_t filter_at = fences_at + fences.size();
  const uint64_t tail_at = filter_at + filter->bytes().size();
  if (*size != tail_at + kTailBytes) return Damaged(file, "not as long as it should be");
  char tail[kTailBytes];
  Status status = file.ReadAt(fences_at, fences.data(), fences.size());
  if (status.ok()) status = file.ReadAt(filter_at, filter->data(), filter->bytes().size());
  if (status.ok()) status = file.ReadAt(tail_at, tail, sizeof tail);
  if (!status.ok()) return status;
  const uint32_t sum = Checksum({tail, 16}, Checksum(filter->bytes(), Checksum(fences)));
  if (GetBig32(tail + 16) != sum) return Damaged(file, "the filter's checksum mismatches");
  if (GetBig64(tail) != name.id || GetBig64(tail + 8) != name.count) {
    return Damaged(file, "it is another run's");
  }
  std::vector<uint64_t> firsts(blocks);
  for (size_t i = 0; i < blocks; ++i) firsts[i] = GetBig64(&fences[i * 8]);
  return std::shared_ptr<const IdRun>(
      std::make_shared<IdRun>(name, *std::move(opened), std::move(filter), std::move(firsts)));
}

IdRun::IdRun(IdRunName name, std::unique_ptr<File> file, std::unique_ptr<IdFilter> filter,
             std::vector<uint64_t> fences)
    : name_(name),
      file_(std::move(file)),
      filter_(std::move(filter)),
      fences_(std::move(fences)),
      // Of n evenly spread entries those below a value deviate from their share by sqrt(n) / 2 at
      // most, as a standard deviation.
      window_(static_cast<size_t>(2 * std::sqrt(static_cast<double>(name.count))) /
                  kIdBlockEntries +
              1) {}

size_t IdRun::EntriesIn(size_t block) const {
  return std::min<size_t>(kIdBlockEntries, name_.count - block * kIdBlockEntries);
}

size_t IdRun::FirstFence(uint64_t fingerprint) const {
  const size_t guess = ScaleFingerprint(fingerprint, blocks());
  size_t from = guess > window_ ? guess - window_ : 0;
  size_t to = std::min(guess + window_, blocks());
  if (from > 0 && fences_[from - 1] >= fingerprint) from = 0;
  if (to < blocks() && fences_[to] < fingerprint) to = blocks();
  const auto begin = fences_.begin();
  return static_cast<size_t>(std::lower_bound(begin + static_cast<ptrdiff_t>(from),
                                              begin + static_cast<ptrdiff_t>(to), fingerprint) -
                             begin);
}

Status IdRun::Find(uint64_t fingerprint, std::vector<Position>* found) const {
  // It may lie behind the beginning of the block before, and fill several from this one on.
  const size_t fence = FirstFence(fingerprint);
  char bytes[kIdBlockBytes];
  for (size_t block = fence > 0 ? fence - 1 : 0; block < blocks() && fences_[block] <= fingerprint;
       ++block) {
    if (Status status = ReadBlocks(block, 1, bytes); !status.ok()) return status;
    for (size_t i = 0; i < EntriesIn(block); ++i) {
      const IdEntry entry = GetIdEntry(bytes + i * kIdEntryBytes);
      if (entry.fingerprint == fingerprint) found->push_back(entry.position);
    }
  }
  return Status();
}

Status IdRun::ReadBlocks(size_t first, size_t number, char* bytes) const {
  Status status = file_->ReadAt(first * kIdBlockBytes, bytes, number * kIdBlockBytes);
  if (!status.ok()) return status;
  for (size_t i = 0; i < number; ++i) {
    if (!IsIdBlock(bytes + i * kIdBlockBytes, name_.id, static_cast<uint32_t>(first + i))) {
      return Damaged(*file_, "block " + std::to_string(first + i) + " is damaged");
    }
  }
  return Status();
}

}  // namespace outturn::store
