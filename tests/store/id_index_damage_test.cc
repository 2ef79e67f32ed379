// What a crash, a power cut or a bad disk may leave of an id index: it is as it was after some
// earlier WriteBehind, or it says that it is damaged. Never a wrong answer.
#include <gtest/gtest.h>

#include <algorithm>

#include "store/ids/id_index.h"
#include "tests/store/crash_copy.h"
#include "tests/store/id_index_support.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

namespace fs = std::filesystem;

bool IsRun(const fs::path& file) { return file.filename().string().starts_with("run-"); }

class IdIndexDamageTest : public testing::Test {
 protected:
  // Two runs: one of two blocks, one of a single entry or a few.
  void SetUp() override {
    const auto index = MustOpenIds(path_, 70);
    for (Position at = 1; at <= 75; ++at) model_.Add(*index, Fingerprint(at % 72), at);
    ASSERT_TRUE(index->WriteBehind(true).ok());
    ASSERT_EQ(FilesIn(path_).size(), 3u);
  }

  // Whether the damage is noticed at opening or by some lookup; every other answer is right.
  bool IsNoticed() const {
    const auto index = OpenIdIndex(path_, {70});
    if (!index.ok()) {
      EXPECT_EQ(index.status().code(), Code::kCorrupt) << index.status().ToString();
      return true;
    }
    bool noticed = false;
    for (uint64_t i = 0; i < 80; ++i) {
      const auto found = (*index)->Find(Fingerprint(i));
      if (found.ok()) {
        EXPECT_EQ(*found, model_.Find(Fingerprint(i)));
      } else {
        EXPECT_EQ(found.status().code(), Code::kCorrupt) << found.status().ToString();
        noticed = true;
      }
    }
    return noticed;
  }

  const TempFolder folder_;
  const std::string path_ = folder_.Sub("ids");
  IdModel model_;
};

TEST_F(IdIndexDamageTest, EveryFlippedByteIsNoticed) {
  ASSERT_FALSE(IsNoticed());
  for (const fs::path& file : FilesIn(path_)) {
    const std::string bytes = BytesOf(file);
    std::fstream damaged(file, std::ios::binary | std::ios::in | std::ios::out);
    for (size_t i = 0; i < bytes.size(); ++i) {
      const auto at = static_cast<std::streamoff>(i);
      damaged.seekp(at).put(static_cast<char>(bytes[i] ^ 1 << i % 8)).flush();
      ASSERT_TRUE(IsNoticed()) << file << " at " << i;
      damaged.seekp(at).put(bytes[i]).flush();
    }
  }
  ASSERT_FALSE(IsNoticed());
}

TEST_F(IdIndexDamageTest, EveryOtherLengthIsNoticedAtOpening) {
  for (const fs::path& file : FilesIn(path_)) {
    const std::string bytes = BytesOf(file);
    for (size_t size = bytes.size(); size-- > 0;) {
      fs::resize_file(file, size);
      ASSERT_EQ(OpenIdIndex(path_).status().code(), Code::kCorrupt) << file << " of " << size;
    }
    PutBytes(file, bytes + '\0');
    ASSERT_EQ(OpenIdIndex(path_).status().code(), Code::kCorrupt) << file;
    PutBytes(file, bytes);
  }
}

TEST_F(IdIndexDamageTest, EveryMissingFileIsNoticedAtOpeningAndCuredByDestroying) {
  PutBytes(path_ + "/somebody-elses", "x");
  for (const fs::path& file : FilesIn(path_)) {
    if (file.filename() == "somebody-elses") continue;
    const std::string bytes = BytesOf(file);
    fs::remove(file);
    EXPECT_EQ(OpenIdIndex(path_).status().code(), Code::kCorrupt) << file;
    EXPECT_EQ(OpenIdIndex(path_).status().code(), Code::kCorrupt) << file << ", again";
    PutBytes(file, bytes);
  }
  fs::remove(path_ + "/MANIFEST");
  ASSERT_TRUE(DestroyIdIndex(path_).ok());
  EXPECT_EQ(FilesIn(path_).size(), 1u);
  EXPECT_EQ(MustOpenIds(path_, 70)->Reached(), 0u);
  EXPECT_TRUE(DestroyIdIndex(folder_.Sub("never")).ok());
}

