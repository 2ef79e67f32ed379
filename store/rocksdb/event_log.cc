#include "store/rocksdb/event_log.h"

#include <rocksdb/db.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <utility>
#include <vector>

#include "store/big_endian.h"
#include "store/log_head.h"
#include "store/record.h"
#include "store/record_cursor.h"
#include "store/remedy.h"
#include "store/rocksdb/common.h"
#include "store/rocksdb/live_files.h"
#include "store/rocksdb/log_parts.h"
#include "store/rocksdb/wal_check.h"
#include "store/rocksdb/zero_ahead.h"

namespace outturn::store {
namespace {

// Records lie in the default column family under their first position, 8 bytes big-endian. The few
// keys that are written again and again lie in one of their own, lest files of records overlap.
constexpr char kMetaFamily[] = "meta";
constexpr char kFormatKey[] = "format";
constexpr char kReachedKey[] = "reached";
constexpr char kEpochKey[] = "epoch";
constexpr char kFormat[] = "outturn event log 1";

rocksdb::Options LogOptions(rocksdb::Env* env) {
  rocksdb::Options options = CommonOptions(env);
  // What is bad in the write-ahead log ends it: CheckWriteAheadLog has seen to it that this can
  // only be the last write, which was never acknowledged. In recycled files old writes would lie
  // behind the end, and damage could not be told from it: zeros do (ZeroingAhead).
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.recycle_log_file_num = 0;
  // Says at open when a whole write-ahead log file that is still needed is gone or too short.
  options.track_and_verify_wals_in_manifest = true;
  // Whatever is found in the write-ahead log at open becomes a synced table file before Open
  // returns. After a failed fsync the page cache may show bytes that the disk does not have; to
  // trust a reopened log one must have written them again.
  options.avoid_flush_during_recovery = false;
  // Keys only rise: table files never overlap, so compaction moves them without rewriting, and
  // many of them in level 0 harm nobody.
  options.level_compaction_dynamic_level_bytes = true;
  options.level0_slowdown_writes_trigger = 64;
  options.level0_stop_writes_trigger = 128;
  options.max_total_wal_size = 256 << 20;  // the seldom written family must not keep old ones alive

  rocksdb::BlockBasedTableOptions table;
  table.checksum = rocksdb::kXXH3;          // Debian builds CRC-32C without the processor's help
  table.no_block_cache = true;              // a block is a record; the page cache has it
  table.max_auto_readahead_size = 2 << 20;  // for scans; a single read does not read ahead
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// Reads records through one iterator: a seek for the first, then steps.
class IteratorSource final : public RecordSource {
 public:
  explicit IteratorSource(rocksdb::DB* db)
      : db_(db), iterator_(db->NewIterator(rocksdb::ReadOptions())) {}

  Result<std::string_view> Load(Position at) override {
    if (iterator_->Valid()) {
      iterator_->Next();
    } else {
      (void)Seek(at);
      if (iterator_->status().IsCorruption()) {
        const Status status = FromRocksdb(iterator_->status());
        if (!SeekFromBefore(at)) return status;
        return ToView(iterator_->value());
      }
    }
    if (!iterator_->status().ok()) return FromRocksdb(iterator_->status());
    if (!iterator_->Valid()) return Status::Corrupt(at, "the record of this position is missing");
    return ToView(iterator_->value());
  }

 private:
  // Whether there is a record at or before `at` that can be read.
  bool Seek(Position at) {
    std::string key;
    AppendBigEndian64(&key, at);
    iterator_->SeekForPrev(key);
    return iterator_->Valid() && iterator_->status().ok();
  }

  // Stepping back, the engine reads the block of the record before, too, and a table's index may
  // lead from a position within a record to the block behind it: where either is damaged, the
  // record is sound all the same. Where blocks begin the index tells without reading any, and seeks
  // onwards read one alone. False: the damage is in the record of `at`, or `at` is only in the
  // write-ahead log or in a table of level 0 and the damage at an edge of another one.
  bool SeekFromBefore(Position at) {
    Position before = at;
    for (int block = 0; block < 2; ++block) {  // where the index leads to, and the one before
      before = LastBeforeBlock(before, at > kMaxGroupEvents ? at - kMaxGroupEvents : 0);
      if (const Position first = LastRecord(before + 1, at); first > 0) {
        SeekOnwards(first);
        if (!iterator_->Valid()) return false;
        const Result<RecordReader> record = RecordReader::Parse(ToView(iterator_->value()));
        return record.ok() && record->last() >= at;
      }
      if (before == 0) return false;
    }
    return false;
  }

  void SeekOnwards(Position from) {
    std::string key;
    AppendBigEndian64(&key, from);
    iterator_->Seek(key);
  }

  // The first position of the last record that begins between `from` and `at`, as far as they can
  // be read; 0: there is none.
  Position LastRecord(Position from, Position at) {
    Position last = 0;
    for (SeekOnwards(from); iterator_->Valid() && iterator_->key().size() == 8; iterator_->Next()) {
      const Position first = BigEndian64(ToView(iterator_->key()));
      if (first > at) break;
      last = first;
    }
    return last;
  }

  // The last position, from `least` on, from which the index leads to a block before that of `at`.
  [[nodiscard]] Position LastBeforeBlock(Position at, Position least) const {
    Position before = least;
    for (Position same = at; same > before + 1;) {
      const Position middle = before + (same - before) / 2;
      (IsInBlockBefore(middle, at) ? before : same) = middle;
    }
    return before;
  }

  // As the indices have it: the blocks from the one of `position` to the one of `at` take room.
  [[nodiscard]] bool IsInBlockBefore(Position position, Position at) const {
    std::string from;
    std::string to;
    AppendBigEndian64(&from, position);
    AppendBigEndian64(&to, at);
    const rocksdb::Range range(from, to);
    uint64_t bytes = 0;
    return db_->GetApproximateSizes(rocksdb::SizeApproximationOptions(), db_->DefaultColumnFamily(),
                                    &range, 1, &bytes)
               .ok() &&
           bytes > 0;
  }

  rocksdb::DB* const db_;
  const std::unique_ptr<rocksdb::Iterator> iterator_;
};

class RocksdbEventLog final : public EventLog {
 public:
  // Takes over the environment, the database in it and its handles (default, meta). `lock` is
  // there when the database is open to be read only; then there is no environment.
  RocksdbEventLog(std::unique_ptr<ZeroAheadEnv> env, rocksdb::DB* db,
                  std::vector<rocksdb::ColumnFamilyHandle*> families,
                  std::unique_ptr<FolderLock> lock = nullptr)
      : env_(std::move(env)), lock_(std::move(lock)), families_(std::move(families)), db_(db) {
    sync_.sync = true;
  }
  ~RocksdbEventLog() override {
    for (rocksdb::ColumnFamilyHandle* family : families_) db_->DestroyColumnFamilyHandle(family);
  }

  // Reads what the head needs; to be called once, before anything else. `first_written` is the
  // first event that only the write-ahead log has; 0: there is none.
  Status Recover(Position first_written);

  Status Append(Epoch epoch, Position first, std::span<const std::string_view> group) override;
  std::unique_ptr<EventCursor> Read(Position from) const override;
  Position Tail() const override { return tail_; }
  Status Seal(Epoch epoch) override;
  Epoch SealedEpoch() const override;
  std::vector<Status> LookAtFiles() const override { return Look(/*read=*/false); }
  std::vector<Status> ReadFiles() const override { return Look(/*read=*/true); }

 private:
  rocksdb::ColumnFamilyHandle* meta() const { return families_[1]; }
  Status RecoverMeta(bool empty);
  Status ReadAllOfMeta() const;
  Status Mark();  // for CheckWriteAheadLog
  Status RecoverTail(rocksdb::Iterator* records);
  Status CheckNoneIsMissing(Position first_written, rocksdb::Iterator* records) const;
  static Status CheckIsThere(Position needed, rocksdb::Iterator* records);

  std::vector<Status> Look(bool read) const;
  void LookAtWriteAheadLog(std::vector<LiveFile>& files) const;

  const std::unique_ptr<ZeroAheadEnv> env_;
  const std::unique_ptr<FolderLock> lock_;
  const std::vector<rocksdb::ColumnFamilyHandle*> families_;
  const std::unique_ptr<rocksdb::DB> db_;
  rocksdb::WriteOptions sync_;

  std::atomic<Position> tail_ = 0;  // what head_.tail is, for readers, who do not wait for writers
  mutable std::mutex mutex_;        // for everything below
  LogHead head_;
  std::string record_;  // the last group's, kept for its memory
};

Status RocksdbEventLog::Recover(Position first_written) {
  const std::unique_ptr<rocksdb::Iterator> records(db_->NewIterator(rocksdb::ReadOptions()));
  records->SeekToFirst();
  if (!records->status().ok()) return FromRocksdb(records->status());
  const bool empty = !records->Valid();
  if (Status status = RecoverMeta(empty); !status.ok()) return status;
  if (Status status = ReadAllOfMeta(); !status.ok()) return status;
  if (empty) {
    Status status = CheckNoneIsMissing(first_written, records.get());
    return status.ok() ? Mark() : status;
  }
  if (records->key().size() != 8 || BigEndian64(ToView(records->key())) != 1) {
    return Status::Corrupt(1, "the log does not begin at position 1");
  }
  if (Status status = RecoverTail(records.get()); !status.ok()) return status;
  if (Status status = CheckNoneIsMissing(first_written, records.get()); !status.ok()) return status;
  return Mark();
}

Status RocksdbEventLog::Mark() {
  if (lock_ != nullptr) return Status();
  std::string reached;
  AppendBigEndian64(&reached, tail_);
  rocksdb::WriteBatch batch;
  rocksdb::Status put = batch.Put(meta(), kFormatKey, kFormat);
  if (put.ok()) put = batch.Put(meta(), kReachedKey, reached);
  return FromRocksdb(put.ok() ? db_->Write(sync_, &batch) : put);
}

// A manifest that lost its end may know nothing of the newest tables, and of the write-ahead log
// files that were removed for them: to RocksDB it is that of an earlier moment, at which a power
// cut came, and the tables are nobody's, to be removed. But what the log held when it was opened,
// and what came before the first event of the write-ahead log, was durable and is in tables.
Status RocksdbEventLog::CheckNoneIsMissing(Position first_written,
                                           rocksdb::Iterator* records) const {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), meta(), kReachedKey, &value);
  if (!got.ok() && !got.IsNotFound()) return FromRocksdb(got);  // not there: an earlier version's
  if (got.ok() && value.size() != 8) return Status::Corrupt(0, "the position reached is damaged");
  const Position reached = got.ok() ? BigEndian64(value) : 0;
  if (Status status = CheckIsThere(reached, records); !status.ok()) return status;
  return CheckIsThere(first_written > 0 ? first_written - 1 : 0, records);
}

// kCorrupt where there is no record of it; one that is damaged is there.
Status RocksdbEventLog::CheckIsThere(Position needed, rocksdb::Iterator* records) {
  if (needed == 0) return Status();
  std::string key;
  AppendBigEndian64(&key, needed);
  records->SeekForPrev(key);
  if (!records->status().ok()) return Status();
  Position last = 0;
  if (records->Valid()) {
    const Result<RecordReader> record = RecordReader::Parse(ToView(records->value()));
    if (!record.ok()) return Status();
    last = record->last();
  }
  if (last >= needed) return Status();
  return Status::Corrupt(last + 1, "events " + std::to_string(last + 1) + " to " +
                                       std::to_string(needed) + " are missing, which were durable");
}

Status RocksdbEventLog::RecoverMeta(bool empty) {
  std::string value;
  rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), meta(), kFormatKey, &value);
  // A log without records may be one whose making was interrupted.
  if (got.IsNotFound() && empty) {
    if (lock_ != nullptr) return Status();
    // Flushed, so that a log whose write-ahead log file is lost never looks like a new one.
    if (Status status = Mark(); !status.ok()) return status;
    return FromRocksdb(db_->Flush(rocksdb::FlushOptions(), meta()));
  }
  if (!got.ok() && !got.IsNotFound()) return FromRocksdb(got);
  if (value != kFormat) return Status(Code::kInvalid, "the folder holds no log of this version");
  got = db_->Get(rocksdb::ReadOptions(), meta(), kEpochKey, &value);
  if (got.IsNotFound()) return Status();
  if (!got.ok()) return FromRocksdb(got);
  if (value.size() != 8) return Status::Corrupt(0, "the sealed epoch is damaged");
  head_.sealed = BigEndian64(value);
  return Status();
}

