// The data folder of one book: BOOK (its name), log/ (the only truth), durable (how far it is known
// to reach), derived/, ids/ and history/ (deletable).
#pragma once

#include <memory>
#include <string>
#include <string_view>

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
// of an old one; empty takes the old one's. Nothing is made for what is no name, nor a log where
// there is what only a book with one has: kInvalid, with what to do. Derived state that
// cannot be opened is thrown away; the log is never touched. `env`, where log and derived state
// lie, outlives the folder; nullptr is the machine's file system.
[[nodiscard]] store::Result<DataFolder> OpenDataFolder(const std::string& path,
                                                       const std::string& book,
                                                       rocksdb::Env* env = nullptr);

// The name in the folder's file BOOK. kNotFound: there is none. kCorrupt: it is not what was
// written. kIo.
[[nodiscard]] store::Result<std::string> ReadBookName(const std::string& path);

// How far a folder's log is known to have been durable, and what the files beside it that only grow
// held: kept from time to time, so that a log that lost its end is told though nothing was derived
// of the end yet, and a file removed with all that goes with it, too.
[[nodiscard]] std::string DurableMarkOf(const std::string& path);
// kCorrupt when the log ends before the mark. A mark that cannot be read says nothing.
[[nodiscard]] store::Status CheckDurableMark(const std::string& path, const store::EventLog& log);
// kCorrupt when `content`, of the folder's file of that path, does not begin with what the mark
// says it held. Where the mark does not say (it is an earlier version's), nothing is told.
[[nodiscard]] store::Status CheckGrown(const std::string& path, const std::string& file,
                                       std::string_view content);
// kCorrupt, with what to do: `told_by` knows that events up to `known` were durable, the log ends
// at `tail` before it.
[[nodiscard]] store::Status LostEnd(store::Position tail, store::Position known,
                                    const std::string& told_by);
// Likewise: `told_by` knows of another event at `reached`.
[[nodiscard]] store::Status OfAnotherLog(store::Position reached, const std::string& told_by);

// With what to do about a part that is derived ("the folder ids", "the file tiles"): what is wrong
// with it is no reason to do without the book.
[[nodiscard]] store::Status MadeAnew(const store::Status& status, const std::string& part);

// kIo when the folder is open in another process.
[[nodiscard]] store::Status CheckNotInUse(const std::string& path, rocksdb::Env* env = nullptr);

}  // namespace outturn::app
