#include "services/app/data_folder.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "services/app/derived/made_of.h"
#include "services/app/log.h"
#include "services/app/proofs/proofs.h"
#include "services/app/proofs/signed_checkpoints.h"
#include "services/app/proofs/signing_key.h"
#include "services/app/proofs/tile_examination.h"
#include "store/checksum.h"
#include "store/file.h"
#include "store/kept/durable_mark.h"
#include "store/kept/kept_sum.h"
#include "store/kept/note_file.h"
#include "store/remedy.h"
#include "store/rocksdb/event_log.h"
#include "store/rocksdb/log_parts.h"
#include "store/rocksdb/state_store.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;

// All that knows of the events that are given up: a part left of it would be the next start's
// complaint.
constexpr char kGoOn[] =
    "remove the folders derived, ids and history and the files tiles and durable";
constexpr char kPutAside[] =
    ", and put checkpoints, checkpoint-names and the .sum of each aside, all four together: "
    "whoever has a checkpoint of those events will see that the log is not the one it was";

store::Status Invalid(std::string message) { return {store::Code::kInvalid, std::move(message)}; }

bool IsName(const std::string& name) {
  constexpr std::string_view kAllowed =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of(kAllowed) == std::string::npos;
}

// What stands behind the name, so that another one is never taken for it.
std::string ChecksumLine(const std::string& name) {
  char line[32];
  std::snprintf(line, sizeof line, "checksum %08x\n", store::Checksum(name));
  return line;
}

// Earlier versions wrote no more than that.
constexpr char kNameAgain[] =
    "; put it back from a copy, or write the book's division code into it, alone in one line";

// Stands in BOOK until the log beside it is there for good.
constexpr char kNoLogYet[] = "the log is being made\n";

store::Status WriteBook(const fs::path& folder, const std::string& name, const char* state) {
  // Whole and on the disk, or not at all: the log beside it is durable, and a book whose name a
  // power cut took would not open.
  return store::ReplaceFileDurably(folder / "BOOK", name + "\n" + ChecksumLine(name) + state);
}

bool AwaitsLog(const fs::path& folder) {
  const auto bytes = store::ReadFile((folder / "BOOK").string());
  return bytes.ok() && bytes->ends_with(kNoLogYet);
}

// A start makes BOOK, then the log, and all these only once the log is there for good. So a folder
// that has one of them and no log, or whose BOOK does not await one, is none whose first start was
// cut short: the truth is lost, or not mounted.
store::Status CheckLogIsThere(const fs::path& folder, rocksdb::Env* env) {
  const std::string log = (folder / "log").string();
  const auto none_yet = store::IsNoRocksdbEventLogYet(log, env);
  if (!none_yet.ok() || !*none_yet) return {};  // what is wrong with it is told when it is opened
  std::string beside;
  for (const char* part : {"durable", "derived", "ids", "history", "tiles", "key", "checkpoints",
                           "checkpoints.sum", "checkpoint-names", "checkpoint-names.sum"}) {
    if (fs::exists(folder / part)) beside += (beside.empty() ? "" : ", ") + std::string(part);
  }
  if (beside.empty() && AwaitsLog(folder)) return {};
  if (beside.empty()) {
    return Invalid(log +
                   ": the event log is missing, though BOOK says that there was one. Put the " +
                   "folder log back from a backup; only if nothing was ever recorded in this " +
                   "book, remove BOOK and start anew");
  }
  return Invalid(log + ": the event log is missing, though there is what is made after it: " +
                 beside + ". Put the folder log back from a backup; only if nothing was ever " +
                 "recorded in this book, remove BOOK and these and start anew");
}

