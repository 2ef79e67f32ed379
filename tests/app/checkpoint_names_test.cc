// Names of checkpoints: what may be one, what the file keeps.
#include "services/app/proofs/checkpoint_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/tree/base64.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::ElementsAre;

store::Hash RootOf(const char* text) { return store::LeafHash(text); }

TEST(CheckpointNames, AreTakenForNothingElse) {
  for (const char* name : {"filing-2024", "年报", "a", "Q1/2024", "v1.0"}) {
    EXPECT_TRUE(IsCheckpointName(name)) << name;
  }
  const store::Hash root = RootOf("x");
  const std::string bytes(root.begin(), root.end());
  for (const std::string& name :
       {std::string(), std::string("8234"), std::string("2024-06-09"), std::string("-x"),
        std::string("+1"), std::string("@june.txt"), std::string("two words"),
        std::string("line\n"), std::string("\xe3\x80\x80"), std::string("x\x7f"),
        std::string(65, 'x'), std::string(64, 'a'), store::Base64(bytes)}) {
    EXPECT_FALSE(IsCheckpointName(name)) << name;
  }
  EXPECT_TRUE(IsCheckpointName(std::string(64, 'x')));
}

TEST(CheckpointNames, AreStillThereWhenTheFileIsOpenedAgain) {
  const store::TempFolder folder;
  const CheckpointName june{"filing-2024", 5, RootOf("june")};
  const CheckpointName also{"年报", 5, RootOf("june")};
  const CheckpointName july{"july", 9, RootOf("july")};
  {
    auto names = CheckpointNames::Open(folder.Sub("names")).value();
    for (const CheckpointName& one : {june, also, july}) ASSERT_TRUE(names.Append(one).ok());
  }
  const auto names = CheckpointNames::Open(folder.Sub("names")).value();
  EXPECT_THAT(names.all(), ElementsAre(june, also, july));
  EXPECT_THAT(names.Of(5), ElementsAre("filing-2024", "年报"));
  ASSERT_NE(names.Find("july"), nullptr);
  EXPECT_EQ(*names.Find("july"), july);
  EXPECT_EQ(names.Find("jul"), nullptr);
}

TEST(CheckpointNames, LoseOnlyALineThatNobodyWasToldOf) {
  const store::TempFolder folder;
  {
    auto names = CheckpointNames::Open(folder.Sub("names")).value();
    ASSERT_TRUE(names.Append({"june", 5, RootOf("june")}).ok());
  }
  const std::string whole = store::ReadFile(folder.Sub("names")).value();
  ASSERT_TRUE(store::ReplaceFile(folder.Sub("names"), whole + "9 half").ok());
  {
    auto names = CheckpointNames::Open(folder.Sub("names")).value();
    EXPECT_EQ(names.all().size(), 1u);
    ASSERT_TRUE(names.Append({"july", 9, RootOf("july")}).ok());
  }
  EXPECT_EQ(CheckpointNames::Open(folder.Sub("names")).value().all().size(), 2u);
}

TEST(CheckpointNames, SayWhichLineIsNone) {
  const std::string root = store::Base64(std::string(32, 'r'));
  EXPECT_TRUE(ParseCheckpointNames("5 " + root + " june\n").ok());
  for (const std::string& line :
       {std::string("june"), "x " + root + " june", "0 " + root + " june", "5 " + root + " ",
        "5 " + root + " 8", std::string("5 short june")}) {
    const auto parsed = ParseCheckpointNames("5 " + root + " good\n" + line + "\n");
    ASSERT_FALSE(parsed.ok()) << line;
    EXPECT_NE(parsed.status().message().find("line 2"), std::string::npos);
  }
}

}  // namespace
}  // namespace outturn::app
