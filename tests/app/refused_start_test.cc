// A start on a damaged folder: what cannot be made anew is refused, with nothing written, and what
// is advised works; what is derived is made anew.
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
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class RefusedStart : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const store::TempFolder made;
    MakeFolder(made.Sub("data"));
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(OnDisk::Open(made.Sub("data")).ok());
    sound_ = ReadFolder(made.Sub("data"));
  }
  RefusedStart() : files(sound_) {}

  // Whether a start succeeds; its server would renew the mark.
  std::string Started() {
    const auto opened = OnDisk::Open(path);
    if (!opened.ok()) return opened.status().message();
    EXPECT_TRUE(store::WriteDurableMark(
                    DurableMarkOf(path),
                    {(*opened)->book->DurableTip().position, (*opened)->proofs->Grown()})
                    .ok());
    return "";
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
  Files files;

 private:
  static inline Files sound_;
};

// The engine reads it only once it merges such tables, and then takes no more writes.
TEST_F(RefusedStart, NamesADamagedSmallTableOfTheLogAndWritesNothing) {
  size_t tried = 0;
  const Files sound = files;
  for (const auto& [name, content] : sound) {
    if (!name.starts_with("log/") || !name.ends_with(".sst") || content.size() > 4'000) continue;
    files = sound;
    files[name][20] ^= 1;
    WriteFolder(path, files);
    EXPECT_THAT(Started(), AllOf(HasSubstr(path + "/" + name + ": is cut off or damaged: "),
                                 HasSubstr("; put the file back from a backup")));
    EXPECT_TRUE(ReadFolder(path) == files) << "something was written";
    ++tried;
  }
  EXPECT_GE(tried, 1u);
}

TEST_F(RefusedStart, WritesNothingWhereTheLogLostItsEnd) {
  WriteFolder(path, files);
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {309}).ok());
  files = ReadFolder(path);
  EXPECT_THAT(Started(), HasSubstr("its end is lost"));
  EXPECT_TRUE(ReadFolder(path) == files) << "something was written";
}

TEST_F(RefusedStart, AdvisesWhatGivesUpDamagedCheckpoints) {
  const Files sound = files;
  const size_t size = files["checkpoints"].size();
  for (const size_t at : {size_t{3}, size / 4, size / 2, size - 20}) {
    for (const bool with_sum : {true, false}) {
      files = sound;
      files["checkpoints"][at] ^= 1;
      if (!with_sum) {
        files.erase("checkpoints.sum");
        files.erase("durable");
      }
      WriteFolder(path, files);
      const std::string why = Started();
      if (!with_sum && why.empty()) continue;  // an old one: fsck and the running server tell
      EXPECT_THAT(why, HasSubstr("to give up all that was in it, put it aside with "
                                 "checkpoint-names, checkpoint-names.sum, checkpoints.sum and "
                                 "durable"));
      for (const char* name : {"checkpoints", "checkpoints.sum", "checkpoint-names",
                               "checkpoint-names.sum", "durable"}) {
        fs::remove(path + "/" + name);
      }
      EXPECT_EQ(Started(), "");
      EXPECT_THAT(FindingsOf(path), IsEmpty());
    }
  }
}

TEST_F(RefusedStart, AdvisesWhatGivesUpDamagedNames) {
  files["checkpoint-names"][files["checkpoint-names"].size() / 2] ^= 1;
  WriteFolder(path, files);
  EXPECT_THAT(Started(), HasSubstr("to give up all that was in it, put it aside with "
                                   "checkpoint-names.sum and durable"));
  for (const char* name : {"checkpoint-names", "checkpoint-names.sum", "durable"}) {
    fs::remove(path + "/" + name);
  }
  EXPECT_EQ(Started(), "");
  EXPECT_THAT(FindingsOf(path), IsEmpty());
}

TEST_F(RefusedStart, AdvisesHowTheNameOfABookIsWrittenAnew) {
  for (const char* content : {"431201\nchecksum 00000000\n", ""}) {
    files["BOOK"] = content;
    WriteFolder(path, files);
    EXPECT_THAT(Started(), HasSubstr("; put it back from a copy, or write the book's division code "
                                     "into it, alone in one line"));
    files["BOOK"] = "431200\n";
    WriteFolder(path, files);
    EXPECT_EQ(Started(), "");
    EXPECT_THAT(FindingsOf(path), IsEmpty());
  }
}

TEST_F(RefusedStart, AdvisesToPutTheKeyBack) {
  const std::string key = files["key"];
  for (const std::string& content : {std::string(), key.substr(0, 60)}) {
    files["key"] = content;
    if (content.empty()) files.erase("key");
    WriteFolder(path, files);
    EXPECT_THAT(Started(), HasSubstr("; put the book's own file key back from a copy (mode 0600)"));
  }
  files["key"] = key;
  WriteFolder(path, files);
  EXPECT_EQ(Started(), "");
}

