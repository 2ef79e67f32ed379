// The files a database that is open lives from, as they lie in its folder. Included by .cc files
// only.
#pragma once

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
  std::string family;     // a table's, else empty
  Status status;          // as CheckFile
};

// CURRENT, the manifest and every table of `db`, which lies in the folder `path`; the folder alone
// where that is not to be opened. While it looks, none of them is removed.
std::vector<LiveFile> LookAtLiveFiles(rocksdb::DB* db, rocksdb::Env* env, const std::string& path);

// Reads of those that are well the manifest, as a start would, and the tables of the column family
// `family`, or all: what is damaged within them is said as the status. They may be removed
// meanwhile where `db` does not keep them.
void ReadLiveFiles(rocksdb::DB* db, const std::string& family, std::vector<LiveFile>& files);

// Keeps the files `db` lives from, as long as this lives.
class HeldFiles {
 public:
  explicit HeldFiles(rocksdb::DB* db) : db_(db), held_(db->DisableFileDeletions().ok()) {}
  ~HeldFiles() {
    if (held_) static_cast<void>(db_->EnableFileDeletions(/*force=*/false));
  }
  HeldFiles(const HeldFiles&) = delete;
  HeldFiles& operator=(const HeldFiles&) = delete;

 private:
  rocksdb::DB* const db_;
  const bool held_;
};

// The status of each that is not ok.
std::vector<Status> BadOf(const std::vector<LiveFile>& files);

}  // namespace outturn::store
