// What every state store must do, whatever is below it.
#include "store/state_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/memory_state_store.h"
#include "store/rocksdb/state_store.h"
#include "tests/conformance/failing_env.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;
using Opener = Result<std::unique_ptr<StateStore>> (*)(const std::string& path);

Result<std::unique_ptr<StateStore>> OpenMemory(const std::string&) {
  return std::unique_ptr<StateStore>(std::make_unique<MemoryStateStore>());
}

Result<std::unique_ptr<StateStore>> OpenRocksdb(const std::string& path) {
  return OpenRocksdbStateStore(path);
}

struct StateStoreKind {
  const char* name;
  Opener open;
};

Change Put(std::string key, std::string value) { return {std::move(key), std::move(value)}; }
Change Delete(std::string key) { return {std::move(key), std::nullopt}; }

class StateStoreConformance : public testing::TestWithParam<StateStoreKind> {
 protected:
  StateStoreConformance() { Reopen(); }

  void Reopen() {
    store_.reset();
    Result<std::unique_ptr<StateStore>> opened = GetParam().open(folder_.Sub("state"));
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    store_ = std::move(*opened);
  }

  void MustApply(const std::vector<Change>& changes, Position reached) {
    const Status status = store_->Apply(changes, reached);
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  // The value, or "-" when there is none.
  std::string Get(const std::string& key) const {
    const Result<std::string> got = store_->Get(key);
    EXPECT_TRUE(got.ok() || got.status().code() == Code::kNotFound) << got.status().ToString();
    return got.ok() ? *got : "-";
  }

  Entries Scan(std::string_view prefix, std::string_view from = {}) const {
    Entries entries;
    const auto cursor = store_->Scan(prefix, from);
    while (cursor->Next()) entries.emplace_back(cursor->key(), cursor->value());
    EXPECT_TRUE(cursor->status().ok()) << cursor->status().ToString();
    return entries;
  }

  const TempFolder folder_;
  std::unique_ptr<StateStore> store_;
};

TEST_P(StateStoreConformance, AFreshStoreIsEmptyAtPositionZero) {
  EXPECT_EQ(store_->Reached(), 0u);
  EXPECT_EQ(Get("a"), "-");
  EXPECT_EQ(Scan(""), Entries());
}

TEST_P(StateStoreConformance, ChangesAndPositionBecomeVisibleTogether) {
  MustApply({Put("a", "1"), Put("b", "")}, 7);
  EXPECT_EQ(store_->Reached(), 7u);
  EXPECT_EQ(Get("a"), "1");
  EXPECT_EQ(Get("b"), "");
  MustApply({Put("a", "2"), Delete("b"), Delete("never was")}, 9);
  EXPECT_EQ(store_->Reached(), 9u);
  EXPECT_EQ(Scan(""), (Entries{{"a", "2"}}));
}

TEST_P(StateStoreConformance, OfTwoChangesToOneKeyTheLaterWins) {
  MustApply({Put("a", "1"), Delete("a"), Put("b", "1"), Put("b", "2"), Delete("c"), Put("c", "3")},
            1);
  EXPECT_EQ(Scan(""), (Entries{{"b", "2"}, {"c", "3"}}));
}

TEST_P(StateStoreConformance, ThePositionMayStayButNotGoBack) {
  MustApply({}, 5);
  MustApply({Put("a", "1")}, 5);
  const std::vector<Change> changes = {Put("a", "2")};
  const Status status = store_->Apply(changes, 4);
  EXPECT_EQ(status.code(), Code::kWrongPosition);
  EXPECT_EQ(status.expected(), 5u);
  EXPECT_EQ(status.actual(), 4u);
  EXPECT_EQ(Get("a"), "1");
}

TEST_P(StateStoreConformance, KeysOfTheStoresOwnAreRefused) {
  for (const std::string& key :
       {std::string(), std::string("\0", 1), std::string("\0reached", 8)}) {
    const std::vector<Change> changes = {Put("good", "1"), Put(key, "x")};
    EXPECT_EQ(store_->Apply(changes, 1).code(), Code::kInvalid);
    EXPECT_EQ(Get(key), "-");
  }
  EXPECT_EQ(store_->Reached(), 0u);
  EXPECT_EQ(Get("good"), "-");
}

TEST_P(StateStoreConformance, ScanningGivesAPrefixInByteOrder) {
  MustApply({Put("b/2", "4"), Put("a", "1"), Put("b/1", "3"), Put("b", "2"), Put("b/\xff", "5"),
             Put("b0", "6"), Put("\xff\xff", "8"), Put("\xff", "7"), Put("\x01", "0")},
            1);
  EXPECT_EQ(Scan("b/"), (Entries{{"b/1", "3"}, {"b/2", "4"}, {"b/\xff", "5"}}));
  EXPECT_EQ(Scan("b/", "b/2"), (Entries{{"b/2", "4"}, {"b/\xff", "5"}}));
  EXPECT_EQ(Scan("b/", "b/11"), (Entries{{"b/2", "4"}, {"b/\xff", "5"}}));
  EXPECT_EQ(Scan("b/", "a"), Scan("b/"));
  EXPECT_EQ(Scan("b/", "c"), Entries());
  EXPECT_EQ(Scan("\xff"), (Entries{{"\xff", "7"}, {"\xff\xff", "8"}}));
  EXPECT_EQ(Scan("").size(), 9u);
  EXPECT_EQ(Scan("", "b0"), (Entries{{"b0", "6"}, {"\xff", "7"}, {"\xff\xff", "8"}}));
  EXPECT_EQ(Scan("nothing"), Entries());
}

TEST_P(StateStoreConformance, AScanShowsTheStoreAsItWas) {
  MustApply({Put("a", "1"), Put("b", "1")}, 1);
  const auto cursor = store_->Scan("");
  MustApply({Put("a", "2"), Delete("b"), Put("c", "2")}, 2);
  ASSERT_TRUE(cursor->Next());
  EXPECT_EQ(cursor->value(), "1");
  ASSERT_TRUE(cursor->Next());
  EXPECT_EQ(cursor->key(), "b");
  EXPECT_FALSE(cursor->Next());
  EXPECT_FALSE(cursor->Next());
}

TEST_P(StateStoreConformance, WipingEmptiesTheStoreForGood) {
  MustApply({Put("a", "1")}, 3);
  ASSERT_TRUE(store_->Wipe().ok());
  EXPECT_EQ(store_->Reached(), 0u);
  EXPECT_EQ(Scan(""), Entries());
  MustApply({Put("b", "1")}, 1);
  EXPECT_EQ(Scan(""), (Entries{{"b", "1"}}));
  ASSERT_TRUE(store_->Wipe().ok());
  ASSERT_TRUE(store_->Wipe().ok());
  Reopen();
  EXPECT_EQ(store_->Reached(), 0u);
}

TEST_P(StateStoreConformance, ReopeningGivesContentAndPositionThatBelongTogether) {
  // Each Apply writes its position under every key: whatever comes back must agree with itself.
  Position at = 0;
  for (int times = 0; times < 3; ++times) {
    for (int i = 0; i < 50; ++i) {
      ++at;
      MustApply({Put("a", std::to_string(at)), Put("z", std::to_string(at))}, at);
    }
    Reopen();
    EXPECT_LE(store_->Reached(), at);
    at = store_->Reached();
    const std::string expected = at == 0 ? "-" : std::to_string(at);
    EXPECT_EQ(Get("a"), expected);
    EXPECT_EQ(Get("z"), expected);
  }
}

TEST_P(StateStoreConformance, ReadersNeverSeeHalfAnApply) {
  constexpr Position kLast = 2000;
  MustApply({Put("a", "0"), Put("z", "0")}, 1);
  std::atomic<bool> good = true;
  std::thread reader([&] {
    while (store_->Reached() < kLast) {
      const Entries seen = Scan("");
      good = good && seen.size() == 2 && seen[0].second == seen[1].second;
    }
  });
  for (Position at = 2; at <= kLast; ++at) {
    MustApply({Put("a", std::to_string(at)), Put("z", std::to_string(at))}, at);
  }
  reader.join();
  EXPECT_TRUE(good);
}

TEST(RocksdbStateStoreOnAFailingDisk, RefusesChangesUntilWiped) {
  const TempFolder folder;
  const auto files = std::make_shared<FailingFileSystem>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(files);
  auto opened = OpenRocksdbStateStore(folder.Sub("state"), {.env = env.get()});
  ASSERT_TRUE(opened.ok()) << opened.status().ToString();
  StateStore& store = **opened;

  // Nothing is written to the disk before a memory table is full, so the failure comes late.
  files->fault = DiskFault::kWrite;
  Status status;
  Position at = 0;
  for (; status.ok() && at < 300; ++at) {
    status = store.Apply(
        std::vector<Change>{Put("k" + std::to_string(at), std::string(1 << 20, 'x'))}, at + 1);
  }
  EXPECT_EQ(status.code(), Code::kFailed) << status.ToString();
  files->fault = DiskFault::kNone;
  EXPECT_EQ(store.Apply({}, 1000).code(), Code::kFailed);
  EXPECT_EQ(store.Reached(), at - 1);
  EXPECT_TRUE(store.Get("k0").ok());

  ASSERT_TRUE(store.Wipe().ok());
  EXPECT_TRUE(store.Apply(std::vector<Change>{Put("a", "1")}, 1).ok());
  EXPECT_EQ(*store.Get("a"), "1");
}

INSTANTIATE_TEST_SUITE_P(Stores, StateStoreConformance,
                         testing::Values(StateStoreKind{"Memory", OpenMemory},
                                         StateStoreKind{"Rocksdb", OpenRocksdb}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace outturn::store
