// Loaded into the server before the C library: what is written to its log fails while the file that
// OUTTURN_TEST_FAULT names is there, as its first letter says: f(sync), w(rite), n(o space),
// s(hort: of one write half arrives, of later ones nothing), h(alf of every write arrives, which is
// no fault: the rest is taken when it is written again).
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atomic>

namespace {

bool IsOfTheLog(int file) {
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return false;
  path[length] = '\0';
  return strstr(path, "/log/") != nullptr && strstr(path, ".log") != nullptr;
}

// The letter of the fault there is; 0: none.
char Fault() {
  const char* name = getenv("OUTTURN_TEST_FAULT");
  const int file = name == nullptr ? -1 : open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char letter = 0;
  if (read(file, &letter, 1) != 1) letter = 0;
  close(file);
  return letter;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool SyncFails(int file) {
  if (Fault() != 'f' || !IsOfTheLog(file)) return false;
  errno = EIO;
  return true;
}

ssize_t Refused(int error) {
  errno = error;
  return -1;
}

// How many of `size` bytes arrive; -1 and errno: none.
ssize_t Arriving(int file, size_t size) {
  static std::atomic<bool> cut_short = false;
  const char fault = Fault();
  const auto whole = static_cast<ssize_t>(size);
  if (fault == 0 || !IsOfTheLog(file)) return whole;
  const bool first = fault == 's' && !cut_short.exchange(true);
  if (fault == 'h' || first) return whole - whole / 2;
  if (fault == 'n') return Refused(ENOSPC);
  return fault == 'w' || fault == 's' ? Refused(EIO) : whole;
}

}  // namespace

extern "C" int fdatasync(int file) {
  static const auto real = Real<int (*)(int)>("fdatasync");
  return SyncFails(file) ? -1 : real(file);
}

extern "C" int fsync(int file) {
  static const auto real = Real<int (*)(int)>("fsync");
  return SyncFails(file) ? -1 : real(file);
}

extern "C" ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t)>("write");
  const ssize_t arriving = Arriving(file, size);
  return arriving < 0 ? -1 : real(file, bytes, static_cast<size_t>(arriving));
}

// Positioned writes have two names; a program calls the one it was built with.
extern "C" ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  const ssize_t arriving = Arriving(file, size);
  return arriving < 0 ? -1 : real(file, bytes, static_cast<size_t>(arriving), offset);
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  const ssize_t arriving = Arriving(file, size);
  return arriving < 0 ? -1 : real(file, bytes, static_cast<size_t>(arriving), offset);
}