TEST_F(IdIndexDamageTest, FilesOfTheRightSizeWithNothingInThemAreNoticed) {
  for (const fs::path& file : FilesIn(path_)) {
    const std::string bytes = BytesOf(file);
    PutBytes(file, std::string(bytes.size(), '\0'));
    EXPECT_TRUE(IsNoticed()) << file;
    if (IsRun(file)) {  // only the blocks did not reach the disk
      PutBytes(file, std::string(1024, '\0') + bytes.substr(1024));
      EXPECT_TRUE(IsNoticed()) << file;
    }
    PutBytes(file, bytes);
  }
}

TEST_F(IdIndexDamageTest, ABlockOfAnotherPlaceOrRunIsNoticed) {
  std::vector<fs::path> runs = FilesIn(path_);
  std::erase_if(runs, [](const fs::path& file) { return !IsRun(file); });
  std::sort(runs.begin(), runs.end(), [](const fs::path& one, const fs::path& other) {
    return fs::file_size(one) > fs::file_size(other);
  });
  const std::string bytes = BytesOf(runs[0]);
  PutBytes(runs[0], bytes.substr(1024, 1024) + bytes.substr(0, 1024) + bytes.substr(2048));
  EXPECT_TRUE(IsNoticed());
  PutBytes(runs[0], BytesOf(runs[1]).substr(0, 1024) + bytes.substr(1024));
  EXPECT_TRUE(IsNoticed());
  PutBytes(runs[0], bytes);
  EXPECT_FALSE(IsNoticed());
}

TEST_F(IdIndexDamageTest, VerifyingGoesRoundAllBlocksAndNamesTheDamagedOne) {
  const auto index = MustOpenIds(path_, 70);
  for (const fs::path& file : FilesIn(path_)) {
    if (!IsRun(file)) continue;
    const size_t blocks = fs::file_size(file) > 3 * 1024 ? 2 : 1;
    for (size_t block = 0; block < blocks; ++block) {
      for (int calls = 0; calls < 7; ++calls) EXPECT_TRUE(index->VerifySome(1024).ok());
      std::fstream damaged(file, std::ios::binary | std::ios::in | std::ios::out);
      const auto at = static_cast<std::streamoff>(block * 1024 + 5);
      const std::string bytes = BytesOf(file);
      damaged.seekp(at).put(static_cast<char>(bytes[block * 1024 + 5] ^ 1)).flush();
      Status found;
      for (int calls = 0; calls < 4 && found.ok(); ++calls) found = index->VerifySome(1024);
      EXPECT_EQ(found.code(), Code::kCorrupt);
      EXPECT_EQ(found.message(),
                file.string() + ": block " + std::to_string(block) + " is damaged");
      damaged.seekp(at).put(bytes[block * 1024 + 5]).flush();
    }
  }
  EXPECT_TRUE(index->VerifySome(1 << 20).ok());
}

TEST_F(IdIndexDamageTest, AMergeDoesNotPassDamageOn) {
  for (const fs::path& file : FilesIn(path_)) {
    if (!IsRun(file)) continue;
    std::string bytes = BytesOf(file);
    bytes[5] = static_cast<char>(bytes[5] ^ 1);
    PutBytes(file, bytes);
  }
  auto index = MustOpenIds(path_, 70);
  constexpr Position kLast = 75 + 2 * 70;
  for (Position at = 76; at <= kLast; ++at) model_.Add(*index, Fingerprint(at), at);
  EXPECT_EQ(index->WriteBehind(false).code(), Code::kCorrupt);  // four runs: a merge is due
  EXPECT_EQ(index->WriteBehind(false).code(), Code::kCorrupt);
  EXPECT_EQ(index->Reached(), kLast);  // what is new is written all the same
  for (Position there = 76; there <= kLast; ++there) {
    EXPECT_EQ(*index->Find(Fingerprint(there)), model_.Find(Fingerprint(there)));
  }
  EXPECT_EQ(FilesIn(path_).size(), 5u);
  ASSERT_TRUE(index->Wipe().ok());
  for (const IdEntry& entry : model_.history()) index->Add(entry.fingerprint, entry.position);
  while (index->WantsWriting()) ASSERT_TRUE(index->WriteBehind(false).ok());
  model_.Check(*index);
}

