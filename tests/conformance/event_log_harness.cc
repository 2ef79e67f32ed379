#include "tests/conformance/event_log_harness.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "store/big_endian.h"
#include "store/memory_event_log.h"
#include "store/rocksdb/event_log.h"
#include "tests/conformance/failing_env.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

class Memory final : public EventLogHarness {
 public:
  Result<std::unique_ptr<EventLog>> Open() override { return MemoryEventLog::Open(disk_); }
  void FailNextWrite(bool kept) override {
    disk_->SetNextWrite(kept ? MemoryDisk::NextWrite::kFailsAndIsKept
                             : MemoryDisk::NextWrite::kFailsAndIsLost);
  }
  void Heal() override { disk_->SetNextWrite(MemoryDisk::NextWrite::kSucceeds); }
  void FlipBit(Position position, size_t offset) override { disk_->FlipBit(position, offset); }
  void RemoveRecord(Position position) override { disk_->RemoveRecord(position); }

 private:
  const std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
};

void Must(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

class Rocksdb final : public EventLogHarness {
 public:
  Result<std::unique_ptr<EventLog>> Open() override {
    return OpenRocksdbEventLog(path_, {.env = env_.get()});
  }
  void FailNextWrite(bool kept) override {
    files_->fault = kept ? DiskFault::kSync : DiskFault::kWrite;
  }
  void Heal() override { files_->fault = DiskFault::kNone; }

  // Below RocksDB's own checksums, so that only the record's can notice.
  void FlipBit(Position position, size_t offset) override {
    Edit(position, [offset](rocksdb::DB* db, std::string key, std::string value) {
      value[offset % value.size()] ^= 1;
      Must(db->Put(rocksdb::WriteOptions(), key, value));
    });
  }
  void RemoveRecord(Position position) override {
    Edit(position, [](rocksdb::DB* db, std::string key, std::string) {
      Must(db->Delete(rocksdb::WriteOptions(), key));
    });
  }

 private:
  template <typename Do>
  void Edit(Position position, Do edit) {
    rocksdb::DB* raw = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    Must(rocksdb::DB::Open(rocksdb::Options(), path_, {{"default", {}}, {"meta", {}}}, &handles,
                           &raw));
    const std::unique_ptr<rocksdb::DB> db(raw);
    {
      const std::unique_ptr<rocksdb::Iterator> found(db->NewIterator(rocksdb::ReadOptions()));
      std::string key;
      AppendBigEndian64(&key, position);
      found->SeekForPrev(key);
      edit(db.get(), found->key().ToString(), found->value().ToString());
    }
    for (rocksdb::ColumnFamilyHandle* handle : handles) Must(db->DestroyColumnFamilyHandle(handle));
  }

  const TempFolder folder_;
  const std::string path_ = folder_.Sub("log");
  const std::shared_ptr<FailingFileSystem> files_ = std::make_shared<FailingFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
};

}  // namespace

std::unique_ptr<EventLogHarness> MemoryHarness() { return std::make_unique<Memory>(); }
std::unique_ptr<EventLogHarness> RocksdbHarness() { return std::make_unique<Rocksdb>(); }

}  // namespace outturn::store
