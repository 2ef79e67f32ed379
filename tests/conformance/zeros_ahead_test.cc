// The zeros ahead of a log's end on a disk that has no room for them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/rocksdb/event_log.h"
#include "tests/conformance/failing_env.h"
#include "tests/store/crash_copy.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

class ZerosAhead : public testing::Test {
 protected:
  std::unique_ptr<EventLog> MustOpen(const std::string& path) const {
    auto log = OpenRocksdbEventLog(path, {.env = env_.get()});
    EXPECT_TRUE(log.ok()) << log.status().ToString();
    return log.ok() ? *std::move(log) : nullptr;
  }
  static void MustAppend(EventLog& log, const std::string& event) {
    const std::vector<std::string_view> group = {event};
    const Status status = log.Append(0, log.Tail() + 1, group);
    ASSERT_TRUE(status.ok()) << status.ToString();
  }
  // Every event of the log is its position and some length.
  static std::string EventOf(Position position) {
    return std::to_string(position) + std::string(position * 997 % 50'000, 'x');
  }
  void ExpectWholeAfterACrash(Position tail) const {
    CrashCopyOf(path_, folder_.Sub("copy"));
    const auto log = MustOpen(folder_.Sub("copy"));
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(log->Tail(), tail);
    const auto cursor = log->Read(1);
    for (Position at = 1; at <= tail; ++at) {
      ASSERT_TRUE(cursor->Next()) << at << " " << cursor->status().ToString();
      EXPECT_EQ(cursor->event(), EventOf(at));
    }
    EXPECT_FALSE(cursor->Next());
  }
  // How many zeros the write-ahead log ends with.
  [[nodiscard]] size_t Zeros() const {
    for (const auto& entry : fs::directory_iterator(path_)) {
      if (entry.path().extension() != ".log") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      return bytes.size() - 1 - bytes.find_last_not_of('\0');
    }
    return 0;
  }

  const TempFolder folder_;
  const std::string path_ = folder_.Sub("log");
  const std::shared_ptr<FailingFileSystem> files_ = std::make_shared<FailingFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
};

TEST_F(ZerosAhead, WithoutRoomForThemWritesGoOnAndACrashLosesNothing) {
  files_->fault = DiskFault::kZeros;
  const auto log = MustOpen(path_);
  ASSERT_NE(log, nullptr);
  MustAppend(*log, EventOf(1));
  EXPECT_GT(Zeros(), 1'000u) << "of what arrived of them";
  // What arrived is overwritten, and further tries fail too.
  for (Position tail = 2; tail <= 120; ++tail) {
    MustAppend(*log, EventOf(tail));
    if (tail % 20 == 2) ExpectWholeAfterACrash(tail);
  }
}

TEST_F(ZerosAhead, WithoutRoomAreTriedAgainAfterAMebibyte) {
  files_->fault = DiskFault::kZeros;
  auto log = MustOpen(path_);
  ASSERT_NE(log, nullptr);
  MustAppend(*log, EventOf(1));
  files_->fault = DiskFault::kNone;
  MustAppend(*log, EventOf(2));
  EXPECT_LT(Zeros(), 600u << 10) << "not at once";
  for (int i = 0; i < 20; ++i) MustAppend(*log, std::string(60'000, 'x'));
  EXPECT_GT(Zeros(), 700u << 10);
}

TEST_F(ZerosAhead, OfWhichOnlySomeArrivedAreCutOffWhenTheLogIsClosed) {
  files_->fault = DiskFault::kZeros;
  auto log = MustOpen(path_);
  ASSERT_NE(log, nullptr);
  MustAppend(*log, EventOf(1));
  EXPECT_GT(Zeros(), 1'000u);
  log.reset();
  EXPECT_LE(Zeros(), 3u) << "but those of what was written";
  EXPECT_EQ(MustOpen(path_)->Tail(), 1u);
}

}  // namespace
}  // namespace outturn::store