// The state of `folder` as a crash at this moment would leave it answers for what it has reached,
// and lives on.
void CheckCrashed(const std::string& folder, const IdModel& model, Position reached) {
  const auto index = MustOpenIds(folder, 4);
  ASSERT_NE(index, nullptr);
  ASSERT_EQ(index->Reached(), reached);
  const std::string manifest = BytesOf(folder + "/MANIFEST");
  for (const fs::path& file : FilesIn(folder)) {  // what nobody names is gone
    const std::string name = file.filename().string();
    ASSERT_TRUE(name == "MANIFEST" || manifest.find(name.substr(4)) != std::string::npos) << name;
  }
  model.Check(*index, reached);
  model.AddTheRestTo(*index);
  WriteAllBehind(*index);
  model.Check(*index);
}

TEST(IdIndexCrash, BetweenAnyTwoStepsOfWritingLeavesTheStateBeforeOrAfter) {
  const TempFolder folder;
  const std::string live = folder.Sub("live");
  const std::string before = folder.Sub("before");
  const std::string after = folder.Sub("after");
  const std::string crashed = folder.Sub("crashed");
  IdModel model;
  const auto index = MustOpenIds(live, 4);
  for (Position at = 1; at <= 180; ++at) {
    model.Add(*index, Fingerprint(at), at);
    if (!index->WantsWriting() && at % 7 != 0) continue;
    const Position reached = index->Reached();
    CrashCopyOf(live, before);
    ASSERT_TRUE(index->WriteBehind(at % 7 == 0).ok());
    CrashCopyOf(live, after);
    // The new files are there, whole or in part, but not the manifest.
    CrashCopyOf(before, crashed);
    for (const fs::path& file : FilesIn(after)) {
      const fs::path to = fs::path(crashed) / file.filename();
      if (!fs::exists(to)) PutBytes(to, BytesOf(file).substr(0, at % 2 == 0 ? 500 : 1 << 20));
    }
    PutBytes(crashed + "/MANIFEST.new", BytesOf(after + "/MANIFEST").substr(0, at));
    ASSERT_NO_FATAL_FAILURE(CheckCrashed(crashed, model, reached));
    // The manifest is there, and what it no longer names as well.
    CrashCopyOf(after, crashed);
    for (const fs::path& file : FilesIn(before)) {
      fs::copy_file(file, fs::path(crashed) / file.filename(), fs::copy_options::skip_existing);
    }
    ASSERT_NO_FATAL_FAILURE(CheckCrashed(crashed, model, index->Reached()));
    // Everything is there.
    ASSERT_NO_FATAL_FAILURE(CheckCrashed(after, model, index->Reached()));
  }
}

TEST(IdIndexCrash, AnOldManifestWhoseRunsAreGoneIsNoticed) {
  const TempFolder folder;
  const auto index = MustOpenIds(folder.Sub("ids"), 4);
  for (Position at = 1; at <= 12; ++at) index->Add(Fingerprint(at), at);
  ASSERT_TRUE(index->WriteBehind(false).ok());
  const std::string old = BytesOf(folder.Sub("ids") + "/MANIFEST");
  for (Position at = 13; at <= 16; ++at) index->Add(Fingerprint(at), at);
  WriteAllBehind(*index);  // merged into one
  CrashCopyOf(folder.Sub("ids"), folder.Sub("copy"));
  PutBytes(folder.Sub("copy") + "/MANIFEST", old);
  EXPECT_EQ(OpenIdIndex(folder.Sub("copy"), {4}).status().code(), Code::kCorrupt);
}

}  // namespace
}  // namespace outturn::store
