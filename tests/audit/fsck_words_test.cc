// What fsck says of each part of a book, in both languages.
#include "services/audit/fsck_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "services/audit/reader_language.h"

namespace outturn::audit {
namespace {

using figures::Language;
using testing::HasSubstr;

constexpr FsckPart kParts[] = {
    FsckPart::kLog,        FsckPart::kDerived,  FsckPart::kIds,     FsckPart::kSnapshot,
    FsckPart::kCheckpoint, FsckPart::kResident, FsckPart::kHistory, FsckPart::kTiles,
    FsckPart::kBook,       FsckPart::kKey,      FsckPart::kSum,     FsckPart::kCheckpointFile};

TEST(FsckWords, SayOfEveryPartWhatItIsWhatItMeansAndWhatToDo) {
  std::set<std::string_view> names;
  for (const FsckPart part : kParts) {
    const FsckWords& words = WordsOf(part);
    EXPECT_TRUE(names.insert(words.name).second) << words.name;
    for (const figures::Words& said : {words.what, words.meaning, words.advice}) {
      EXPECT_FALSE(said.zh.empty()) << words.name;
      EXPECT_FALSE(said.en.empty()) << words.name;
      EXPECT_NE(said.zh, said.en) << words.name;
    }
  }
}

TEST(FsckWords, PlaceAFindingInEitherLanguage) {
  EXPECT_EQ(FindingText(FsckPart::kIds, {7}, "its id is not in the index", Language::kEnglish),
            "index of ids, event 7: its id is not in the index");
  EXPECT_EQ(FindingText(FsckPart::kIds, {7}, "its id is not in the index", Language::kChinese),
            "编号索引，事项 7：其编号不在索引中");
  EXPECT_EQ(FindingText(FsckPart::kIds, {7, 90, 63}, "/d/ids/run-1: block 5 is damaged",
                        Language::kEnglish),
            "index of ids, events 7 to 90, 63 in all: /d/ids/run-1: block 5 is damaged");
  EXPECT_EQ(FindingText(FsckPart::kIds, {7, 90, 63}, "/d/ids/run-1: block 5 is damaged",
                        Language::kChinese),
            "编号索引，事项 7 至 90，共 63 处：/d/ids/run-1：第 5 块损坏");
  EXPECT_EQ(PlaceText({5, 5, 2}, Language::kEnglish), ", event 5, 2 in all");
  EXPECT_EQ(PlaceText({5, 5, 2}, Language::kChinese), "，事项 5，共 2 处");
  EXPECT_EQ(FindingText(FsckPart::kKey, {}, "/d/key: there is no signing key", Language::kChinese),
            "签名密钥：/d/key：没有签名密钥");
}

TEST(FsckWords, CountOneInTheSingular) {
  EXPECT_EQ(Counted(0, "finding"), "0 findings");
  EXPECT_EQ(Counted(1, "finding"), "1 finding");
  EXPECT_EQ(Counted(21, "finding"), "21 findings");
}

// Nothing is known to be lost then.
TEST(FsckWords, KnowAFindingThatSaysItselfWhatToDo) {
  EXPECT_TRUE(
      SaysRemedy("/d/key: Permission denied; no permission: check the owner and the mode "
                 "of the folder and of what is in it"));
  EXPECT_TRUE(
      SaysRemedy("/d/durable: No space left on device; the disk is full: /d has 0 MiB free "
                 "and needs 9 MiB; make room there"));
  EXPECT_FALSE(SaysRemedy("/d/key: there is no signing key"));
}

TEST(FsckWords, AdviseOnceForEachPart) {
  const std::string zh =
      WhatToDo({FsckPart::kLog, FsckPart::kIds, FsckPart::kLog}, Language::kChinese);
  EXPECT_EQ(std::count(zh.begin(), zh.end(), '\n'), 3) << zh;
  EXPECT_THAT(zh, HasSubstr("从备份放回整个 log 目录"));
  EXPECT_THAT(zh, HasSubstr("删除数据目录中的 ids"));
  EXPECT_THAT(WhatToDo({FsckPart::kTiles}, Language::kEnglish),
              HasSubstr("remove tiles from the data folder"));
  EXPECT_THAT(WhatToDo({FsckPart::kSum}, Language::kEnglish),
              HasSubstr("a folder that stands in its place is to be removed before"));
  EXPECT_EQ(FindingText(FsckPart::kLog, {},
                        "/d/log/9.sst: is no file; no other table file has events; put the file "
                        "back from a backup of the whole folder log",
                        Language::kChinese),
            "日志：/d/log/9.sst：不是文件；其他表文件中没有事项");
  EXPECT_EQ(WhatToDo({}, Language::kEnglish), "");
  EXPECT_EQ(FindingText(FsckPart::kTiles, {},
                        "/d/tiles: is missing; the file tiles is derived from the log: remove it "
                        "while the server is down, the next start makes it anew",
                        Language::kChinese),
            "哈希树分块：/d/tiles：缺失");
}

TEST(ReaderLanguage, IsChineseUnlessTheLocaleNamesAnother) {
  const auto of = [](const char* locale) {
    return LanguageOfLocale([&](const char* name) {
      return std::string_view(name) == "LANG" ? std::optional<std::string>(locale) : std::nullopt;
    });
  };
  for (const char* chinese : {"", "C", "C.UTF-8", "POSIX", "zh_CN.UTF-8"}) {
    EXPECT_EQ(of(chinese), Language::kChinese) << chinese;
  }
  EXPECT_EQ(of("en_GB.UTF-8"), Language::kEnglish);
  EXPECT_EQ(of("de_DE"), Language::kEnglish);
}

}  // namespace
}  // namespace outturn::audit