// Old values too, which nobody asks for until tables are merged: then no more can be written.
// Whoever only looks shall find what a start would fail on.
Status RocksdbEventLog::ReadAllOfMeta() const {
  if (lock_ == nullptr) return Status();
  std::vector<rocksdb::LiveFileMetaData> tables;
  db_->GetLiveFilesMetaData(&tables);
  for (const rocksdb::LiveFileMetaData& table : tables) {
    if (table.column_family_name != kMetaFamily) continue;
    std::string file = db_->GetName() + table.name;
    // The ending they had in the engine's first versions.
    if (!db_->GetEnv()->FileExists(file).ok()) file.replace(file.size() - 4, 4, ".ldb");
    rocksdb::SstFileReader reader(ReadOnly(LogOptions(db_->GetEnv())));
    rocksdb::Status read = reader.Open(file);
    if (read.ok()) read = reader.VerifyChecksum();
    if (read.ok()) continue;
    return LogPartAdvice(
        Status::Corrupt(0, file + ": is cut off or damaged: " + FromRocksdb(read).message()));
  }
  return Status();
}

Status RocksdbEventLog::RecoverTail(rocksdb::Iterator* records) {
  records->SeekToLast();
  if (!records->Valid()) return FromRocksdb(records->status());
  if (records->key().size() != 8) return Status::Corrupt(0, "the last record's key is damaged");
  const Position first = BigEndian64(ToView(records->key()));
  Result<RecordReader> record = RecordReader::Parse(ToView(records->value()));
  if (!record.ok()) return Status::Corrupt(first, record.status().message());
  if (record->first() != first) return Status::Corrupt(first, "the record is another position's");
  tail_ = head_.tail = record->last();
  return Status();
}

