// The machine's file system, until told to fail: what RocksDB sees of a dying disk.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <atomic>
#include <memory>
#include <string>

namespace outturn::store {

enum class DiskFault {
  kNone,
  kWrite,
  kSync,
  kZeros,  // of what is nothing but zeros half is written, then there is no space
};

// Fails the writing or the syncing of every file open for writing while `fault` says so.
class FailingFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  FailingFileSystem() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "FailingFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;

  std::atomic<DiskFault> fault = DiskFault::kNone;
};

}  // namespace outturn::store
