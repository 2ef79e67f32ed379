#include "tests/crash/faulty_disk.h"

#include <rocksdb/system_clock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace outturn::crash {

namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

namespace {

std::string Normal(const std::string& path) { return fs::path(path).lexically_normal().string(); }

// Of a folder, however it is written.
std::string WithoutSlash(const std::string& path) {
  std::string normal = Normal(path);
  while (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Of a clock that does not sleep: RocksDB rests a second after a failed flush.
class Sleepless final : public rocksdb::SystemClockWrapper {
 public:
  Sleepless() : rocksdb::SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "Sleepless"; }
  void SleepForMicroseconds(int micros) override {
    rocksdb::SystemClockWrapper::SleepForMicroseconds(std::min(micros, 1'000));
  }
};

class SleeplessEnv final : public rocksdb::EnvWrapper {
 public:
  explicit SleeplessEnv(std::unique_ptr<rocksdb::Env> env)
      : rocksdb::EnvWrapper(env.get()), env_(std::move(env)) {
    system_clock_ = std::make_shared<Sleepless>();
  }

 private:
  const std::unique_ptr<rocksdb::Env> env_;
};

// All of them, none or their ends.
void ForgetOverwritten(const std::string& name, const std::vector<FaultyDisk::Range>& ranges,
                       std::mt19937& random) {
  if (ranges.empty() || !fs::exists(name)) return;
  std::fstream file(name, std::ios::binary | std::ios::in | std::ios::out);
  for (const auto& [offset, bytes] : ranges) {
    const uint64_t kept = random() % 3 == 0 ? random() % bytes : (random() % 2) * bytes;
    file.seekp(static_cast<std::streamoff>(offset + kept));
    file << std::string(bytes - kept, '\0');
  }
}

}  // namespace

std::unique_ptr<rocksdb::Env> EnvOn(const std::shared_ptr<FaultyDisk>& disk) {
  return std::make_unique<SleeplessEnv>(rocksdb::NewCompositeEnv(disk));
}

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile> file, FaultyDisk& disk, std::string name)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), name_(std::move(name)) {}

  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    return PositionedAppend(bytes, size_, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus PositionedAppend(const rocksdb::Slice& bytes, uint64_t offset, const IOOptions& options,
                            IODebugContext* debug) override {
    bool half = false;
    const IOStatus met = disk_.Meet(FaultyDisk::Operation::kWrite, &half);
    if (!met.ok() && !half) return met;
    const rocksdb::Slice part(bytes.data(), half ? bytes.size() / 2 : bytes.size());
    const IOStatus status = target()->PositionedAppend(part, offset, options, debug);
    if (status.ok()) {
      if (offset < size_) disk_.Overwritten(name_, {offset, part.size()});
      size_ = std::max(size_, offset + part.size());
    }
    return half ? met : status;
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    const IOStatus met = disk_.Meet(FaultyDisk::Operation::kOther);
    if (!met.ok()) return met;
    const IOStatus status = target()->Truncate(size, options, debug);
    if (status.ok()) size_ = size;
    return status;
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const IOStatus met = disk_.Meet(FaultyDisk::Operation::kSync);
    if (met.ok()) disk_.Synced(name_, size_);  // a real fsync would only cost time
    return met;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  // Room set aside in advance: only takes time.
  void PrepareWrite(size_t, size_t, const IOOptions&, IODebugContext*) override {}
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
  // Starts writing out; promises nothing.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  FaultyDisk& disk_;
  const std::string name_;
  uint64_t size_ = 0;
};

class FaultyFolder final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyFolder(std::unique_ptr<rocksdb::FSDirectory> folder, FaultyDisk& disk, std::string name)
      : rocksdb::FSDirectoryWrapper(std::move(folder)), disk_(disk), name_(std::move(name)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const IOStatus met = disk_.Meet(FaultyDisk::Operation::kSync);
    if (met.ok()) disk_.FolderSynced(name_);
    return met;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultyDisk& disk_;
  const std::string name_;
};

void FaultyDisk::Arm(Fault fault, int at) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  at_ = at;
  operations_ = 0;
  struck_ = false;
}

void FaultyDisk::Disarm() {
  const std::lock_guard lock(mutex_);
  fault_.reset();
}

int FaultyDisk::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}

bool FaultyDisk::struck() const {
  const std::lock_guard lock(mutex_);
  return struck_;
}

