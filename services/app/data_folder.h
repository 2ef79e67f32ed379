// The data folder of one book: BOOK (its name), log/ (the only truth), durable (how far it is known
// to reach), derived/, ids/ and history/ (deletable).
#pragma once

#include <memory>
#include <string>

#include "store/event_log.h"
#include "store/id_index.h"
#include "store/state_store.h"

namespace rocksdb {
class Env;
}

namespace outturn::app {

struct DataFolder {
  std::string book;  // administrative division code of the government whose book it is
  std::unique_ptr<store::EventLog> log;
  std::unique_ptr<store::StateStore> derived;
  std::unique_ptr<store::IdIndex> ids;
  std::unique_ptr<store::StateStore> history;
};

// Opens the folder, making it when it is not there. `book` names a new folder and must be the name
// of an old one; empty takes the old one's. Nothing is made for what is no name. Derived state that
// cannot be opened is thrown away; the log is never touched. `env`, where log and derived state
// lie, outlives the folder; nullptr is the machine's file system.
[[nodiscard]] store::Result<DataFolder> OpenDataFolder(const std::string& path,
                                                       const std::string& book,
                                                       rocksdb::Env* env = nullptr);

// The name in the folder's file BOOK. kNotFound: there is none. kCorrupt: it is not what was
// written. kIo.
[[nodiscard]] store::Result<std::string> ReadBookName(const std::string& path);

// How far a folder's log is known to have been durable: kept from time to time, so that a log that
// lost its end is told though nothing was derived of the end yet.
[[nodiscard]] std::string DurableMarkOf(const std::string& path);
// Where it cannot be kept, less is told.
void KeepDurableMark(const std::string& path, store::Position position);
// kCorrupt when the log ends before the mark. A mark that cannot be read says nothing.
[[nodiscard]] store::Status CheckDurableMark(const std::string& path, const store::EventLog& log);

// kIo when the folder is open in another process.
[[nodiscard]] store::Status CheckNotInUse(const std::string& path, rocksdb::Env* env = nullptr);

}  // namespace outturn::app
