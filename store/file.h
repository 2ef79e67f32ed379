// Files by descriptor, errors as Status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/status.h"

namespace outturn::store {

// Threads: ReadAt and Size by any; Append by one.
class File {
 public:
  // For reading. kNotFound, kIo.
  static Result<std::unique_ptr<File>> Open(const std::string& path);
  // For reading and appending. kIo, also when there is a file of that name.
  static Result<std::unique_ptr<File>> Create(const std::string& path);
  // For reading and appending to what is there. kNotFound, kIo.
  static Result<std::unique_ptr<File>> OpenToAppend(const std::string& path);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Exactly `size` bytes from `offset` on; kCorrupt when the file ends before.
  Status ReadAt(uint64_t offset, char* bytes, size_t size) const;
  Status Append(std::string_view bytes);
  // What was appended is on the disk when it returns ok.
  Status Sync();
  Result<uint64_t> Size() const;

  const std::string& path() const { return path_; }

 private:
  File(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  static Result<std::unique_ptr<File>> OpenWith(const std::string& path, int flags);

  const std::string path_;
  const int descriptor_;
};

// The whole content. kNotFound, kIo; kCorrupt when it shrinks meanwhile.
Result<std::string> ReadFile(const std::string& path);

// Puts `content` in the place of what is at `path`, if anything: whoever looks sees the one or the
// other. Not durable before the system finds the time. Leaves `path`.new behind when it fails.
Status ReplaceFile(const std::string& path, std::string_view content);
// As ReplaceFile, and on the disk under its name when it returns ok.
Status ReplaceFileDurably(const std::string& path, std::string_view content);

// That something of the name lies, or lies no more, at `path` is on the disk when it returns ok.
Status SyncFolderOf(const std::string& path);

// Ok when there is none.
Status RemoveFile(const std::string& path);

}  // namespace outturn::store
