#include "store/ids/id_run_writer.h"

#include <algorithm>
#include <random>
#include <string_view>
#include <utility>

namespace outturn::store {
namespace {

constexpr size_t kBufferBlocks = 256;

uint64_t NewId() {
  std::random_device chance;
  const uint64_t high = chance();
  return high << 32 | static_cast<uint32_t>(chance());
}

}  // namespace

Result<std::unique_ptr<IdRunWriter>> IdRunWriter::Create(const std::string& folder,
                                                         uint64_t count) {
  const IdRunName name{NewId(), count};
  auto file = File::Create(folder + "/" + IdRunFile(name.id));
  if (!file.ok()) return file.status();
  return std::unique_ptr<IdRunWriter>(new IdRunWriter(name, *std::move(file)));
}

IdRunWriter::IdRunWriter(IdRunName name, std::unique_ptr<File> file)
    : name_(name),
      file_(std::move(file)),
      filter_(std::make_unique<IdFilter>(name.count)),
      buffer_(std::min(kBufferBlocks, IdBlocksFor(name.count)) * kIdBlockBytes, '\0') {
  fences_.reserve(IdBlocksFor(name.count));
}

IdRunWriter::~IdRunWriter() {
  // What cannot be removed now is removed when the index is opened: no manifest names it.
  if (file_ != nullptr) static_cast<void>(RemoveFile(file_->path()));
}

void IdRunWriter::Write(std::string_view bytes) {
  if (status_.ok()) status_ = file_->Append(bytes);
}

void IdRunWriter::EndBlock() {
  SealIdBlock(&buffer_[filled_], name_.id, static_cast<uint32_t>(fences_.size() - 1));
  count_ += in_block_;
  in_block_ = 0;
  filled_ += kIdBlockBytes;
  if (filled_ < buffer_.size()) return;
  Write(buffer_);
  filled_ = 0;
}

Result<std::shared_ptr<const IdRun>> IdRunWriter::Finish() {
  if (in_block_ > 0) {
    // An earlier block may have left something behind the last entry.
    const auto end = buffer_.begin() + static_cast<ptrdiff_t>(filled_);
    std::fill(end + static_cast<ptrdiff_t>(in_block_ * kIdEntryBytes),
              end + static_cast<ptrdiff_t>(kIdBlockBytes), '\0');
    EndBlock();
  }
  if (count_ != name_.count) return Status(Code::kInvalid, "a run of another length was announced");
  Write(std::string_view(buffer_).substr(0, filled_));
  std::string fences(fences_.size() * 8, '\0');
  for (size_t i = 0; i < fences_.size(); ++i) PutBig64(&fences[i * 8], fences_[i]);
  Write(fences);
  Write(filter_->bytes());
  char tail[20];
  PutBig64(tail, name_.id);
  PutBig64(tail + 8, name_.count);
  PutBig32(tail + 16, Checksum({tail, 16}, Checksum(filter_->bytes(), Checksum(fences))));
  Write({tail, sizeof tail});
  if (!status_.ok()) return status_;
  return std::shared_ptr<const IdRun>(std::make_shared<IdRun>(
      name_, std::exchange(file_, nullptr), std::move(filter_), std::move(fences_)));
}

}  // namespace outturn::store
