// Looks through the files of an event log that RocksDB does not open.
#pragma once

#include <string>
#include <vector>

#include "store/event_log.h"
#include "store/status.h"

namespace rocksdb {
class Env;
}

namespace outturn::store {

struct DamagedLog {
  // What of the folder is missing, cannot be read, is cut off or not of this format: each file with
  // the reason, the events it concerns as far as the other files tell, and what to do; the first of
  // those events is the position.
  std::vector<Status> parts;
  // Events 1 to … are in sound table files; 0: it is not known of any. The write-ahead log, which
  // has the newest, is not counted.
  Position readable = 0;
};

// `opened`, the reason RocksDB gave, names tables that are gone; it is the only answer where none
// of the files shows anything. Changes nothing. `env` may be null.
DamagedLog DamagedLogParts(rocksdb::Env* env, const std::string& path, const Status& opened);

// The same of a log that is open: of `files`, what it lives from, those that are not well. `path`:
// the log's folder.
struct LiveFile;
std::vector<Status> BadLogParts(const std::vector<LiveFile>& files, const std::string& path);

// What is wrong with a file of the log, or with its folder, and what to do.
Status LogPartAdvice(const Status& status, Position position = 0, const std::string& events = "");
Status LogFolderAdvice(const Status& status);

}  // namespace outturn::store
