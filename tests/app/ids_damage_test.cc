// The index of ids, damaged under a book in service: no id is forgotten, and it is told at once
// what is damaged and what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class IdsDamage : public testing::Test {
 protected:
  IdsDamage() {
    MakeFolder(path);
    Open();
  }
  void Open() {
    auto on_disk = OnDisk::Open(path);
    ASSERT_TRUE(on_disk.ok()) << on_disk.status().ToString();
    opened = *std::move(on_disk);
  }
  // A byte of each block of each run, where it lies.
  void DamageEveryBlock() {
    constexpr std::streamoff kBlock = 1024;
    for (const auto& entry : fs::directory_iterator(path + "/ids")) {
      if (!entry.path().filename().string().starts_with("run-")) continue;
      std::fstream run(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
      const auto size = static_cast<std::streamoff>(entry.file_size());
      for (std::streamoff at = 5; at + kBlock < size; at += kBlock) {
        const int byte = run.seekg(at).get();
        run.seekp(at).put(static_cast<char>(byte ^ 1));
      }
    }
  }
  Answer Ask(const core::Command& command) {
    std::promise<Answer> answered;
    opened->book->Submit(command, false, [&](Answer answer) { answered.set_value(answer); });
    return answered.get_future().get();
  }
  auto SaysWhatToDo() const {
    return AllOf(
        StartsWith("whether an id is recorded already cannot be told: " + path + "/ids/run-"),
        HasSubstr(": block "), HasSubstr(" is damaged; the folder ids is derived from the log"),
        HasSubstr("remove it while the server is down, the next start makes it anew"));
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
  std::unique_ptr<OnDisk> opened;
};

TEST_F(IdsDamage, MetByARetryIsAnsweredAtOnceAndTurnsTheBookReadOnly) {
  DamageEveryBlock();
  EXPECT_EQ(opened->book->WhyNotWritable(), "");
  const Answer retry = Ask(Pay("a7", "X01", 8));
  EXPECT_EQ(Show(retry), "damaged");
  EXPECT_THAT(AsUnavailable(retry).detail, HasSubstr("the folder ids is derived from the log"));
  EXPECT_THAT(opened->book->WhyNotWritable(), SaysWhatToDo());
  const Answer next = Ask(Pay("entirely new", "X01", 1));
  EXPECT_EQ(Show(next), "damaged") << "and not to be tried again";
  EXPECT_THAT(AsUnavailable(next).detail, SaysWhatToDo());
}

TEST_F(IdsDamage, IsFoundBeforeAnybodyAsks) {
  opened->book->VerifyIds();
  EXPECT_EQ(opened->book->WhyNotWritable(), "");
  DamageEveryBlock();
  opened->book->VerifyIds();
  EXPECT_THAT(opened->book->WhyNotWritable(), SaysWhatToDo());
}

TEST_F(IdsDamage, IsOverAfterAStartWhichMakesThemAnew) {
  DamageEveryBlock();
  opened.reset();
  Open();
  EXPECT_EQ(Show(Ask(Pay("a7", "X01", 8))), "receipt 13 again");
  EXPECT_EQ(Show(Ask(Pay("entirely new", "X01", 1))), "receipt 308");
}

}  // namespace
}  // namespace outturn::app
