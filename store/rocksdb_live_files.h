// The files a database that is open lives from, as they lie in its folder. Included by .cc files
// only.
#ifndef OUTTURN_STORE_ROCKSDB_LIVE_FILES_H_
#define OUTTURN_STORE_ROCKSDB_LIVE_FILES_H_

#include <rocksdb/db.h>

#include <cstdint>
#include <string>
#include <vector>

#include "store/status.h"

namespace outturn::store {

struct LiveFile {
  std::string path;
  uint64_t bytes = 0;     // it has at least
  std::string first_key;  // of a table of the default column family, else empty
  Status status;          // as CheckFile
};

// CURRENT, the manifest and every table of `db`, which lies in the folder `path`; the folder alone
// where that is not to be opened. While it looks, none of them is removed.
std::vector<LiveFile> LookAtLiveFiles(rocksdb::DB* db, rocksdb::Env* env, const std::string& path);

// The status of each that is not ok.
std::vector<Status> BadOf(const std::vector<LiveFile>& files);

}  // namespace outturn::store

#endif  // OUTTURN_STORE_ROCKSDB_LIVE_FILES_H_