Status RocksdbEventLog::Append(Epoch epoch, Position first,
                               std::span<const std::string_view> group) {
  std::lock_guard lock(mutex_);
  if (Status status = head_.CheckAppend(epoch, first, group); !status.ok()) return status;
  EncodeRecord(first, group, &record_);
  std::string key;
  AppendBigEndian64(&key, first);
  if (const rocksdb::Status put = db_->Put(sync_, key, record_); !put.ok()) {
    return head_.Fail(WithRemedy(put.ToString(), db_->GetName()));
  }
  head_.tail += group.size();
  tail_ = head_.tail;
  return Status();
}

std::unique_ptr<EventCursor> RocksdbEventLog::Read(Position from) const {
  const Position tail = tail_;  // before the iterator, which then has it all
  auto source = std::make_unique<IteratorSource>(db_.get());
  return std::make_unique<RecordCursor>(std::move(source), from, tail);
}

Status RocksdbEventLog::Seal(Epoch epoch) {
  std::lock_guard lock(mutex_);
  if (Status status = head_.CheckSeal(epoch); !status.ok()) return status;
  std::string value;
  AppendBigEndian64(&value, epoch);
  if (const rocksdb::Status put = db_->Put(sync_, meta(), kEpochKey, value); !put.ok()) {
    return head_.Fail(WithRemedy(put.ToString(), db_->GetName()));
  }
  head_.sealed = epoch;
  return Status();
}

