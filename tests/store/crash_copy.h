// The files of an open database as a crash at one moment would leave them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <system_error>

namespace outturn::store {

// The names and sizes of what lies in a folder, without what vanishes while it is read.
inline std::map<std::string, uintmax_t> Listing(const std::filesystem::path& folder) {
  std::map<std::string, uintmax_t> sizes;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const uintmax_t size = entry.file_size(gone);
    if (!gone) sizes[entry.path().filename()] = size;
  }
  return sizes;
}

// Copies the files of `from`, a folder in which nobody writes but RocksDB's own housekeeping may
// still remove files and move tables: it begins again until nothing has changed meanwhile.
inline void CrashCopyOf(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::map<std::string, uintmax_t> before;
  std::error_code gone;
  do {
    std::filesystem::remove_all(to);
    std::filesystem::create_directories(to);
    before = Listing(from);
    for (const auto& [name, size] : before) {
      std::filesystem::copy_file(from / name, to / name, gone);
      if (gone) break;
    }
  } while (gone || Listing(from) != before);
}

}  // namespace outturn::store
