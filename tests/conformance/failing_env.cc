#include "tests/conformance/failing_env.h"

#include <algorithm>
#include <utility>

namespace outturn::store {
namespace {

bool IsZeros(const rocksdb::Slice& bytes) {
  return std::all_of(bytes.data(), bytes.data() + bytes.size(),
                     [](char byte) { return byte == 0; });
}

class FailingFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FailingFile(std::unique_ptr<rocksdb::FSWritableFile> file, const std::atomic<DiskFault>* fault)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), fault_(fault) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    if (*fault_ == DiskFault::kWrite) return rocksdb::IOStatus::IOError("injected write error");
    return target()->Append(bytes, options, debug);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& bytes, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& info,
                           rocksdb::IODebugContext* debug) override {
    if (*fault_ == DiskFault::kWrite) return rocksdb::IOStatus::IOError("injected write error");
    return target()->Append(bytes, options, info, debug);
  }
  rocksdb::IOStatus PositionedAppend(const rocksdb::Slice& bytes, uint64_t offset,
                                     const rocksdb::IOOptions& options,
                                     rocksdb::IODebugContext* debug) override {
    if (*fault_ == DiskFault::kWrite) return rocksdb::IOStatus::IOError("injected write error");
    if (*fault_ == DiskFault::kZeros && IsZeros(bytes)) {
      const rocksdb::Slice half(bytes.data(), bytes.size() / 2);
      const rocksdb::IOStatus status = target()->PositionedAppend(half, offset, options, debug);
      return status.ok() ? rocksdb::IOStatus::NoSpace("injected: no space for zeros") : status;
    }
    return target()->PositionedAppend(bytes, offset, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    if (*fault_ == DiskFault::kSync) return rocksdb::IOStatus::IOError("injected sync error");
    return target()->Sync(options, debug);
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    if (*fault_ == DiskFault::kSync) return rocksdb::IOStatus::IOError("injected sync error");
    return target()->Fsync(options, debug);
  }

 private:
  const std::atomic<DiskFault>* const fault_;
};

}  // namespace

rocksdb::IOStatus FailingFileSystem::NewWritableFile(const std::string& name,
                                                     const rocksdb::FileOptions& options,
                                                     std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                     rocksdb::IODebugContext* debug) {
  const rocksdb::IOStatus status =
      rocksdb::FileSystemWrapper::NewWritableFile(name, options, file, debug);
  if (status.ok()) *file = std::make_unique<FailingFile>(std::move(*file), &fault);
  return status;
}

}  // namespace outturn::store
