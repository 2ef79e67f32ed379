// A write-ahead log that is quick to sync. Included by .cc files only.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace outturn::store {

class ZeroAheadEnv : public rocksdb::EnvWrapper {
 public:
  using rocksdb::EnvWrapper::EnvWrapper;
  // The log files made through it, by their path, removed ones too, and how many bytes were written
  // to each.
  virtual std::map<std::string, uint64_t> LogFiles() const = 0;
};

// `base`, but that log files (*.log) have zeros written behind their end while the writes to them
// are small. Syncing what overwrites zeros costs a third less than syncing a file that grows: its
// length and its extents stay as they are, and the file system's journal is left alone.
//
// Zeros that cannot be written, as where there is no room for them, fail nothing: they are tried
// again after another mebibyte.
//
// A log file that was not closed so ends with zeros, at most a mebibyte; RocksDB and
// CheckWriteAheadLog read on behind them. A file that is closed ends with what was written.
// Recycled files, RocksDB's own way to the same, end with old writes, from which damage cannot be
// told.
//
// `base` is borrowed and must outlive what is returned.
std::unique_ptr<ZeroAheadEnv> ZeroingAhead(rocksdb::Env* base);

}  // namespace outturn::store
