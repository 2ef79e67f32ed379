// The files that are not RocksDB's (store/file.h: the index of ids) on a failing disk. The linker
// gives what this program calls open, write, fdatasync, ftruncate, rename and unlink for to
// functions that ask the disk first (tests/CMakeLists.txt).
#pragma once

#include <string>

#include "tests/crash/faulty_disk.h"

namespace outturn::crash {

// While it lives, what is written to the files of `folder` meets the faults of `disk`. One at a
// time.
class FilesOnDisk {
 public:
  FilesOnDisk(FaultyDisk& disk, const std::string& folder);
  ~FilesOnDisk();
  FilesOnDisk(const FilesOnDisk&) = delete;
  FilesOnDisk& operator=(const FilesOnDisk&) = delete;
};

}  // namespace outturn::crash
