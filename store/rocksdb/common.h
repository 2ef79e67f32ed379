// What the RocksDB implementations share. Included by their .cc files only.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/options.h>
#include <rocksdb/status.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/status.h"

namespace outturn::store {

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// Ok, kNotFound, kInvalid, kIo, or kCorrupt without a position. A file that should be there and is
// not counts as kCorrupt.
Status FromRocksdb(const rocksdb::Status& status);

// `env` may be null.
rocksdb::Options CommonOptions(rocksdb::Env* env);

// Ok, kNotFound ("PATH: is missing") or kIo ("PATH: cannot be opened: …") of the folder `path`.
Status CheckFolder(rocksdb::Env* env, const std::string& path);
// Ok, or why the bytes of `file` cannot be had: kNotFound ("FILE: is missing"), kIo, kCorrupt when
// it is empty or has fewer than `least` bytes.
Status CheckFile(rocksdb::Env* env, const std::string& file, uint64_t least = 1);

// Whether a new database may be made in folder `path`: it is absent, empty, or holds only what the
// making of one leaves behind when it is interrupted. Never in a folder that has lost its CURRENT
// file but still has data: RocksDB alone would start afresh over it. kCorrupt or kInvalid when it
// is neither new nor a database, kIo when it cannot be opened or is no folder.
Result<bool> IsNewFolder(rocksdb::Env* env, const std::string& path);

// Options for reading what is there: nothing is made or written.
rocksdb::Options ReadOnly(rocksdb::Options options);

// Keeps others from opening the database in a folder, and knows when somebody has it open.
class FolderLock {
 public:
  // kIo when it is open in a process, this one too. Where there is no lock file nobody can have it
  // open, and none is made, nor in a folder that is not to be opened. `env` is borrowed.
  static Result<std::unique_ptr<FolderLock>> Take(rocksdb::Env* env, const std::string& path);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  FolderLock(rocksdb::Env* env, rocksdb::FileLock* lock) : env_(env), lock_(lock) {}
  rocksdb::Env* const env_;
  rocksdb::FileLock* const lock_;  // nullptr: there is none
};

}  // namespace outturn::store
