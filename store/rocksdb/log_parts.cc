#include "store/rocksdb/log_parts.h"

#include <rocksdb/db.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table_properties.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "store/big_endian.h"
#include "store/record.h"
#include "store/remedy.h"
#include "store/rocksdb/common.h"
#include "store/rocksdb/fragments.h"
#include "store/rocksdb/live_files.h"
#include "store/rocksdb/manifest_tables.h"
#include "store/rocksdb/wal_check.h"

namespace outturn::store {
namespace {

constexpr const char* kPutBack = "; put the file back from a backup of the whole folder log";
constexpr const char* kPutAllBack =
    ": the event log is missing; put the folder log back from a backup; only if nothing was ever "
    "recorded in this book, remove what is beside it and start anew";
constexpr const char* kAllow = "; let the server's account read it and start again";

bool EndsWithinRecord(std::string_view manifest) {
  size_t at = 0;
  while (at < manifest.size()) {
    const size_t left = kBlockBytes - at % kBlockBytes;
    if (left < kFragmentHeaderBytes) {
      at += left;  // filled up
      continue;
    }
    if (manifest.size() - at < kFragmentHeaderBytes) return true;
    at += kFragmentHeaderBytes + LittleEndian(manifest.substr(at + 4, 2));
  }
  return at > manifest.size();
}

bool Says(const std::string& said, std::string_view what) {
  return said.find(what) != std::string::npos;
}

// Why a log does not open, where its manifest may not be the one it had last.
bool IsOfLists(const std::string& said) {
  return Says(said, "Column family not found") || Says(said, "Missing WAL") ||
         Says(said, " are missing, which were durable");
}
bool IsOfBeginning(const std::string& said) {  // it may list too few tables
  return Says(said, "does not begin at position 1");
}

class Parts {
 public:
  Parts(rocksdb::Env* env, const std::string& path) : env_(env), path_(path) {}

  DamagedLog Look(const Status& opened) {
    std::vector<std::string> names;
    if (const Status status = ItsFolder(); !status.ok()) return {{LogFolderAdvice(status)}};
    (void)env_->GetChildren(path_, &names);
    const auto is_dots = [](const std::string& name) { return name == "." || name == ".."; };
    if (std::all_of(names.begin(), names.end(), is_dots)) {
      return {{LogFolderAdvice(Status(Code::kNotFound, path_ + ": is empty"))}};
    }
    LookAtManifest();
    NoteNamed(opened.message());
    for (const std::string& name : names) {
      if (name.ends_with(".sst") || name.ends_with(".ldb")) LookAtTable(name, opened.message());
    }
    AddMissingTables(opened.message(), {names.begin(), names.end()});
    const auto [position, events] = Lacking();
    for (const Status& bad : bad_tables_) found_.push_back(LogPartAdvice(bad, position, events));
    LookAtWriteAheadLog(names);
    if (found_.empty()) found_.push_back(OfNoFile(opened));
    return {std::move(found_), WholeUpTo()};
  }

 private:
  [[nodiscard]] Status ItsFolder() const {
    bool is_folder = false;
    if (env_->IsDirectory(path_, &is_folder).ok() && !is_folder) {
      return Status::Corrupt(0, path_ + ": is no folder");
    }
    return CheckFolder(env_, path_);
  }

  [[nodiscard]] Status CheckPart(const std::string& file, uint64_t least = 1) const {
    bool is_folder = false;
    if (env_->IsDirectory(file, &is_folder).ok() && is_folder) {
      return Status::Corrupt(0, file + ": is no file");
    }
    return CheckFile(env_, file, least);
  }

  // Every file there is can be read. Where RocksDB found fault with the manifest or what it lists,
  // that is said; anything else stands as it is.
  [[nodiscard]] Status OfNoFile(const Status& opened) const {
    const std::string& said = opened.message();
    const bool named = !manifest_.empty() && Says(said, manifest_);
    const bool lacks = IsOfBeginning(said);
    if (manifest_.empty() || (!named && !lacks && !IsOfLists(said))) return opened;
    std::string content;
    (void)rocksdb::ReadFileToString(env_, manifest_, &content);
    const auto of_manifest = [&](const std::string& what) {
      return LogPartAdvice(Status::Corrupt(0, manifest_ + ": " + what));
    };
    if (EndsWithinRecord(content)) {
      return of_manifest("is cut off: its end is lost (" + said + ")");
    }
    if (lacks) return opened;
    if (named) return of_manifest("is cut off or damaged: " + said);
    return of_manifest(
        "does not fit the files beside it: it is cut off or another's, or one of them is missing "
        "(" +
        said + ")");
  }

