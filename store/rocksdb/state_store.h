// Derived state on an embedded RocksDB, in a folder of its own.
//
// Written without RocksDB's write-ahead log. All keys lie in one column family, whose memory tables
// reach the disk in the order they were written and each Apply within one of them; so what a crash
// leaves is always the state after some Apply, and the event log is the write-ahead log. The price
// is folding again what the last memory table held (at most 32 MiB of changes, a second's work);
// the gain is that every change is written once instead of twice. A clean close keeps everything.
#pragma once

#include <memory>
#include <string>

#include "store/state_store.h"

namespace rocksdb {
class Env;
}

namespace outturn::store {

struct RocksdbStateStoreOptions {
  // As in RocksdbEventLogOptions.
  rocksdb::Env* env = nullptr;
};

// Opens the state in folder `path`, an empty one when there is none. kCorrupt when files are
// damaged or missing, kInvalid when another version wrote them: DestroyRocksdbStateStore, open
// again, rebuild.
Result<std::unique_ptr<StateStore>> OpenRocksdbStateStore(
    const std::string& path, const RocksdbStateStoreOptions& options = {});

// Opens the state in folder `path` to be read, and changes nothing there: Apply and Wipe are
// refused as kInvalid. Every file is verified whole. Errors as above, and kNotFound when there is
// none.
Result<std::unique_ptr<StateStore>> InspectRocksdbStateStore(
    const std::string& path, const RocksdbStateStoreOptions& options = {});

// Deletes the folder's state, damaged or not; nobody may have it open. Ok when there was none.
Status DestroyRocksdbStateStore(const std::string& path,
                                const RocksdbStateStoreOptions& options = {});

}  // namespace outturn::store
