// Looks through the files of an event log that RocksDB does not open.
#ifndef OUTTURN_STORE_ROCKSDB_LOG_PARTS_H_
#define OUTTURN_STORE_ROCKSDB_LOG_PARTS_H_

#include <string>
#include <vector>

#include "store/status.h"

namespace rocksdb {
class Env;
}

namespace outturn::store {

// What of the log's folder is missing, cannot be read, is cut off or not of this format: each file
// with the reason, the events it concerns as far as the other files tell, and what to do; the first
// of those events is the position. `opened`, the reason RocksDB gave, names tables that are gone;
// it is the only answer where none of the files shows anything. Changes nothing. `env` may be null.
std::vector<Status> DamagedLogParts(rocksdb::Env* env, const std::string& path,
                                    const Status& opened);

}  // namespace outturn::store

#endif  // OUTTURN_STORE_ROCKSDB_LOG_PARTS_H_
