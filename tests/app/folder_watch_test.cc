// A folder that loses its log, is moved away or exchanged under the server that writes to it.
#include "services/app/watch/folder_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "services/app/data_folder.h"
#include "store/kept/durable_mark.h"
#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class FolderWatchTest : public testing::Test {
 protected:
  FolderWatchTest() {
    MakeFolder(path);
    auto on_disk = OnDisk::Open(path);
    EXPECT_TRUE(on_disk.ok()) << on_disk.status().ToString();
    opened = *std::move(on_disk);
    opened->Record({Pay("last", "X01", 1)});
    watch.emplace(path, *opened->book, *opened->proofs);
  }
  std::string WhyNot() {
    watch->Look();
    return opened->book->WhyNotWritable();
  }

  store::TempFolder temp;
  std::string path = temp.Sub("data");
  std::unique_ptr<OnDisk> opened;
  std::optional<FolderWatch> watch;
};

TEST_F(FolderWatchTest, RenewsTheMarkAndLeavesAWholeFolderAlone) {
  EXPECT_EQ(WhyNot(), "");
  EXPECT_TRUE(watch->IsTheSame());
  const auto mark = store::ReadDurableMark(DurableMarkOf(path));
  ASSERT_TRUE(mark.ok());
  EXPECT_EQ(mark->position, opened->book->DurableTip().position);
  EXPECT_EQ(mark->book, "431200");
}

TEST_F(FolderWatchTest, TakesNoMoreWritesOnceTheLogIsGone) {
  fs::rename(path + "/log", path + "/away");
  EXPECT_THAT(WhyNot(), HasSubstr(path + "/log: is missing"));
}

TEST_F(FolderWatchTest, TakesNoMoreWritesOnceAFileOfTheLogIsGone) {
  fs::rename(path + "/log/CURRENT", path + "/CURRENT");
  EXPECT_THAT(WhyNot(), HasSubstr("CURRENT: is missing"));
}

TEST_F(FolderWatchTest, KnowsAFolderThatIsGone) {
  fs::rename(path, temp.Sub("away"));
  EXPECT_THAT(WhyNot(), HasSubstr("is gone"));
  EXPECT_FALSE(watch->IsTheSame());
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(FolderWatchTest, KnowsAnotherFolderInItsPlaceAndWritesNothingThere) {
  fs::rename(path, temp.Sub("away"));
  fs::create_directory(path);
  EXPECT_THAT(WhyNot(), StartsWith("the data folder " + path + " is another one"));
  EXPECT_FALSE(watch->IsTheSame());
  EXPECT_TRUE(fs::is_empty(path));
}

}  // namespace
}  // namespace outturn::app
