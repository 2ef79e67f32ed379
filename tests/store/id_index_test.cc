#include "store/ids/id_index.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/store/crash_copy.h"
#include "tests/store/id_index_support.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

class IdIndexTest : public testing::Test {
 protected:
  const TempFolder folder_;
  const std::string path_ = folder_.Sub("ids");
};

// Of `entries` random steps; fingerprints out of `distinct` many, so that some or all are shared.
void LiveThrough(const std::string& path, size_t memory_entries, uint64_t entries,
                 uint64_t distinct, uint32_t seed) {
  SCOPED_TRACE("memory " + std::to_string(memory_entries) + ", distinct " +
               std::to_string(distinct) + ", seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  IdModel model;
  auto index = MustOpenIds(path, memory_entries);
  Position position = 0;
  while (model.history().size() < entries) {
    position += 1 + random() % 3;
    model.Add(*index, Fingerprint(random() % distinct), position);
    const uint64_t step = random() % 1000;
    if (index->WantsWriting() && step < 300) {
      ASSERT_TRUE(index->WriteBehind(false).ok());
    }
    if (step == 301) {
      ASSERT_TRUE(index->WriteBehind(true).ok());
      ASSERT_EQ(index->Reached(), position);
    }
    if (step == 302 || step == 303) {
      index.reset();
      index = MustOpenIds(path, memory_entries);
      model.Check(*index, index->Reached());
      model.AddTheRestTo(*index);
    }
    if (step == 304) model.Check(*index);
  }
  WriteAllBehind(*index);
  model.Check(*index);
}

TEST_F(IdIndexTest, AnswersAsAMapWouldWhateverIsWrittenMergedOrReopened) {
  uint32_t seed = 1;
  for (const size_t memory_entries : {1, 3, 50, 1000}) {
    for (const uint64_t distinct : {3, 300, 1'000'000}) {
      LiveThrough(folder_.Sub(std::to_string(seed)), memory_entries,
                  memory_entries < 10 ? 600 : 3000, distinct, seed);
      ++seed;
    }
  }
}

TEST_F(IdIndexTest, KeepsToTheSameContractInMemory) {
  const auto index = NewMemoryIdIndex();
  IdModel model;
  std::mt19937_64 random(7);
  for (Position at = 1; at <= 5000; ++at) model.Add(*index, Fingerprint(random() % 2000), at);
  model.Check(*index);
  index->Add(Fingerprint(5), 4000);  // there already
  EXPECT_EQ(index->Reached(), 0u);
  ASSERT_TRUE(index->WriteBehind(true).ok());
  EXPECT_EQ(index->Reached(), 5000u);
  model.Check(*index);
  ASSERT_TRUE(index->Wipe().ok());
  EXPECT_EQ(index->Reached(), 0u);
  IdModel().Check(*index);
  EXPECT_TRUE(index->Find(Fingerprint(5))->empty());
}

TEST_F(IdIndexTest, FindsTheExtremesAndManyOfOneFingerprint) {
  const auto index = MustOpenIds(path_, 400);
  IdModel model;
  const uint64_t most = ~uint64_t{0};
  for (Position at = 1; at <= 2000; ++at) {
    const uint64_t fingerprint = at % 4 == 0   ? 0
                                 : at % 4 == 1 ? most
                                 : at % 4 == 2 ? most / 2
                                               : most - at;
    index->Add(fingerprint, at);
    model.Add(fingerprint, at);
    if (index->WantsWriting()) {
      ASSERT_TRUE(index->WriteBehind(false).ok());
    }
  }
  model.Check(*index);
  EXPECT_EQ(*index->Find(1), model.Find(0));  // as the contract says
}

TEST_F(IdIndexTest, HoldsLargePositions) {
  const Position large = ~Position{0} - 1;
  {
    const auto index = MustOpenIds(path_, 10);
    index->Add(~uint64_t{0}, Position{1} << 41);
    index->Add(~uint64_t{0}, large);
    ASSERT_TRUE(index->WriteBehind(true).ok());
  }
  const auto index = MustOpenIds(path_, 10);
  EXPECT_EQ(index->Reached(), large);
  EXPECT_EQ(*index->Find(~uint64_t{0}), (std::vector<Position>{Position{1} << 41, large}));
}

TEST_F(IdIndexTest, IgnoresWhatItHasAlready) {
  auto index = MustOpenIds(path_, 4);
  for (Position at = 1; at <= 10; ++at) index->Add(at, at);
  ASSERT_TRUE(index->WriteBehind(true).ok());
  for (Position at = 1; at <= 11; ++at) index->Add(at, at);
  for (Position at = 1; at <= 11; ++at) EXPECT_EQ(*index->Find(at), std::vector<Position>{at});
  index.reset();
  index = MustOpenIds(path_, 4);
  for (Position at = 1; at <= 12; ++at) index->Add(at, at);
  for (Position at = 1; at <= 12; ++at) EXPECT_EQ(*index->Find(at), std::vector<Position>{at});
}

TEST_F(IdIndexTest, WantsWritingWhenARunHasGathered) {
  const auto index = MustOpenIds(path_, 4);
  for (Position at = 1; at <= 3; ++at) index->Add(Fingerprint(at), at);
  EXPECT_FALSE(index->WantsWriting());
  ASSERT_TRUE(index->WriteBehind(false).ok());
  EXPECT_EQ(index->Reached(), 0u);
  index->Add(Fingerprint(4), 4);
  EXPECT_TRUE(index->WantsWriting());
  index->Add(Fingerprint(5), 5);
  ASSERT_TRUE(index->WriteBehind(false).ok());
  EXPECT_EQ(index->Reached(), 4u);
  EXPECT_FALSE(index->WantsWriting());
  ASSERT_TRUE(index->WriteBehind(true).ok());
  EXPECT_EQ(index->Reached(), 5u);
}

TEST_F(IdIndexTest, KeepsRunsFewAndMergesInPieces) {
  const auto index = MustOpenIds(path_, 8);
  size_t most_calls = 0;
  for (Position at = 1; at <= 8 * 512; ++at) {
    index->Add(Fingerprint(at), at);
    size_t calls = 0;
    for (; index->WantsWriting(); ++calls) ASSERT_TRUE(index->WriteBehind(false).ok());
    most_calls = std::max(most_calls, calls);
  }
  EXPECT_GT(most_calls, 5u);  // for the last merge of all there is
  EXPECT_LE(FilesIn(path_).size(), 1 + 3 * 6u);
}

TEST_F(IdIndexTest, WritesWhatGathersWhileALargeMergeIsUnderWay) {
  constexpr size_t kMemory = 8;
  const auto index = MustOpenIds(path_, kMemory);
  IdModel model;
  for (Position at = 1; at <= 500 * kMemory; ++at) {
    model.Add(*index, Fingerprint(at), at);
    if (at % kMemory != 0) continue;
    ASSERT_TRUE(index->WriteBehind(false).ok());
    ASSERT_EQ(index->Reached(), at);  // one call is enough, whatever else there is to do
    ASSERT_LE(FilesIn(path_).size(), 40u);
  }
  model.Check(*index);
}

TEST_F(IdIndexTest, ForgetsEverythingWhenWiped) {
  auto index = MustOpenIds(path_, 4);
  for (Position at = 1; at <= 102; ++at) index->Add(Fingerprint(at), at);
  ASSERT_TRUE(index->WriteBehind(false).ok());  // leaves a merge unfinished
  ASSERT_TRUE(index->Wipe().ok());
  EXPECT_EQ(index->Reached(), 0u);
  EXPECT_FALSE(index->WantsWriting());
  EXPECT_EQ(FilesIn(path_).size(), 1u);
  for (Position at = 1; at <= 102; ++at) EXPECT_TRUE(index->Find(Fingerprint(at))->empty());
  IdModel model;
  for (Position at = 1; at <= 50; ++at) model.Add(*index, Fingerprint(at + 7), at);
  ASSERT_TRUE(index->WriteBehind(true).ok());
  model.Check(*index);
  index.reset();
  model.Check(*MustOpenIds(path_, 4));
}

TEST_F(IdIndexTest, ANewOneIsKnownAsEmpty) {
  EXPECT_EQ(MustOpenIds(path_, 4)->Reached(), 0u);
  EXPECT_EQ(MustOpenIds(path_, 4)->Reached(), 0u);
  EXPECT_EQ(OpenIdIndex(folder_.Sub("other"), {0}).status().code(), Code::kInvalid);
}

TEST_F(IdIndexTest, AFailedWriteLosesNothingAndCanBeRepeated) {
  const auto index = MustOpenIds(path_, 4);
  IdModel model;
  for (Position at = 1; at <= 20; ++at) model.Add(*index, Fingerprint(at), at);
  const std::string in_the_way = path_ + "/MANIFEST.new";
  fs::create_directories(in_the_way + "/full");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(index->WriteBehind(true).code(), Code::kIo);
  EXPECT_TRUE(index->WantsWriting());
  EXPECT_EQ(index->Reached(), 0u);
  EXPECT_EQ(FilesIn(path_).size(), 2u);  // no run without a name is left
  model.Check(*index);
  fs::remove_all(in_the_way);
  WriteAllBehind(*index);
  EXPECT_EQ(index->Reached(), 20u);
  model.Check(*index);
}

TEST_F(IdIndexTest, AnswersWhileItIsAddedToWrittenAndMerged) {
  constexpr Position kLast = 60'000;
  const auto index = MustOpenIds(path_, 64);
  std::atomic<Position> added = 0;
  std::atomic<bool> wrong = false;
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    while (added < kLast || index->WantsWriting()) {
      if (!index->WantsWriting()) std::this_thread::yield();
      if (!index->WriteBehind(false).ok()) wrong = true;
    }
  });
  for (uint64_t seed = 1; seed <= 2; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 random(seed);
      while (added < kLast) {
        const Position there = added == 0 ? 0 : 1 + random() % added;
        const auto found = index->Find(Fingerprint(there));
        if (!found.ok() || *found != std::vector<Position>(there == 0 ? 0 : 1, there)) wrong = true;
        const auto none = index->Find(Fingerprint(kLast + 1 + random() % kLast));
        if (!none.ok() || !none->empty()) wrong = true;
      }
    });
  }
  for (Position at = 1; at <= kLast; ++at) {
    index->Add(Fingerprint(at), at);
    added = at;
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(wrong);
  for (Position at = 1; at <= kLast; ++at) {
    ASSERT_EQ(*index->Find(Fingerprint(at)), std::vector<Position>{at});
  }
}

}  // namespace
}  // namespace outturn::store
