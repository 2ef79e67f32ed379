#include "store/kept/growing_file.h"

#include <utility>

namespace outturn::store {

Result<GrowingFile> GrowingFile::Open(const std::string& path, const Take& take) {
  const auto there = ReadFile(path);
  const bool missing = there.status().code() == Code::kNotFound;
  if (!there.ok() && !missing) return there.status();
  const std::string content = missing ? "" : *there;
  if (Status status = KeptSum::Check(path, content); !status.ok()) return status;
  const auto whole = take(content);
  if (!whole.ok()) return Status::Corrupt(0, path + ": " + whole.status().message());
  const std::string_view kept = std::string_view(content).substr(0, *whole);
  // Only of what the sum covers is it known that it was forced out.
  const bool all_on_disk = content.size() <= KeptSum::Kept(path).value_or(Extent()).length;
  if (!all_on_disk) {
    if (Status status = ReplaceFileDurably(path, kept); !status.ok()) return status;
  }
  GrowingFile file;
  auto opened = missing ? File::Create(path) : File::OpenToAppend(path);
  if (!opened.ok()) return opened.status();
  file.file_ = *std::move(opened);
  if (Status status = SyncFolderOf(path); !status.ok()) return status;
  auto sum = KeptSum::Open(path, kept);
  if (!sum.ok()) return sum.status();
  file.sum_ = *std::move(sum);
  return file;
}

Status GrowingFile::Append(std::string_view bytes) {
  if (failed_) return Status(Code::kFailed, file_->path() + ": an earlier write failed");
  Status status = file_->Append(bytes);
  if (status.ok()) status = file_->Sync();
  failed_ = !status.ok();
  if (status.ok()) sum_->Append(bytes);
  return status;
}

}  // namespace outturn::store