  // CURRENT names the manifest, which lists the tables.
  void LookAtManifest() {
    const std::string current = path_ + "/CURRENT";
    if (Status status = CheckPart(current); !status.ok()) {
      found_.push_back(LogPartAdvice(status));
      return;
    }
    std::string name;
    (void)rocksdb::ReadFileToString(env_, current, &name);
    if (!name.starts_with("MANIFEST-") || !name.ends_with('\n')) {
      found_.push_back(LogPartAdvice(
          Status::Corrupt(0, current + ": is not of this format, it names no manifest")));
      return;
    }
    name.pop_back();
    const std::string manifest = path_ + "/" + name;
    if (Status status = CheckPart(manifest); !status.ok()) {
      found_.push_back(LogPartAdvice(status));
      return;
    }
    manifest_ = manifest;
  }

  // `said`, why the log does not open, may name a table that can be read and is another than the
  // manifest lists.
  void LookAtTable(const std::string& name, const std::string& said) {
    const std::string file = path_ + "/" + name;
    const std::map<Position, Position> others = tables_;
    Status status = CheckPart(file);
    if (status.ok()) status = TakeTable(file);
    const bool by_us = said.starts_with(file + ": ");
    if (status.ok() && !by_us && said.find("/" + name) != said.npos) {
      status = Status::Corrupt(0, file + ": is not what the server wrote: " + said);
      tables_ = others;
    }
    if (!status.ok() && IsNamed(name)) bad_tables_.push_back(std::move(status));
  }

  // Which tables are the log's, where the manifest is whole and nothing speaks against it.
  void NoteNamed(const std::string& said) {
    if (manifest_.empty() || IsOfLists(said) || IsOfBeginning(said)) return;
    std::string content;
    if (!rocksdb::ReadFileToString(env_, manifest_, &content).ok()) return;
    named_ = TablesOfManifest(content);
  }

  // What the manifest does not name was never of the log, or is no longer: a start that was cut
  // short leaves a table behind that is not whole, and the next one removes it.
  [[nodiscard]] bool IsNamed(const std::string& name) const {
    return !named_ || named_->contains(std::strtoull(name.c_str(), nullptr, 10));
  }

  // Notes which events it has.
  Status TakeTable(const std::string& file) {
    rocksdb::SstFileReader reader(ReadOnly(CommonOptions(env_)));
    const auto damaged = [&](const std::string& why) {
      return Status::Corrupt(0, file + ": is cut off or damaged: " + why);
    };
    if (const auto opened = reader.Open(file); !opened.ok()) return damaged(opened.ToString());
    if (reader.GetTableProperties()->column_family_name != rocksdb::kDefaultColumnFamilyName) {
      return Status();
    }
    const std::unique_ptr<rocksdb::Iterator> records(reader.NewIterator(rocksdb::ReadOptions()));
    records->SeekToFirst();
    if (!records->Valid() || records->key().size() != 8) return damaged("no first record");
    const Position first = BigEndian64(ToView(records->key()));
    records->SeekToLast();
    if (!records->Valid()) return damaged("no last record");
    const auto record = RecordReader::Parse(ToView(records->value()));
    if (!record.ok()) return damaged(record.status().message());
    Position& last = tables_[first];
    last = std::max(last, record->last());
    return Status();
  }

  // RocksDB names those that the manifest lists and the folder has not, also by the ending they
  // had in its first versions.
  void AddMissingTables(std::string_view said, const std::set<std::string>& there) {
    std::set<std::string> missing;
    for (const std::string_view ending : {".sst", ".ldb"}) {
      for (size_t at = said.find(ending); at != said.npos; at = said.find(ending, at + 1)) {
        size_t begin = at;
        while (begin > 0 && std::isdigit(static_cast<unsigned char>(said[begin - 1])) != 0) --begin;
        const std::string number(said.substr(begin, at - begin));
        if (number.empty() || there.contains(number + ".ldb")) continue;
        if (!there.contains(number + ".sst")) missing.insert(number + ".sst");
      }
    }
    for (const std::string& name : missing) {
      bad_tables_.push_back(Status(Code::kNotFound, path_ + "/" + name + ": is missing"));
    }
  }