Epoch RocksdbEventLog::SealedEpoch() const {
  std::lock_guard lock(mutex_);
  return head_.sealed;
}

// Of tables only those that hold no events are read, and of the write-ahead log what no start could
// take for a write that was cut short.
std::vector<Status> RocksdbEventLog::Look(bool read) const {
  if (env_ == nullptr) return {};
  const HeldFiles held(db_.get());
  std::vector<LiveFile> files = LookAtLiveFiles(db_.get(), env_.get(), db_->GetName());
  if (read) ReadLiveFiles(db_.get(), kMetaFamily, files);
  if (files.size() > 1) LookAtWriteAheadLog(files);
  std::vector<Status> bad = BadLogParts(files, db_->GetName());
  if (!read || !bad.empty()) return bad;
  Status writes = CheckWriteAheadLog(env_.get(), db_->GetName());
  if (!writes.ok()) {  // or one was under way
    std::lock_guard lock(mutex_);
    writes = CheckWriteAheadLog(env_.get(), db_->GetName());
  }
  if (!writes.ok()) bad.push_back(LogPartAdvice(writes, writes.position()));
  return bad;
}

// Those whose events are not yet all in tables: the others are removed when the engine finds time.
void RocksdbEventLog::LookAtWriteAheadLog(std::vector<LiveFile>& files) const {
  uint64_t kept_from = 0;
  static_cast<void>(db_->GetIntProperty("rocksdb.min-log-number-to-keep", &kept_from));
  for (const auto& [path, bytes] : env_->LogFiles()) {
    const std::string name = path.substr(path.rfind('/') + 1);
    if (std::strtoull(name.c_str(), nullptr, 10) < kept_from) continue;
    files.push_back({path, bytes, "", "", CheckFile(env_.get(), path, bytes)});
  }
}

