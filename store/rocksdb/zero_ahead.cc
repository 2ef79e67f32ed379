#include "store/rocksdb/zero_ahead.h"

#include <rocksdb/file_system.h>

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace outturn::store {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

// Some thousand single payments: the sync that takes the zeros along is a seldom one.
constexpr size_t kZeros = 1 << 20;
// What writes more at a time is not waiting for the sync but for the bytes.
constexpr size_t kSmall = 64 << 10;

using Written = std::shared_ptr<std::atomic<uint64_t>>;

class ZeroedAheadFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  ZeroedAheadFile(std::unique_ptr<rocksdb::FSWritableFile> file, Written written)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), written_(std::move(written)) {}

  IOStatus Append(const Slice& bytes, const IOOptions& options, IODebugContext* debug) override {
    if (IOStatus status = Put(bytes, options, debug); !status.ok()) return status;
    if (size_ <= zeroed_to_) return IOStatus::OK();
    zeroed_to_ = size_;
    if (bytes.size() <= kSmall && size_ >= try_from_) PutZeros(options, debug);
    return IOStatus::OK();
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    size_ = zeroed_to_ = may_reach_ = size;
    *written_ = size;
    return target()->Truncate(size, options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    IOStatus cut = may_reach_ > size_ ? Truncate(size_, options, debug) : IOStatus::OK();
    IOStatus closed = target()->Close(options, debug);
    return cut.ok() ? closed : cut;
  }
  uint64_t GetFileSize(const IOOptions&, IODebugContext*) override { return size_; }

 private:
  IOStatus Put(const Slice& bytes, const IOOptions& options, IODebugContext* debug) {
    IOStatus status = target()->PositionedAppend(bytes, size_, options, debug);
    if (status.ok()) *written_ = size_ += bytes.size();
    return status;
  }
  // What cannot be written is done without: the file then grows, and only its syncs take longer.
  // As much of it as arrived is zeros too, and overwritten by what comes next.
  void PutZeros(const IOOptions& options, IODebugContext* debug) {
    static const std::string zeros(kZeros, '\0');
    may_reach_ = size_ + kZeros;
    if (target()->PositionedAppend(zeros, size_, options, debug).ok()) {
      zeroed_to_ = may_reach_;
    } else {
      try_from_ = may_reach_;
    }
  }

  const Written written_;   // size_, for others
  uint64_t size_ = 0;       // without the zeros
  uint64_t zeroed_to_ = 0;  // ≥ size_ after each call
  uint64_t may_reach_ = 0;  // the file, with zeros of which perhaps only some arrived
  uint64_t try_from_ = 0;   // the size from which on zeros are tried again
};

class ZeroAheadFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  using rocksdb::FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "ZeroAheadFileSystem"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override {
    IOStatus status = target()->NewWritableFile(name, options, file, debug);
    if (status.ok() && std::string_view(name).ends_with(".log")) {
      auto written = std::make_shared<std::atomic<uint64_t>>(0);
      *file = std::make_unique<ZeroedAheadFile>(std::move(*file), written);
      const std::lock_guard lock(mutex_);
      written_[name] = std::move(written);
    }
    return status;
  }

  std::map<std::string, uint64_t> LogFiles() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, uint64_t> files;
    for (const auto& [name, written] : written_) files[name] = *written;
    return files;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Written> written_;
};

class WrittenEnv final : public ZeroAheadEnv {
 public:
  explicit WrittenEnv(rocksdb::Env* base)
      : ZeroAheadEnv(base), files_(std::make_shared<ZeroAheadFileSystem>(base->GetFileSystem())) {
    file_system_ = files_;
  }
  const char* Name() const override { return "ZeroAheadEnv"; }
  std::map<std::string, uint64_t> LogFiles() const override { return files_->LogFiles(); }

 private:
  const std::shared_ptr<ZeroAheadFileSystem> files_;
};

}  // namespace

std::unique_ptr<ZeroAheadEnv> ZeroingAhead(rocksdb::Env* base) {
  return std::make_unique<WrittenEnv>(base);
}

}  // namespace outturn::store
