// Files that only grow: what was told to be in them is on the disk, and stays.
#include "store/kept/growing_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

class GrowingFileTest : public testing::Test {
 protected:
  // Whole lines.
  Result<GrowingFile> Open() {
    return GrowingFile::Open(path, [&](std::string_view bytes) -> Result<size_t> {
      if (bytes.starts_with("?")) return Status::Corrupt(0, "no line");
      content = bytes.substr(0, bytes.rfind('\n') + 1);
      return content.size();
    });
  }
  ino_t Inode() {
    struct stat about = {};
    EXPECT_EQ(stat(path.c_str(), &about), 0);
    return about.st_ino;
  }

  TempFolder folder;
  const std::string path = folder.Sub("lines");
  std::string content;
};

TEST_F(GrowingFileTest, HoldsWhatWasAppended) {
  for (const char* line : {"one\n", "two\n"}) {
    auto file = Open();
    ASSERT_TRUE(file.ok()) << file.status().ToString();
    ASSERT_TRUE(file->Append(line).ok());
    EXPECT_EQ(file->extent(), KeptSum::Kept(path));
  }
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(content, "one\ntwo\n");
}

TEST_F(GrowingFileTest, LeavesWhatItCannotRead) {
  ASSERT_TRUE(ReplaceFile(path, "?one\n").ok());
  EXPECT_EQ(Open().status().code(), Code::kCorrupt);
  EXPECT_EQ(*ReadFile(path), "?one\n");
}

// After a failed write the system may show what the disk does not have.
TEST_F(GrowingFileTest, PutsAnewWhatMayNotBeOnTheDisk) {
  ASSERT_TRUE(Open()->Append("one\n").ok());
  const ino_t before = Inode();
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(Inode(), before) << "all of it is known to be there";
  ASSERT_TRUE((*File::OpenToAppend(path))->Append("two\nhal").ok());
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(content, "one\ntwo\n");
  EXPECT_EQ(*ReadFile(path), content);
  const ino_t put = Inode();
  EXPECT_NE(put, before);
  ASSERT_TRUE(RemoveFile(path + ".sum").ok());
  ASSERT_TRUE(Open().ok());
  EXPECT_NE(Inode(), put) << "nothing tells any more";
}

// Every write to /dev/null is taken and none can be forced out.
TEST_F(GrowingFileTest, TakesNothingAfterAWriteThatFailed) {
  std::filesystem::create_symlink("/dev/null", path);
  auto file = Open();
  ASSERT_TRUE(file.ok()) << file.status().ToString();
  EXPECT_EQ(file->Append("one\n").code(), Code::kIo);
  EXPECT_EQ(file->Append("two\n").code(), Code::kFailed);
  EXPECT_EQ(file->extent(), Extent());
}

}  // namespace
}  // namespace outturn::store