// A folder just made is only durable with its name in the folder above.
Status SyncParent(rocksdb::Env* env, const std::string& path) {
  std::unique_ptr<rocksdb::Directory> parent;
  rocksdb::Status status = env->NewDirectory(path + "/..", &parent);
  if (status.ok()) status = parent->Fsync();
  return FromRocksdb(status);
}

std::vector<rocksdb::ColumnFamilyDescriptor> Families(const rocksdb::Options& options) {
  return {{rocksdb::kDefaultColumnFamilyName, options}, {kMetaFamily, options}};
}

}  // namespace

Result<std::unique_ptr<EventLog>> OpenRocksdbEventLog(const std::string& path,
                                                      const RocksdbEventLogOptions& given) {
  std::unique_ptr<ZeroAheadEnv> env =
      ZeroingAhead(given.env != nullptr ? given.env : rocksdb::Env::Default());
  rocksdb::Options options = LogOptions(env.get());
  const Result<bool> is_new = IsNewFolder(options.env, path);
  if (is_new.status().code() == Code::kIo) return LogFolderAdvice(is_new.status());
  if (!is_new.ok()) return is_new.status();
  Position first_written = 0;
  if (Status status = CheckWriteAheadLog(options.env, path, &first_written); !status.ok()) {
    return status;
  }
  options.create_if_missing = *is_new;
  options.create_missing_column_families = true;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(options, path, Families(options), &handles, &db);
  if (!opened.ok()) {
    const Status status = FromRocksdb(opened);
    const bool placed = status.message().find(path) != std::string::npos;
    return placed ? status : Status(status.code(), path + ": " + status.message());
  }
  auto log = std::make_unique<RocksdbEventLog>(std::move(env), db, std::move(handles));
  if (*is_new) {
    if (Status status = SyncParent(options.env, path); !status.ok()) return status;
  }
  if (Status status = log->Recover(first_written); !status.ok()) return status;
  return std::unique_ptr<EventLog>(std::move(log));
}

Result<bool> IsNoRocksdbEventLogYet(const std::string& path, rocksdb::Env* env) {
  return IsNewFolder(env != nullptr ? env : rocksdb::Env::Default(), path);
}

Status CheckRocksdbNotInUse(const std::string& path, rocksdb::Env* env) {
  return FolderLock::Take(env != nullptr ? env : rocksdb::Env::Default(), path).status();
}

Result<std::unique_ptr<EventLog>> InspectRocksdbEventLog(const std::string& path,
                                                         const RocksdbEventLogOptions& given) {
  rocksdb::Env* const env = given.env != nullptr ? given.env : rocksdb::Env::Default();
  const Result<bool> is_new = IsNewFolder(env, path);
  if (!is_new.ok()) return is_new.status();
  if (*is_new) return Status(Code::kNotFound, path + ": there is no log");
  auto lock = FolderLock::Take(env, path);
  if (!lock.ok()) return lock.status();
  Position first_written = 0;
  if (Status status = CheckWriteAheadLog(env, path, &first_written); !status.ok()) return status;
  const rocksdb::Options options = ReadOnly(LogOptions(env));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened =
      rocksdb::DB::OpenForReadOnly(options, path, Families(options), &handles, &db);
  if (!opened.ok()) return FromRocksdb(opened);
  auto log = std::make_unique<RocksdbEventLog>(nullptr, db, std::move(handles), *std::move(lock));
  if (Status status = log->Recover(first_written); !status.ok()) return status;
  return std::unique_ptr<EventLog>(std::move(log));
}

}  // namespace outturn::store
