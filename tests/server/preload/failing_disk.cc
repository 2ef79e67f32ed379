// Loaded into the server before the C library: what is written to its log fails while the file that
// OUTTURN_TEST_FAULT names is there, as its first letter says: f(sync), w(rite), n(o space).
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

bool Refuses(int file, char letter, int error) {
  if (Fault() != letter || !IsOfTheLog(file)) return false;
  errno = error;
  return true;
}

}  // namespace

extern "C" int fdatasync(int file) {
  static const auto real = Real<int (*)(int)>("fdatasync");
  return Refuses(file, 'f', EIO) ? -1 : real(file);
}

extern "C" int fsync(int file) {
  static const auto real = Real<int (*)(int)>("fsync");
  return Refuses(file, 'f', EIO) ? -1 : real(file);
}

extern "C" ssize_t write(int file, const void* bytes, size_t size) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t)>("write");
  if (Refuses(file, 'w', EIO) || Refuses(file, 'n', ENOSPC)) return -1;
  return real(file, bytes, size);
}
