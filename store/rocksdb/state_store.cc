#include "store/rocksdb/state_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "store/big_endian.h"
#include "store/remedy.h"
#include "store/rocksdb/common.h"
#include "store/rocksdb/live_files.h"

namespace outturn::store {
namespace {

// The one key of the store's own: the format's name, then the position reached, 8 bytes big-endian.
// One key for both, so that a store is either new or complete.
constexpr std::string_view kOwnKey("\0reached", 8);
constexpr std::string_view kFormat = "outturn state 1 ";

// Where the callers' keys begin.
constexpr std::string_view kFirstKey = "\x01";

rocksdb::Options StateOptions(rocksdb::Env* env) {
  rocksdb::Options options = CommonOptions(env);
  // Most lookups ask for random ids that are not there: filters answer before anything is searched,
  // in memory tables and in files. A hundredth of the misses is searched for in vain.
  options.memtable_prefix_bloom_size_ratio = 0.1;
  options.memtable_whole_key_filtering = true;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  // Filters and indexes count against the cache: memory stays flat as the book grows.
  table.block_cache = rocksdb::NewLRUCache(64 << 20);
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

// The least key above all that begin with `prefix`; empty when there is none.
std::string EndOf(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

class IteratorCursor final : public StateCursor {
 public:
  IteratorCursor(rocksdb::DB* db, std::string_view prefix, std::string_view from)
      : end_(EndOf(prefix)), end_slice_(end_) {
    rocksdb::ReadOptions options;
    if (!end_.empty()) options.iterate_upper_bound = &end_slice_;
    iterator_.reset(db->NewIterator(options));
    iterator_->Seek(ToSlice(std::max({prefix, from, kFirstKey})));
  }

  bool Next() override {
    if (started_ && iterator_->Valid()) iterator_->Next();
    started_ = true;
    if (iterator_->Valid()) return true;
    status_ = FromRocksdb(iterator_->status());
    return false;
  }
  std::string_view key() const override { return ToView(iterator_->key()); }
  std::string_view value() const override { return ToView(iterator_->value()); }
  const Status& status() const override { return status_; }

 private:
  const std::string end_;
  const rocksdb::Slice end_slice_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool started_ = false;
  Status status_;
};

class RocksdbStateStore final : public StateStore {
 public:
  RocksdbStateStore(const std::string& path, const RocksdbStateStoreOptions& options)
      : path_(path), given_(options) {
    no_log_.disableWAL = true;
  }

  // One of them is to be called once, before anything else.
  Status Open();
  Status Inspect();

  Status Apply(std::span<const Change> changes, Position reached) override;
  Position Reached() const override { return reached_; }
  Result<std::string> Get(std::string_view key) const override;
  std::unique_ptr<StateCursor> Scan(std::string_view prefix, std::string_view from) const override {
    return std::make_unique<IteratorCursor>(db_.get(), prefix, from);
  }
  Status Wipe() override;
  std::vector<Status> LookAtFiles() const override {
    return BadOf(LookAtLiveFiles(db_.get(), db_->GetEnv(), path_));
  }
  std::vector<Status> ReadFiles() const override {
    const HeldFiles held(db_.get());
    auto files = LookAtLiveFiles(db_.get(), db_->GetEnv(), path_);
    ReadLiveFiles(db_.get(), "", files);
    return BadOf(files);
  }

 private:
  Status ReadReached();

  const std::string path_;
  const RocksdbStateStoreOptions given_;
  std::unique_ptr<FolderLock> lock_;  // only where it is open to be read only
  rocksdb::WriteOptions no_log_;
  std::unique_ptr<rocksdb::DB> db_;
  std::atomic<Position> reached_ = 0;
  bool failed_ = false;
};

Status RocksdbStateStore::Open() {
  rocksdb::Options options = StateOptions(given_.env);
  const Result<bool> is_new = IsNewFolder(options.env, path_);
  if (!is_new.ok()) return is_new.status();
  options.create_if_missing = *is_new;
  rocksdb::DB* db = nullptr;
  if (const rocksdb::Status opened = rocksdb::DB::Open(options, path_, &db); !opened.ok()) {
    return FromRocksdb(opened);
  }
  db_.reset(db);
  failed_ = false;
  return ReadReached();
}

Status RocksdbStateStore::Inspect() {
  const rocksdb::Options options = ReadOnly(StateOptions(given_.env));
  const Result<bool> is_new = IsNewFolder(options.env, path_);
  if (!is_new.ok()) return is_new.status();
  if (*is_new) return Status(Code::kNotFound, path_ + ": there is no state");
  auto lock = FolderLock::Take(options.env, path_);
  if (!lock.ok()) return lock.status();
  lock_ = *std::move(lock);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::OpenForReadOnly(options, path_, &db);
  if (!opened.ok()) return FromRocksdb(opened);
  db_.reset(db);
  if (const rocksdb::Status sound = db_->VerifyChecksum(); !sound.ok()) return FromRocksdb(sound);
  return ReadReached();
}

Status RocksdbStateStore::ReadReached() {
  reached_ = 0;
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), ToSlice(kOwnKey), &value);
  if (got.IsNotFound()) {
    const std::unique_ptr<rocksdb::Iterator> all(db_->NewIterator(rocksdb::ReadOptions()));
    all->SeekToFirst();
    if (!all->Valid()) return FromRocksdb(all->status());
    return Status(Code::kInvalid, path_ + " holds something else");
  }
  if (!got.ok()) return FromRocksdb(got);
  if (!value.starts_with(kFormat) || value.size() != kFormat.size() + 8) {
    return Status(Code::kInvalid, path_ + " holds no state of this version");
  }
  reached_ = BigEndian64(std::string_view(value).substr(kFormat.size()));
  return Status();
}

Status RocksdbStateStore::Apply(std::span<const Change> changes, Position reached) {
  if (Status status = CheckApply(changes, reached_, reached); !status.ok()) return status;
  if (lock_ != nullptr) return Status(Code::kInvalid, path_ + " is open to be read only");
  if (failed_) return Status(Code::kFailed, "an earlier write failed");
  rocksdb::WriteBatch batch;
  for (const Change& change : changes) {
    if (change.value) {
      batch.Put(change.key, *change.value);
    } else {
      batch.Delete(change.key);
    }
  }
  std::string own(kFormat);
  AppendBigEndian64(&own, reached);
  batch.Put(ToSlice(kOwnKey), own);
  if (const rocksdb::Status written = db_->Write(no_log_, &batch); !written.ok()) {
    failed_ = true;
    return Status(Code::kFailed, WithRemedy(written.ToString(), path_));
  }
  reached_ = reached;
  return Status();
}

Result<std::string> RocksdbStateStore::Get(std::string_view key) const {
  if (key < kFirstKey) return Status(Code::kNotFound, "no such key");
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (!got.ok()) return FromRocksdb(got);
  return value;
}

Status RocksdbStateStore::Wipe() {
  if (lock_ != nullptr) return Status(Code::kInvalid, path_ + " is open to be read only");
  db_.reset();
  if (Status status = DestroyRocksdbStateStore(path_, given_); !status.ok()) return status;
  return Open();
}

}  // namespace

Result<std::unique_ptr<StateStore>> OpenRocksdbStateStore(const std::string& path,
                                                          const RocksdbStateStoreOptions& options) {
  auto store = std::make_unique<RocksdbStateStore>(path, options);
  if (Status status = store->Open(); !status.ok()) return status;
  return std::unique_ptr<StateStore>(std::move(store));
}

Result<std::unique_ptr<StateStore>> InspectRocksdbStateStore(
    const std::string& path, const RocksdbStateStoreOptions& options) {
  auto store = std::make_unique<RocksdbStateStore>(path, options);
  if (Status status = store->Inspect(); !status.ok()) return status;
  return std::unique_ptr<StateStore>(std::move(store));
}

Status DestroyRocksdbStateStore(const std::string& path, const RocksdbStateStoreOptions& given) {
  const rocksdb::Options options = StateOptions(given.env);
  if (options.env->FileExists(path).IsNotFound()) return Status();
  return FromRocksdb(rocksdb::DestroyDB(path, options));
}

}  // namespace outturn::store
