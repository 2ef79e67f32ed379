// A disk below RocksDB, and with faulty_files.h below our own files, that fails at one chosen
// operation, and that forgets what was not synced when the power goes.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace outturn::crash {

enum class Fault {
  kWrite,    // one write is refused
  kShort,    // half of one write arrives, then it is refused
  kSync,     // one fsync fails; what it should have made durable is not, and stays readable
  kNoSpace,  // from then on nothing is written or made
  kPower,    // from then on nothing happens at all
};

// Whatever changes a file or a folder is an operation and is counted, while armed. Threads: any.
class FaultyDisk final : public rocksdb::FileSystemWrapper {
 public:
  FaultyDisk() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "FaultyDisk"; }

  struct Range {
    uint64_t offset = 0;
    uint64_t bytes = 0;
  };

  // The operation that is the `at`-th from now on, the first that `fault` can befall from there on,
  // fails with it.
  void Arm(Fault fault, int at);
  void Disarm();
  // Operations since Arm.
  [[nodiscard]] int operations() const;
  [[nodiscard]] bool struck() const;  // since Arm

  // For what is written some other way than through RocksDB.
  enum class Operation { kWrite, kSync, kMake, kOther };
  // Not ok: the operation does not happen. `half`: but half of it does.
  rocksdb::IOStatus Meet(Operation operation, bool* half = nullptr);

  // What the disk holds after a power cut: files end where they were last synced, or a little
  // behind it; what was written over zeros since may be zeros again; of what was made and renamed
  // since the folders were synced, the last things may not have happened. Nobody has a file open.
  void CutPower(std::mt19937& random);

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  friend class FaultyFile;
  friend class FaultyFolder;
  // What is known of a file written through this disk.
  struct Written {
    uint64_t synced = 0;                  // bytes
    std::vector<Range> overwritten;       // since then; zeros were there before
    uint64_t named = 0;                   // when it got its name; 0: its folder was synced since
    std::optional<std::string> replaced;  // what its name meant before
  };

  void Synced(const std::string& name, uint64_t bytes);
  void Overwritten(const std::string& name, const Range& range);
  void FolderSynced(const std::string& folder);

  mutable std::mutex mutex_;
  std::optional<Fault> fault_;
  int at_ = 0;
  int operations_ = 0;
  bool struck_ = false;
  uint64_t names_ = 0;  // given so far
  std::map<std::string, Written> written_;
};

// For RocksDB, on that disk.
[[nodiscard]] std::unique_ptr<rocksdb::Env> EnvOn(const std::shared_ptr<FaultyDisk>& disk);

}  // namespace outturn::crash
