// What only derived state on disk can suffer.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "store/rocksdb/event_log.h"
#include "store/rocksdb/state_store.h"
#include "tests/store/crash_copy.h"
#include "tests/store/manifest.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

class RocksdbStateStoreTest : public testing::Test {
 protected:
  std::unique_ptr<StateStore> MustOpen(const std::string& path) const {
    Result<std::unique_ptr<StateStore>> store = OpenRocksdbStateStore(path);
    EXPECT_TRUE(store.ok()) << store.status().ToString();
    return store.ok() ? std::move(*store) : nullptr;
  }

  // Applies at each position up to `last` a value of a kilobyte, and the position under "a" and
  // "z".
  static void Fill(StateStore* store, Position last) {
    for (Position at = store->Reached() + 1; at <= last; ++at) {
      const std::vector<Change> changes = {
          {"a", std::to_string(at)},
          {"k" + std::to_string(at), std::string(1000, static_cast<char>('a' + at % 26))},
          {"z", std::to_string(at)}};
      ASSERT_TRUE(store->Apply(changes, at).ok());
    }
  }

  const TempFolder folder_;
  const std::string path_ = folder_.Sub("state");
};

TEST_F(RocksdbStateStoreTest, ACrashLeavesTheStateAfterSomeEarlierApply) {
  constexpr Position kLast = 80000;  // enough for the memory table to be written twice
  auto store = MustOpen(path_);
  Fill(store.get(), kLast);
  CrashCopyOf(path_, folder_.Sub("crash"));  // as a kill at this moment would leave it
  const auto after = MustOpen(folder_.Sub("crash"));
  EXPECT_GT(after->Reached(), 0u);
  EXPECT_LE(after->Reached(), kLast);
  const std::string reached = std::to_string(after->Reached());
  EXPECT_EQ(*after->Get("a"), reached);
  EXPECT_EQ(*after->Get("z"), reached);
  EXPECT_TRUE(after->Get("k" + reached).ok());
  EXPECT_FALSE(after->Get("k" + std::to_string(after->Reached() + 1)).ok());
  Fill(after.get(), kLast);
  EXPECT_EQ(*after->Get("a"), std::to_string(kLast));
}

// It is brought up from there like after a power cut, or made anew.
TEST_F(RocksdbStateStoreTest, AManifestWithoutItsEndMeansAnEarlierStateOrIsFound) {
  for (Position at = 1; at <= 6; ++at) {
    auto store = MustOpen(path_);
    Fill(store.get(), 2 * at);
    store.reset();  // into a table
    if (at % 2 == 1) continue;
    store = MustOpen(path_);
    const std::string crashed = folder_.Sub("crashed");
    const std::string copy = folder_.Sub("copy");
    CrashCopyOf(path_, crashed);
    for (const size_t size : CutsOf(Manifest(crashed))) {
      SCOPED_TRACE(std::to_string(at) + " cut to " + std::to_string(size));
      CrashCopyOf(crashed, copy);
      fs::resize_file(Manifest(copy), size);
      const auto opened = OpenRocksdbStateStore(copy);
      if (!opened.ok()) continue;
      const Position reached = (*opened)->Reached();
      ASSERT_LE(reached, 2 * at);
      for (Position key = 1; key <= 2 * at; ++key) {
        ASSERT_EQ((*opened)->Get("k" + std::to_string(key)).ok(), key <= reached);
      }
      if (reached > 0) {
        ASSERT_EQ(*(*opened)->Get("z"), std::to_string(reached));
      }
    }
  }
}

TEST_F(RocksdbStateStoreTest, ACleanCloseKeepsEverything) {
  Fill(MustOpen(path_).get(), 100);
  const auto store = MustOpen(path_);
  EXPECT_EQ(store->Reached(), 100u);
  EXPECT_EQ(*store->Get("z"), "100");
}

TEST_F(RocksdbStateStoreTest, AMissingFileIsFoundAtOpeningAndCuredByDestroying) {
  Fill(MustOpen(path_).get(), 100);
  for (const char* which : {".sst", "CURRENT"}) {
    CrashCopyOf(path_, folder_.Sub("copy"));
    for (const auto& file : fs::directory_iterator(folder_.Sub("copy"))) {
      if (file.path().string().ends_with(which)) fs::remove(file.path());
    }
    EXPECT_EQ(OpenRocksdbStateStore(folder_.Sub("copy")).status().code(), Code::kCorrupt) << which;
    ASSERT_TRUE(DestroyRocksdbStateStore(folder_.Sub("copy")).ok()) << which;
    EXPECT_EQ(MustOpen(folder_.Sub("copy"))->Reached(), 0u) << which;
  }
}

TEST_F(RocksdbStateStoreTest, ADamagedBlockIsFoundWhenRead) {
  Fill(MustOpen(path_).get(), 100);
  int damaged = 0;
  for (const auto& file : fs::directory_iterator(path_)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream table(file.path(), std::ios::binary | std::ios::in | std::ios::out);
    table.seekp(200);
    table << "damage";
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  const auto opened = OpenRocksdbStateStore(path_);
  if (!opened.ok()) {
    EXPECT_EQ(opened.status().code(), Code::kCorrupt);
    return;
  }
  const auto cursor = (*opened)->Scan("");
  while (cursor->Next()) {
  }
  EXPECT_EQ(cursor->status().code(), Code::kCorrupt);
}

TEST_F(RocksdbStateStoreTest, DestroyingNothingIsFine) {
  EXPECT_TRUE(DestroyRocksdbStateStore(path_).ok());
}

TEST_F(RocksdbStateStoreTest, AnEventLogIsNotTakenForState) {
  ASSERT_TRUE(OpenRocksdbEventLog(path_).ok());
  EXPECT_EQ(OpenRocksdbStateStore(path_).status().code(), Code::kInvalid);
}

}  // namespace
}  // namespace outturn::store