store::Result<std::string> SettleName(const fs::path& folder, const std::string& asked,
                                      rocksdb::Env* env) {
  const fs::path file = folder / "BOOK";
  const auto read = ReadBookName(folder.string());
  if (!read.ok() && read.status().code() != store::Code::kNotFound) return read.status();
  if (read.ok()) {
    const std::string& stored = *read;
    if (auto status = CheckLogIsThere(folder, env); !status.ok()) return status;
    if (asked.empty() || asked == stored) return stored;
    return Invalid(folder.string() + " holds the book of " + stored + ", not of " + asked);
  }
  if (fs::exists(folder / "log"))
    return Invalid(file.string() + " is missing beside a log" + kNameAgain);
  if (asked.empty()) return Invalid("a new data folder needs the book's name (--book 431200)");
  if (!IsName(asked)) {
    return Invalid("a book's name is 1 to 64 letters, digits and hyphens, not \"" + asked + "\"");
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return store::Status(store::Code::kIo, folder.string() + ": " + error.message());
  auto status = store::SyncFolderOf(fs::absolute(folder).string());
  if (status.ok()) status = WriteBook(folder, asked, kNoLogYet);
  if (!status.ok()) return status;
  return asked;
}

// Of a part that can neither be opened nor be removed by the server itself.
store::Status MadeAnew(const std::string& path, const store::Status& status) {
  const bool placed = status.message().find(path) != std::string::npos;
  const store::Status said(status.code(), (placed ? "" : path + ": ") + status.message());
  return app::MadeAnew(said, "the folder " + fs::path(path).filename().string());
}

store::Result<std::unique_ptr<store::StateStore>> OpenDerived(const std::string& path,
                                                              rocksdb::Env* env) {
  auto opened = store::OpenRocksdbStateStore(path, {.env = env});
  if (opened.ok()) return opened;
  if (store::HasRemedy(opened.status().message())) return opened.status();
  Log(LogLevel::kWarning, "derived state cannot be opened: rebuilding it from the log",
      {{"folder", path}, {"reason", opened.status().ToString()}});
  // What keeps it from being removed is what has to be mended first.
  const auto destroyed = store::DestroyRocksdbStateStore(path, {.env = env});
  if (!destroyed.ok()) return MadeAnew(path, destroyed);
  opened = store::OpenRocksdbStateStore(path, {.env = env});
  if (!opened.ok()) return MadeAnew(path, opened.status());
  return opened;
}

store::Result<std::unique_ptr<store::IdIndex>> OpenIds(const std::string& path) {
  auto opened = store::OpenIdIndex(path);
  if (opened.ok()) return opened;
  if (store::HasRemedy(opened.status().message())) return opened.status();
  Log(LogLevel::kWarning, "the index of ids cannot be opened: rebuilding it from the log",
      {{"reason", opened.status().ToString()}});
  if (const auto destroyed = store::DestroyIdIndex(path); !destroyed.ok()) {
    return MadeAnew(path, destroyed);
  }
  opened = store::OpenIdIndex(path);
  if (!opened.ok()) return MadeAnew(path, opened.status());
  return opened;
}

// What the engine says of a lock that somebody holds, in words that tell what to do.
store::Status OrInUse(const store::Status& status, const std::string& path) {
  const auto says = [&](const char* words) {
    return status.message().find(words) != std::string::npos;
  };
  if (status.code() != store::Code::kIo || !says("lock")) return status;
  if (store::HasRemedy(status.message())) return status;
  if (says("open a file for lock")) {
    return {store::Code::kIo,
            status.message() + "; let the server's account read and write it and start again"};
  }
  return {store::Code::kIo, path + " is open in another process (" + status.message() + ")"};
}

// Which file of a log that cannot be opened is at fault, and what to do.
store::Status OfLog(const store::Status& status, const std::string& path, rocksdb::Env* env) {
  const store::Status in_use = OrInUse(status, path);
  if (store::HasRemedy(status.message())) return status;
  if (status.code() == store::Code::kInvalid || in_use.message() != status.message()) return in_use;
  const auto damaged = store::DamagedLogParts(env, path + "/log", status);
  const store::Status& first = damaged.parts.front();
  if (damaged.parts.size() == 1) return first;
  const std::string message = first.message() + "; " + std::to_string(damaged.parts.size() - 1) +
                              " more of its files are damaged, outturn-server --fsck names each";
  return first.code() == store::Code::kCorrupt ? store::Status::Corrupt(first.position(), message)
                                               : store::Status(first.code(), message);
}

// "durable 308, ids 308".
std::string Listed(const KnownBy& known_by) {
  std::string text;
  for (const auto& [who, reached] : known_by) {
    text += (text.empty() ? "" : ", ") + who + " " + std::to_string(reached);
  }
  return text;
}

std::string Parts(const KnownBy& known_by) {
  std::string text;
  for (const auto& [part, reached] : known_by) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// Of later events only what is derived knows: it may have been copied here.
std::string Unless(const KnownBy& beyond) {
  const bool derived = std::all_of(beyond.begin(), beyond.end(), [](const auto& one) {
    return one.first == "derived" || one.first == "ids" || one.first == "history";
  });
  if (!derived) return "";
  return ", unless the folders here that know of it were made of another log: then remove nothing "
         "but " +
         Parts(beyond);
}

bool IsSigned(const KnownBy& known_by) {
  return std::any_of(known_by.begin(), known_by.end(),
                     [](const auto& one) { return one.first == kCheckpointsFile; });
}

// How many events the newest checkpoint has that says it is of this book; 0: none can be read.
store::Position NewestSigned(const std::string& path, const std::string& book) {
  const auto bytes = store::ReadFile(ProofFiles(path).checkpoints);
  const auto content = store::ParseNoteFile(bytes.ok() ? *bytes : "");
  store::Position newest = 0;
  if (!content.ok()) return newest;
  for (const store::Note& note : content->notes) {
    const auto checkpoint = store::Checkpoint::Parse(note.text);
    if (!checkpoint.ok() || checkpoint->origin != OriginOf(book)) continue;
    newest = std::max<store::Position>(newest, checkpoint->size);
  }
  return newest;
}

// How many events the file of tiles is of; 0: there is none.
store::Position EventsOfTiles(const std::string& path) {
  auto bytes = store::ReadFile(ProofFiles(path).tiles);
  return bytes.ok() ? KeptTiles{*std::move(bytes), {}}.events() : 0;
}

// What all tell of the log together: kCorrupt where it is another book's, or lost its end. Those of
// `parts` that certainly were made of another one come to be `foreign`.
store::Status HoldTogether(const std::string& path, const std::string& book,
                           const store::EventLog& log, const std::vector<MadeOf>& parts,
                           KnownBy known, std::vector<MadeOf>& foreign) {
  const auto differs = [](const MadeOf& one) { return one.is(MadeOf::Verdict::kAnotherLog); };
  Judged judged;
  if (std::any_of(parts.begin(), parts.end(), differs)) {
    judged = Judge(parts, CoveredBySigned(path, book, log));
  }
  if (auto status = OfAnotherLog(judged); !status.ok()) return status;
  foreign = std::move(judged.foreign);
  for (const MadeOf& one : parts) {
    const auto is_it = [&](const MadeOf& other) { return other.part == one.part; };
    if (std::any_of(foreign.begin(), foreign.end(), is_it)) continue;
    known.emplace_back(one.part, one.reached);
  }
  return LostEnd(log.Tail(), known);
}

// At a start, before anything of what is derived is opened, which may change it: as far as the
// checkpoints and the mark, or the tiles, tell. What else is derived is asked once it is open.
store::Status CheckEnd(const std::string& path, const std::string& book, const store::EventLog& log,
                       rocksdb::Env* env) {
  KnownBy known = {{kCheckpointsFile, NewestSigned(path, book)}};
  const auto mark = ReadMarkOf(path, book);
  // The mark knows better than the tiles, which have no checksum.
  known.emplace_back(mark.ok() ? "durable" : "tiles",
                     mark.ok() ? mark->position : EventsOfTiles(path));
  if (LostEnd(log.Tail(), known).ok()) return {};
  std::vector<MadeOf> parts;
  const auto take = [&](const store::Result<MadeOf>& made) {
    if (made.ok()) parts.push_back(*made);
  };
  const auto derived = store::InspectRocksdbStateStore(path + "/derived", {.env = env});
  if (derived.ok()) take(HoldAgainst(log, **derived, "derived"));
  const auto ids = store::InspectIdIndex(path + "/ids");
  if (ids.ok()) take(HoldAgainst(log, **ids));
  const auto history = store::InspectRocksdbStateStore(path + "/history", {.env = env});
  if (history.ok()) take(HoldAgainst(log, **history, "history"));
  std::vector<MadeOf> foreign;
  return HoldTogether(path, book, log, parts, known, foreign);
}

// At a start. The mark is left as it is: the server renews it as soon as it serves, and whoever
// opens the checkpoints before is to see what it said.
store::Status HoldAgainstBeside(const std::string& path, const std::string& book,
                                const store::EventLog& log, rocksdb::Env* env) {
  if (auto status = CheckEnd(path, book, log, env); !status.ok()) return status;
  const auto mark = ReadMarkOf(path, book);
  if (!mark.ok() && log.Tail() > 0) {
    Log(LogLevel::kWarning, "had the log lost its end before, nothing would tell it",
        {{"reason", mark.status().message()}, {"last_event", log.Tail()}});
  }
  return {};
}

// Before it is opened to be written, so that a start that is refused has changed nothing.
store::Status ExamineLog(const std::string& path, const std::string& book, rocksdb::Env* env) {
  if (AwaitsLog(path)) return {};
  const auto log = store::InspectRocksdbEventLog(path + "/log", {.env = env});
  if (log.status().code() == store::Code::kNotFound) return {};  // it is about to be made
  if (!log.ok()) return OfLog(log.status(), path, env);
  return HoldAgainstBeside(path, book, **log, env);
}

// What is derived, open and not yet read by anybody.
struct OpenParts {
  store::StateStore& derived;
  store::IdIndex& ids;
  store::StateStore& history;

  store::Status Wipe(const std::string& part) const {
    if (part == "ids") return ids.Wipe();
    return part == "derived" ? derived.Wipe() : history.Wipe();
  }
};

store::Status WipeAll(const std::vector<MadeOf>& made, const OpenParts& parts) {
  for (const MadeOf& one : made) {
    const bool foreign = one.is(MadeOf::Verdict::kAnotherLog);
    Log(LogLevel::kWarning,
        "the folder " + one.part + (foreign ? " was made of another log" : " is damaged") +
            ": making it anew from the log",
        {{"reason", foreign ? "it knows another event " + std::to_string(one.differs_at)
                            : one.damage.ToString()}});
    if (auto status = parts.Wipe(one.part); !status.ok()) return status;
  }
  return {};
}

// Whether what is derived and the log go together. What certainly is another log's, or cannot be
// read, is emptied; what tells that the log lost its end, or is another book's, is not.
store::Status SettleDerived(const std::string& path, const std::string& book,
                            const store::EventLog& log, const OpenParts& parts) {
  std::vector<MadeOf> all;
  for (auto& made : {HoldAgainst(log, parts.derived, "derived"), HoldAgainst(log, parts.ids),
                     HoldAgainst(log, parts.history, "history")}) {
    if (!made.ok()) return made.status();
    all.push_back(*made);
  }
  std::vector<MadeOf> anew;
  auto status = HoldTogether(path, book, log, all, {}, anew);
  if (!status.ok()) return status;
  for (const MadeOf& one : all) {
    if (store::HasRemedy(one.damage.message())) return one.damage;
    if (one.is(MadeOf::Verdict::kDamaged)) anew.push_back(one);
  }
  return WipeAll(anew, parts);
}

}  // namespace

store::Result<std::string> ReadBookName(const std::string& path) {
  const std::string file = path + "/BOOK";
  const auto bytes = store::ReadFile(file);
  if (bytes.status().code() == store::Code::kNotFound) {
    return store::Status(store::Code::kNotFound, file + ": is missing");
  }
  if (!bytes.ok()) return bytes.status();
  const size_t end = bytes->find('\n');
  std::string name = bytes->substr(0, end);
  const std::string rest = end == std::string::npos ? "" : bytes->substr(end + 1);
  // Earlier versions wrote the name alone.
  const std::string sum = ChecksumLine(name);
  const bool whole =
      end != std::string::npos && (rest.empty() || rest == sum || rest == sum + kNoLogYet);
  if (whole && IsName(name)) return name;
  return store::Status::Corrupt(0, file + " is damaged: it says \"" + name + "\"" + kNameAgain);
}

std::string DurableMarkOf(const std::string& path) { return (fs::path(path) / "durable").string(); }

store::Result<store::DurableMark> ReadMarkOf(const std::string& path, const std::string& book) {
  const std::string file = DurableMarkOf(path);
  auto mark = store::ReadDurableMark(file);
  if (!mark.ok() || book.empty() || mark->book.empty() || mark->book == book) return mark;
  return store::Status::Corrupt(0, file + ": is of the book " + mark->book + ", not of " + book);
}

store::Status LostEnd(store::Position tail, const KnownBy& known_by) {
  store::Position known = tail;
  KnownBy beyond;
  for (const auto& one : known_by) {
    if (one.second <= tail) continue;
    known = std::max(known, one.second);
    beyond.push_back(one);
  }
  if (beyond.empty()) return {};
  const std::string first = std::to_string(tail + 1);
  const std::string last = std::to_string(known);
  return store::Status::Corrupt(
      tail + 1, "the log ends at event " + std::to_string(tail) + ", but event " + last +
                    " was durable (" + Listed(beyond) + "): its end is lost" + Unless(beyond) +
                    ". Put the log back; " + "to go on with what it holds, giving up events " +
                    first + " to " + last + ", " + std::to_string(known - tail) + " in all, " +
                    kGoOn + (IsSigned(beyond) ? kPutAside : ""));
}

store::Status OfAnotherLog(store::Position position, const KnownBy& told_by, bool signed_too) {
  const std::string parts = Parts(told_by);
  std::string said = "is another event than was recorded here (" + Listed(told_by) +
                     "): the log is another book's, or a copy's that went on by itself";
  said += signed_too ? ", as a signed checkpoint tells. Put the book's own log back"
                     : ", or " + parts +
                           " are. Put the book's own log back; where this is the book's own, "
                           "remove nothing but " +
                           parts + ", which the next start makes anew";
  return store::Status::Corrupt(
      position, said + "; to go on with what another one holds, " + kGoOn + kPutAside);
}

store::Status MadeAnew(const store::Status& status, const std::string& part) {
  if (store::HasRemedy(status.message())) return status;
  const std::string message = status.message() + "; " + part +
                              " is derived from the log: remove it while the server is " +
                              "down, the next start makes it anew";
  return status.code() == store::Code::kCorrupt ? store::Status::Corrupt(status.position(), message)
                                                : store::Status(status.code(), message);
}

store::Status FromACopy(const store::Status& status) {
  if (status.code() != store::Code::kCorrupt) return status;
  return store::Status::Corrupt(status.position(), status.message() + "; " + kPutLogBack);
}

store::Status CheckGrown(const std::string& path, const std::string& file,
                         std::string_view content) {
  const auto book = ReadBookName(path);
  const auto mark = ReadMarkOf(path, book.ok() ? *book : "");
  if (!mark.ok()) return {};
  const auto held = mark->grown.find(fs::path(file).filename().string());
  if (held == mark->grown.end()) return {};
  auto status = store::CheckBegin(file, content, held->second, DurableMarkOf(path));
  const auto kept = store::KeptSum::Kept(file);
  const bool as_kept = kept && content.size() >= kept->length &&
                       store::KeptSum::Check(file, content).ok() && kept->length > 0;
  if (status.ok() || !as_kept || content.size() < held->second.length) return status;
  return store::Status::Corrupt(
      0, status.message() + "; but it is as " + fs::path(file).filename().string() +
             ".sum has it: where durable was copied here from elsewhere, remove nothing but that");
}

store::Status CheckNotInUse(const std::string& path, rocksdb::Env* env) {
  return OrInUse(store::CheckRocksdbNotInUse((fs::path(path) / "log").string(), env), path);
}

store::Result<DataFolder> OpenDataFolder(const std::string& path, const std::string& book,
                                         rocksdb::Env* env) {
  auto name = SettleName(path, book, env);
  if (!name.ok()) return name.status();
  if (auto status = ExamineLog(path, *name, env); !status.ok()) return status;
  auto log = store::OpenRocksdbEventLog((fs::path(path) / "log").string(), {.env = env});
  // What is not there yet is not missing.
  if (!log.ok() && AwaitsLog(path)) return OrInUse(log.status(), path);
  if (!log.ok()) return OfLog(log.status(), path, env);
  if (AwaitsLog(path)) {
    if (auto status = WriteBook(path, *name, ""); !status.ok()) return status;
  }
  auto derived = OpenDerived((fs::path(path) / "derived").string(), env);
  if (!derived.ok()) return derived.status();
  auto ids = OpenIds((fs::path(path) / "ids").string());
  if (!ids.ok()) return ids.status();
  auto history = OpenDerived((fs::path(path) / "history").string(), env);
  if (!history.ok()) return history.status();
  auto settled = SettleDerived(path, *name, **log, {**derived, **ids, **history});
  if (!settled.ok()) return settled;
  return DataFolder{*std::move(name), *std::move(log), *std::move(derived), *std::move(ids),
                    *std::move(history)};
}

}  // namespace outturn::app