  // What the sound tables have not, and the first of it; 0: it may be none.
  [[nodiscard]] std::pair<Position, std::string> Lacking() const {
    if (tables_.empty()) return {0, "; no other table file has events"};
    Position first_lacking = 0;
    Position up_to = 0;
    std::string gaps;
    for (const auto& [first, last] : tables_) {
      if (first > up_to + 1) {
        if (first_lacking == 0) first_lacking = up_to + 1;
        gaps += (gaps.empty() ? "" : ", ") + std::to_string(up_to + 1) + " to " +
                std::to_string(first - 1);
      }
      up_to = std::max(up_to, last);
    }
    if (first_lacking > 0) return {first_lacking, "; the other table files lack events " + gaps};
    return {0, "; the other table files have the events up to " + std::to_string(up_to)};
  }

  // The sound tables have every event up to it.
  [[nodiscard]] Position WholeUpTo() const {
    Position up_to = 0;
    for (const auto& [first, last] : tables_) {
      if (first > up_to + 1) break;
      up_to = std::max(up_to, last);
    }
    return up_to;
  }

  void LookAtWriteAheadLog(const std::vector<std::string>& names) {
    bool readable = true;
    for (const std::string& name : names) {
      if (!name.ends_with(".log")) continue;
      const Status status = CheckPart(path_ + "/" + name, 0);  // one just begun is empty
      if (status.ok()) continue;
      found_.push_back(LogPartAdvice(status));
      readable = false;
    }
    if (!readable) return;
    const Status status = CheckWriteAheadLog(env_, path_);
    if (!status.ok()) found_.push_back(LogPartAdvice(status, status.position()));
  }

  rocksdb::Env* const env_;
  const std::string& path_;
  std::string manifest_;                     // where there is one
  std::optional<std::set<uint64_t>> named_;  // tables, by the manifest; nullopt: it is not known
  std::map<Position, Position> tables_;      // first event → last, of those that can be read
  std::vector<Status> bad_tables_;
  std::vector<Status> found_;
};

// What the sound tables have not, where only this one is bad: from its first event to the next's.
std::string LackingWithout(const std::map<Position, const LiveFile*>& tables, Position first) {
  const auto next = tables.upper_bound(first);
  if (next != tables.end()) {
    return "; the other table files lack events " + std::to_string(first) + " to " +
           std::to_string(next->first - 1);
  }
  if (first <= 1) return "; no other table file has events";
  return "; the other table files have the events up to " + std::to_string(first - 1);
}

}  // namespace

Status LogPartAdvice(const Status& status, Position position, const std::string& events) {
  if (HasRemedy(status.message())) return status;  // nothing is known to be lost
  const char* advice = status.code() == Code::kIo ? kAllow : kPutBack;
  const std::string message = status.message() + events + advice;
  return position > 0 ? Status::Corrupt(position, message) : Status(status.code(), message);
}

Status LogFolderAdvice(const Status& status) {
  if (HasRemedy(status.message())) return status;
  const char* advice = status.code() == Code::kIo ? kAllow : kPutAllBack;
  return Status(status.code(), status.message() + advice);
}

std::vector<Status> BadLogParts(const std::vector<LiveFile>& files, const std::string& path) {
  std::map<Position, const LiveFile*> tables;  // by first event
  for (const LiveFile& file : files) {
    if (file.first_key.size() == 8) tables[BigEndian64(file.first_key)] = &file;
  }
  std::vector<Status> found;
  for (const LiveFile& file : files) {
    if (file.status.ok()) continue;
    const Position first = file.first_key.size() == 8 ? BigEndian64(file.first_key) : 0;
    found.push_back(file.path == path ? LogFolderAdvice(file.status)
                    : first == 0
                        ? LogPartAdvice(file.status)
                        : LogPartAdvice(file.status, first, LackingWithout(tables, first)));
  }
  return found;
}

DamagedLog DamagedLogParts(rocksdb::Env* env, const std::string& path, const Status& opened) {
  return Parts(env != nullptr ? env : rocksdb::Env::Default(), path).Look(opened);
}

}  // namespace outturn::store