// Only what is another book's is to be put back.
TEST_F(RefusedStart, NamesABookThatIsNotTheOneItsCheckpointsAreOf) {
  const Files sound = files;
  fs::remove_all(temp.Sub("other"));
  ASSERT_TRUE(OnDisk::Open(temp.Sub("other"), "431300").ok());
  files["BOOK"] = ReadFolder(temp.Sub("other")).at("BOOK");
  WriteFolder(path, files);
  const auto says = AllOf(HasSubstr(path + "/BOOK: says 431300, but the checkpoints here are of "
                                           "431200. Put back"),
                          HasSubstr("no other file is to be changed"));
  EXPECT_THAT(FindingsOf(path), testing::ElementsAre(AllOf(StartsWith("book: "), says)));
  EXPECT_THAT(Started(), says);
  WriteFolder(path, sound);
  EXPECT_EQ(Started(), "");
}

TEST_F(RefusedStart, DoesNotBlameCheckpointsForAMarkFromElsewhere) {
  WriteFolder(path, files);
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {300, {{"checkpoints", {50, 7}}}}).ok());
  const auto says = HasSubstr(
      "; but it is as checkpoints.sum has it: where durable was copied here "
      "from elsewhere, remove nothing but that");
  EXPECT_THAT(FindingsOf(path), testing::ElementsAre(says));
  EXPECT_THAT(Started(), says);
  fs::remove(DurableMarkOf(path));
  EXPECT_EQ(Started(), "");
  EXPECT_THAT(FindingsOf(path), IsEmpty());
}

// What it says of another book's log is nothing of this one's: it is as if there were none.
TEST_F(RefusedStart, TakesNoMarkOfAnotherBookForWhatWasDurableHere) {
  WriteFolder(path, files);
  const store::DurableMark others{4'711, {{"checkpoints", {9'998, 7}}}, "431300"};
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), others).ok());
  EXPECT_THAT(FindingsOf(path), testing::ElementsAre("sum: " + DurableMarkOf(path) +
                                                     ": is of the book 431300, not of 431200"));
  EXPECT_EQ(Started(), "");
  const store::DurableMark own{4'711, {}, "431200"};
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), own).ok());
  EXPECT_THAT(Started(), HasSubstr("event 4711 was durable (durable 4711): its end is lost"));
}

// What a lost end of the checkpoints takes along is said with it: after that there is no more to
// do.
TEST_F(RefusedStart, AdvisesWhatGivesUpALostEndOfCheckpointsThatHaveNames) {
  const Files sound = files;
  for (const size_t left : {size_t{0}, files["checkpoints"].size() / 2}) {
    files = sound;
    files["checkpoints"].resize(left);
    WriteFolder(path, files);
    EXPECT_THAT(Started(),
                HasSubstr("; to give up what was in it, remove checkpoints.sum and durable, and "
                          "put checkpoint-names and checkpoint-names.sum aside where one names "
                          "what was lost"));
    for (const char* name :
         {"checkpoints.sum", "durable", "checkpoint-names", "checkpoint-names.sum"}) {
      fs::remove(path + "/" + name);
    }
    EXPECT_EQ(Started(), "");
    EXPECT_THAT(FindingsOf(path), IsEmpty());
  }
}

// Wherever in a file the byte is, and whether a start reads it or not.
TEST_F(RefusedStart, IsNoneWhereOnlyWhatIsDerivedIsDamaged) {
  const Files sound = files;
  for (const auto& [name, content] : sound) {
    const std::string part = name.substr(0, name.find('/'));
    const bool derived = part == "derived" || part == "ids" || part == "history";
    const bool lives_from = name.ends_with(".sst") || name.find("MANIFEST") != name.npos ||
                            name.ends_with("CURRENT") || name.find("/run-") != name.npos;
    if (!derived || !lives_from || content.empty()) continue;
    const size_t step = std::max<size_t>(content.size() / 6, 1);
    for (size_t at = 0; at < content.size(); at += step) {
      SCOPED_TRACE(name + " " + std::to_string(at));
      files = sound;
      files[name][at] ^= 1;
      WriteFolder(path, files);
      EXPECT_EQ(Started(), "");
      for (const std::string& finding : FindingsOf(path)) {
        EXPECT_THAT(finding, AllOf(StartsWith(part), HasSubstr("makes it anew")));
      }
    }
  }
}

}  // namespace
}  // namespace outturn::app
