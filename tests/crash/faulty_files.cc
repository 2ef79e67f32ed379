#include "tests/crash/faulty_files.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string_view>

namespace outturn::crash {
namespace {

using Operation = FaultyDisk::Operation;

std::mutex mutex;
FaultyDisk* disk = nullptr;
std::string folder;  // with a slash at its end

std::string PathOf(int file) {
  char path[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : std::string();
}

// False, with errno, where the operation does not happen. `half`: but half of it does.
bool Meets(std::string_view path, Operation operation, bool* half = nullptr) {
  const std::lock_guard lock(mutex);
  if (disk == nullptr || !path.starts_with(folder)) return true;
  const rocksdb::IOStatus met = disk->Meet(operation, half);
  if (met.ok()) return true;
  errno = met.IsNoSpace() ? ENOSPC : EIO;
  return false;
}

}  // namespace

FilesOnDisk::FilesOnDisk(FaultyDisk& on, const std::string& in) {
  const std::lock_guard lock(mutex);
  disk = &on;
  folder = in + "/";
}

FilesOnDisk::~FilesOnDisk() {
  const std::lock_guard lock(mutex);
  disk = nullptr;
}

}  // namespace outturn::crash

// NOLINTBEGIN: the linker's names
using outturn::crash::FaultyDisk;
using outturn::crash::Meets;
using outturn::crash::PathOf;

extern "C" {

int __real_open(const char* path, int flags, ...);
ssize_t __real_write(int file, const void* bytes, size_t size);
int __real_fdatasync(int file);
int __real_ftruncate(int file, off_t size);
int __real_rename(const char* from, const char* to);
int __real_unlink(const char* path);

int __wrap_open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : mode_t{0};
  va_end(rest);
  const bool makes = (flags & O_CREAT) != 0;
  if (makes && !Meets(path, FaultyDisk::Operation::kMake)) return -1;
  return __real_open(path, flags, mode);
}

ssize_t __wrap_write(int file, const void* bytes, size_t size) {
  bool half = false;
  if (Meets(PathOf(file), FaultyDisk::Operation::kWrite, &half)) {
    return __real_write(file, bytes, size);
  }
  const int error = errno;
  if (half) (void)!__real_write(file, bytes, size / 2);
  errno = error;
  return -1;
}

int __wrap_fdatasync(int file) {
  return Meets(PathOf(file), FaultyDisk::Operation::kSync) ? __real_fdatasync(file) : -1;
}

int __wrap_ftruncate(int file, off_t size) {
  return Meets(PathOf(file), FaultyDisk::Operation::kOther) ? __real_ftruncate(file, size) : -1;
}

int __wrap_rename(const char* from, const char* to) {
  return Meets(from, FaultyDisk::Operation::kOther) ? __real_rename(from, to) : -1;
}

int __wrap_unlink(const char* path) {
  return Meets(path, FaultyDisk::Operation::kOther) ? __real_unlink(path) : -1;
}

}  // extern "C"
// NOLINTEND