IOStatus FaultyDisk::Meet(Operation operation, bool* half) {
  const std::lock_guard lock(mutex_);
  if (!fault_ || ++operations_ < at_) return IOStatus::OK();
  const bool first = !struck_;
  const bool writes = operation == Operation::kWrite;
  switch (*fault_) {
    case Fault::kWrite:
    case Fault::kShort:
      if (!writes || !first) return IOStatus::OK();
      struck_ = true;
      if (half != nullptr) *half = *fault_ == Fault::kShort;
      return IOStatus::IOError("injected write error");
    case Fault::kSync:
      if (operation != Operation::kSync || !first) return IOStatus::OK();
      struck_ = true;
      return IOStatus::IOError("injected fsync error");
    case Fault::kNoSpace:
      if (!writes && operation != Operation::kMake) return IOStatus::OK();
      struck_ = true;
      return IOStatus::NoSpace("injected: no space left on device");
    case Fault::kPower:
      struck_ = true;
      return IOStatus::IOError("injected power cut");
  }
  return IOStatus::OK();
}

void FaultyDisk::Synced(const std::string& name, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  Written& written = written_[name];
  written.synced = bytes;
  written.overwritten.clear();
}

void FaultyDisk::Overwritten(const std::string& name, const Range& range) {
  const std::lock_guard lock(mutex_);
  written_[name].overwritten.push_back(range);
}

void FaultyDisk::FolderSynced(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  for (auto& [name, written] : written_) {
    if (WithoutSlash(fs::path(name).parent_path()) != folder) continue;
    written.named = 0;
    written.replaced.reset();
  }
}

IOStatus FaultyDisk::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                     std::unique_ptr<rocksdb::FSWritableFile>* file,
                                     IODebugContext* debug) {
  if (IOStatus met = Meet(Operation::kMake); !met.ok()) return met;
  IOStatus status = rocksdb::FileSystemWrapper::NewWritableFile(name, options, file, debug);
  if (!status.ok()) return status;
  const std::string normal = Normal(name);
  {
    const std::lock_guard lock(mutex_);
    written_[normal] = Written{0, {}, ++names_, {}};
  }
  *file = std::make_unique<FaultyFile>(std::move(*file), *this, normal);
  return status;
}

IOStatus FaultyDisk::NewDirectory(const std::string& name, const IOOptions& options,
                                  std::unique_ptr<rocksdb::FSDirectory>* folder,
                                  IODebugContext* debug) {
  IOStatus status = rocksdb::FileSystemWrapper::NewDirectory(name, options, folder, debug);
  if (status.ok()) {
    *folder = std::make_unique<FaultyFolder>(std::move(*folder), *this, WithoutSlash(name));
  }
  return status;
}

IOStatus FaultyDisk::RenameFile(const std::string& from, const std::string& to,
                                const IOOptions& options, IODebugContext* debug) {
  if (IOStatus met = Meet(Operation::kOther); !met.ok()) return met;
  std::optional<std::string> replaced;
  if (fs::exists(to)) replaced = BytesOf(to);
  IOStatus status = rocksdb::FileSystemWrapper::RenameFile(from, to, options, debug);
  const std::lock_guard lock(mutex_);
  const auto known = written_.find(Normal(from));
  if (!status.ok() || known == written_.end()) return status;
  Written moved = known->second;
  written_.erase(known);
  moved.named = ++names_;
  moved.replaced = std::move(replaced);
  written_[Normal(to)] = std::move(moved);
  return status;
}

IOStatus FaultyDisk::DeleteFile(const std::string& name, const IOOptions& options,
                                IODebugContext* debug) {
  if (IOStatus met = Meet(Operation::kOther); !met.ok()) return met;
  IOStatus status = rocksdb::FileSystemWrapper::DeleteFile(name, options, debug);
  const std::lock_guard lock(mutex_);
  written_.erase(Normal(name));
  return status;
}

void FaultyDisk::CutPower(std::mt19937& random) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, written] : written_) ForgetOverwritten(name, written.overwritten, random);
  // A file system's journal keeps the order: what follows the first lost name is lost too.
  std::map<uint64_t, std::string> by_age;
  for (const auto& [name, written] : written_) {
    if (written.named != 0) by_age[written.named] = name;
  }
  auto lost = by_age.begin();
  std::advance(lost, random() % (by_age.size() + 1));
  for (auto last = by_age.end(); last != lost;) {
    const std::string& name = (--last)->second;
    const std::optional<std::string>& replaced = written_.at(name).replaced;
    fs::remove(name);
    if (replaced) std::ofstream(name, std::ios::binary) << *replaced;
    written_.erase(name);
  }
  for (const auto& [name, written] : written_) {
    if (!fs::exists(name) || fs::file_size(name) <= written.synced) continue;
    const uint64_t size = fs::file_size(name);
    const uint64_t kept = written.synced + random() % (size - written.synced + 1);
    fs::resize_file(name, random() % 2 == 0 ? written.synced : kept);
    // The length arrived, the bytes did not. Only of logs: RocksDB does not open after that befell
    // its own bookkeeping, and says so.
    if (name.ends_with(".log") && random() % 3 == 0) fs::resize_file(name, size);
  }
  written_.clear();
}

}  // namespace outturn::crash
