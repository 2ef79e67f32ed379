// The data folder of one book: BOOK (its name), log/ (the only truth), durable (how far it is known
// to reach), derived/, ids/ and history/ (deletable).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/event_log.h"
#include "store/ids/id_index.h"
#include "store/kept/durable_mark.h"
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
// cannot be opened is thrown away; the log is never touched. kCorrupt where anything beside the log
// knows of later events than it has: where the checkpoints or the mark below tell it, before what
// is derived is opened, which may change its files. `env`, where log and derived state lie,
// outlives the folder; nullptr is the machine's file system.
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
// As store::ReadDurableMark. That of another book is kCorrupt: it says nothing of this one.
[[nodiscard]] store::Result<store::DurableMark> ReadMarkOf(const std::string& path,
                                                           const std::string& book);
// kCorrupt when `content`, of the folder's file of that path, does not begin with what the mark
// says it held. Where the mark does not say (it is an earlier version's), nothing is told.
[[nodiscard]] store::Status CheckGrown(const std::string& path, const std::string& file,
                                       std::string_view content);
// Files and folders beside the log, and up to which event each knows it.
using KnownBy = std::vector<std::pair<std::string, store::Position>>;
inline constexpr char kCheckpointsFile[] = "checkpoints";  // one of them, when it was signed
// kCorrupt when some of them know of events behind `tail`, where the log ends; with all that is to
// be done at once to go on without those.
[[nodiscard]] store::Status LostEnd(store::Position tail, const KnownBy& known_by);
// kCorrupt, likewise: the log's event at `position` is not the one that those know; what was signed
// of another log tells so, too, or nothing tells which of them is wrong.
[[nodiscard]] store::Status OfAnotherLog(store::Position position, const KnownBy& told_by,
                                         bool signed_too = false);

// With what to do about a part that is derived ("the folder ids", "the file tiles"): what is wrong
// with it is no reason to do without the book.
[[nodiscard]] store::Status MadeAnew(const store::Status& status, const std::string& part);

// What to do about events of the log that cannot be read.
inline constexpr char kPutLogBack[] =
    "put the whole folder log back from a backup; outturn-server --fsck names all that is damaged";
// With that; what is no damage stays as it is.
[[nodiscard]] store::Status FromACopy(const store::Status& status);

// kIo when the folder is open in another process.
[[nodiscard]] store::Status CheckNotInUse(const std::string& path, rocksdb::Env* env = nullptr);

}  // namespace outturn::app
