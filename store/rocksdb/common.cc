#include "store/rocksdb/common.h"

#include <algorithm>
#include <cstdarg>
#include <filesystem>
#include <initializer_list>
#include <system_error>
#include <vector>

#include "store/remedy.h"

namespace outturn::store {
namespace {

class Silent final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

Status FromRocksdb(const rocksdb::Status& status) {
  if (status.ok()) return Status();
  const std::string said = WithRemedy(status.ToString());
  // The engine calls a table corrupt that it may not open.
  if (HasRemedy(said)) return Status(Code::kIo, said);
  if (status.IsCorruption() || status.IsPathNotFound()) return Status::Corrupt(0, said);
  if (status.IsNotFound()) return Status(Code::kNotFound, said);
  if (status.IsInvalidArgument() || status.IsNotSupported()) return Status(Code::kInvalid, said);
  return Status(Code::kIo, said);
}

rocksdb::Options CommonOptions(rocksdb::Env* env) {
  rocksdb::Options options;
  if (env != nullptr) options.env = env;
  // Everything that may be checked is: files against the manifest at open, blocks when read.
  options.paranoid_checks = true;
  options.verify_sst_unique_id_in_manifest = true;
  // Compressing took as long as everything else that is done with an event.
  options.compression = rocksdb::kNoCompression;
  options.write_buffer_size = 32 << 20;
  options.max_write_buffer_number = 3;
  // One thread flushes, one compacts; the rest of the machine belongs to the server.
  options.max_background_jobs = 2;
  options.bytes_per_sync = 1 << 20;
  // Files are opened when read: a long book must not make a slow start.
  options.max_open_files = 256;
  options.skip_stats_update_on_db_open = true;
  // A failed write is the caller's to settle by reopening, not RocksDB's to retry behind its back.
  options.max_bgerror_resume_count = 0;
  // RocksDB's diary is not kept: once the disk is full it ends the program at the next line of it
  // (the first failed write is remembered, another one is an assertion). What goes wrong is told by
  // the statuses. Its statistics need no thread.
  options.info_log = std::make_shared<Silent>();
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::Options ReadOnly(rocksdb::Options options) {
  options.create_if_missing = false;
  return options;
}

Result<std::unique_ptr<FolderLock>> FolderLock::Take(rocksdb::Env* env, const std::string& path) {
  const std::string file = path + "/LOCK";
  rocksdb::FileLock* lock = nullptr;
  if (CheckFolder(env, path).ok() && env->FileExists(file).ok()) {
    const rocksdb::Status status = env->LockFile(file, &lock);
    if (!status.ok()) return FromRocksdb(status);
  }
  return std::unique_ptr<FolderLock>(new FolderLock(env, lock));
}

FolderLock::~FolderLock() {
  if (lock_ != nullptr) env_->UnlockFile(lock_);
}

Status CheckFolder(rocksdb::Env* env, const std::string& path) {
  std::vector<std::string> names;
  const rocksdb::Status listed = env->GetChildren(path, &names);
  if (listed.ok()) return Status();
  // To the engine a folder that may not be read is none, nor is a file in its place.
  std::error_code error;
  if (!env->FileExists(path).ok()) {
    (void)std::filesystem::status(path, error);
    if (error != std::errc::permission_denied) {
      return Status(Code::kNotFound, path + ": is missing");
    }
    return Status(Code::kIo, WithRemedy(path + ": cannot be opened: " + error.message()));
  }
  std::filesystem::directory_iterator(path, error);
  const std::string why = error ? error.message() : listed.ToString();
  return Status(Code::kIo, WithRemedy(path + ": cannot be opened: " + why));
}

Status CheckFile(rocksdb::Env* env, const std::string& file, uint64_t least) {
  std::unique_ptr<rocksdb::SequentialFile> opened;
  rocksdb::Status status = env->NewSequentialFile(file, &opened, rocksdb::EnvOptions());
  if (status.IsNotFound() || status.IsPathNotFound()) {
    return Status(Code::kNotFound, file + ": is missing");
  }
  char byte = 0;
  rocksdb::Slice read;
  uint64_t size = 0;
  if (status.ok()) status = opened->Read(1, &read, &byte);
  if (status.ok()) status = env->GetFileSize(file, &size);
  if (!status.ok()) {
    return Status(Code::kIo, WithRemedy(file + ": cannot be read: " + status.ToString(), file));
  }
  if (read.empty() && least > 0) {
    return Status::Corrupt(0, file + ": is empty, its content was cut off");
  }
  if (size >= least) return Status();
  return Status::Corrupt(0, file + ": its end is lost: it has " + std::to_string(size) +
                                " bytes, and had " + std::to_string(least));
}

Result<bool> IsNewFolder(rocksdb::Env* env, const std::string& path) {
  const Status there = CheckFolder(env, path);
  if (there.code() == Code::kNotFound) return true;
  if (!there.ok()) return there;
  std::vector<std::string> names;
  if (const auto listed = env->GetChildren(path, &names); !listed.ok()) return FromRocksdb(listed);
  if (std::find(names.begin(), names.end(), "CURRENT") != names.end()) return false;
  for (const std::string& name : names) {
    if (name.ends_with(".sst") || name.ends_with(".log")) {
      return Status::Corrupt(0, path + ": CURRENT is missing, but there is " + name);
    }
    const auto begins = [&name](const char* start) { return name.starts_with(start); };
    const auto harmless = {".", "LOG", "LOCK", "IDENTITY", "MANIFEST-", "OPTIONS-", "0"};
    if (std::none_of(harmless.begin(), harmless.end(), begins)) {
      return Status(Code::kInvalid, path + " is no database: it holds " + name);
    }
  }
  return true;
}

}  // namespace outturn::store
