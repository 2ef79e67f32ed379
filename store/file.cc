#include "store/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <system_error>

#include "store/remedy.h"

namespace outturn::store {
namespace {

// Of the call that just failed.
Status Refused(const std::string& path) {
  const int error = errno;
  return Status(error == ENOENT ? Code::kNotFound : Code::kIo,
                WithRemedy(path + ": " + std::generic_category().message(error), path));
}

// `before_named`: what is done with the new file before it takes the place of the old one.
Status Replace(const std::string& path, std::string_view content,
               const std::function<Status(File&)>& before_named) {
  const std::string fresh = path + ".new";
  if (Status status = RemoveFile(fresh); !status.ok()) return status;
  const auto file = File::Create(fresh);
  if (!file.ok()) return file.status();
  Status status = (*file)->Append(content);
  if (status.ok()) status = before_named(**file);
  if (!status.ok()) return status;
  return std::rename(fresh.c_str(), path.c_str()) == 0 ? Status() : Refused(path);
}

}  // namespace

Result<std::unique_ptr<File>> File::OpenWith(const std::string& path, int flags) {
  int descriptor = -1;
  do {
    descriptor = open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0) return Refused(path);
  return std::unique_ptr<File>(new File(path, descriptor));
}

Result<std::unique_ptr<File>> File::Open(const std::string& path) {
  return OpenWith(path, O_RDONLY);
}

Result<std::unique_ptr<File>> File::Create(const std::string& path) {
  auto file = OpenWith(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND);
  // A folder that is gone is no file that is not there yet.
  if (!file.ok()) return Status(Code::kIo, file.status().message());
  return file;
}

Result<std::unique_ptr<File>> File::OpenToAppend(const std::string& path) {
  return OpenWith(path, O_RDWR | O_APPEND);
}

File::~File() { close(descriptor_); }

Status File::ReadAt(uint64_t offset, char* bytes, size_t size) const {
  while (size > 0) {
    const ssize_t got = pread(descriptor_, bytes, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Status(Code::kIo, Refused(path_).message());
    if (got == 0) return Status::Corrupt(0, path_ + ": the file is cut short");
    bytes += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<size_t>(got);
  }
  return Status();
}

Status File::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return Status(Code::kIo, Refused(path_).message());
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return Status();
}

Status File::Sync() {
  if (fdatasync(descriptor_) == 0) return Status();
  return Status(Code::kIo, Refused(path_).message());
}

Result<uint64_t> File::Size() const {
  struct stat about = {};
  if (fstat(descriptor_, &about) != 0) return Status(Code::kIo, Refused(path_).message());
  return static_cast<uint64_t>(about.st_size);
}

Result<std::string> ReadFile(const std::string& path) {
  const auto file = File::Open(path);
  if (!file.ok()) return file.status();
  const auto size = (*file)->Size();
  if (!size.ok()) return size.status();
  std::string content(*size, '\0');
  if (Status status = (*file)->ReadAt(0, content.data(), content.size()); !status.ok()) {
    return status;
  }
  return content;
}

Status ReplaceFile(const std::string& path, std::string_view content) {
  return Replace(path, content, [](File&) { return Status(); });
}

Status ReplaceFileDurably(const std::string& path, std::string_view content) {
  Status status = Replace(path, content, [](File& file) { return file.Sync(); });
  return status.ok() ? SyncFolderOf(path) : status;
}

Status SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Status(Code::kIo, Refused(folder).message());
  const Status synced = fsync(descriptor) == 0 ? Status() : Refused(folder);
  close(descriptor);
  return synced;
}

Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return Status();
  return Refused(path);
}

}  // namespace outturn::store
