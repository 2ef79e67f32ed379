// The event log on an embedded RocksDB: one commit group is one record (FORMAT.md) under one key,
// one WriteBatch, one fsync.
#pragma once

#include <memory>
#include <string>

#include "store/event_log.h"

namespace rocksdb {
class Env;
}

namespace outturn::store {

struct RocksdbEventLogOptions {
  // Where the files lie; nullptr is the machine's file system. Tests inject disk faults here.
  // Borrowed, and must outlive the log.
  rocksdb::Env* env = nullptr;
};

// Opens the log in folder `path`, and makes one when the folder is absent or empty. At most one
// process has it open. The tail is found by one seek, whatever the length.
//
//   kCorrupt  files are missing or damaged, or the last record is; position() when known. A write
//             that a crash cut short was never acknowledged and is no damage: it is dropped
//             (rocksdb_wal_check.h). Damage in older records is found when they are read.
//   kInvalid  the folder holds something else, or the log of a newer version
//   kIo       the disk refused, or another process has the log open
//
// A log cannot know by itself that acknowledged events at its very end are gone (the last write was
// damaged later, or the folder is an older copy): compare Tail() with StateStore::Reached() and
// with signed checkpoints.
Result<std::unique_ptr<EventLog>> OpenRocksdbEventLog(const std::string& path,
                                                      const RocksdbEventLogOptions& options = {});

// Whether there is no log in folder `path`, nor anything of one but what the making of one leaves
// behind when it is interrupted before it is opened the first time: OpenRocksdbEventLog would make
// one. kCorrupt, kInvalid, kIo as there.
Result<bool> IsNoRocksdbEventLogYet(const std::string& path, rocksdb::Env* env = nullptr);

// kIo when some process, this one too, has the log in folder `path` open.
Status CheckRocksdbNotInUse(const std::string& path, rocksdb::Env* env = nullptr);

// Opens the log in folder `path` to be read, and changes nothing there: writes are refused as
// kFailed. Errors as above, and kNotFound when there is no log, nor anything of one. The
// write-ahead log is read into memory.
Result<std::unique_ptr<EventLog>> InspectRocksdbEventLog(
    const std::string& path, const RocksdbEventLogOptions& options = {});

}  // namespace outturn::store
