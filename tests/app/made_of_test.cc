// What is derived, copied here from another book or from a copy that went on by itself: it is that
// which is wrong, not the log, wherever the log is known to be the book's own.
#include "services/app/derived/made_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "services/app/data_folder.h"
#include "store/kept/durable_mark.h"
#include "tests/app/real_folder.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr int kShorter = 40;
constexpr int kLonger = 400;

class MadeOfAnotherLog : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const store::TempFolder made;
    MakeFolder(made.Sub("data"));
    sound_ = ReadFolder(made.Sub("data"));
    for (const int payments : {kShorter, kLonger}) {
      const std::string other = made.Sub(std::to_string(payments));
      {
        auto opened = OnDisk::Open(other, "431300");
        ASSERT_TRUE(opened.ok()) << opened.status().ToString();
        std::vector<core::Command> commands = Beginnings(100'000);  // nearly as the other book's
        commands.front().header.ref.external_id = "other";
        for (int i = 0; i < payments; ++i)
          commands.push_back(Pay("o" + std::to_string(i), "X01", 1));
        (*opened)->Record(std::move(commands));
        ASSERT_TRUE((*opened)->book->FollowHistory().ok());
      }
      others_[payments] = ReadFolder(other);
    }
  }
  MadeOfAnotherLog() : files(sound_) {}

  void Remove(const std::string& begin) {
    std::erase_if(files, [&](const auto& file) { return file.first.starts_with(begin); });
  }
  void CopyHere(const std::string& part, const Files& from) {
    Remove(part + "/");
    for (const auto& [name, content] : from) {
      if (name.starts_with(part + "/")) files[name] = content;
    }
  }
  // As of a book that never signed anything.
  void RemoveSigned() {
    Remove("checkpoint");
    WriteFolder(path, files);
    ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {307, {}}).ok());
    files = ReadFolder(path);
  }
  std::vector<std::string> Findings() {
    WriteFolder(path, files);
    return FindingsOf(path);
  }
  // Starts on it, and looks at what that left.
  void ExpectMadeAnew() {
    WriteFolder(path, files);
    {
      const auto opened = OnDisk::Open(path);
      ASSERT_TRUE(opened.ok()) << opened.status().ToString();
      EXPECT_EQ((*opened)->book->DurableTip().position, 307u);
      EXPECT_EQ(*(*opened)->book->FindId({"test", "a7"}), 13u);
      EXPECT_EQ(*(*opened)->book->FindId({"test", "o7"}), std::nullopt);
    }
    EXPECT_THAT(FindingsOf(path), IsEmpty());
  }

  const store::TempFolder temp;
  const std::string path = temp.Sub("data");
  Files files;
  static inline std::map<int, Files> others_;

 private:
  static inline Files sound_;
};

TEST_F(MadeOfAnotherLog, IsToldWhereDerivedAndHistoryChangedPlaces) {
  const Files sound = files;
  const auto put = [&](const std::string& part, const std::string& other) {
    Remove(part + "/");
    for (const auto& [name, content] : sound) {
      if (name.starts_with(other + "/")) files[part + name.substr(other.size())] = content;
    }
  };
  for (const bool both : {false, true}) {
    for (const auto& [part, other] : {std::pair("derived", "history"), {"history", "derived"}}) {
      SCOPED_TRACE(part);
      files = sound;
      put(part, other);
      if (both) put(other, part);
      EXPECT_THAT(Findings(), Contains(HasSubstr("holds what belongs in another folder")));
      ExpectMadeAnew();
    }
  }
}

TEST_F(MadeOfAnotherLog, IsToldOfTheOneFolderAndMadeAnewByAStart) {
  const Files sound = files;
  for (const bool with_signed : {true, false}) {
    for (const int payments : {kShorter, kLonger}) {
      for (const std::string part : {"derived", "ids", "history"}) {
        SCOPED_TRACE(part + " " + std::to_string(payments));
        files = sound;
        CopyHere(part, others_[payments]);
        if (!with_signed) RemoveSigned();
        EXPECT_THAT(Findings(), ElementsAre(AllOf(
                                    StartsWith(part + ", event"),
                                    part == "ids" && payments == kShorter
                                        ? HasSubstr("its id is not in the index")
                                        : HasSubstr(part + ": made of another log, or damaged"))));
        ExpectMadeAnew();
      }
    }
  }
}

// All that is signed is of this log.
TEST_F(MadeOfAnotherLog, IsMadeAnewEvenWhereAllOfItIsWhenACheckpointTellsOfTheLog) {
  for (const std::string part : {"derived", "ids", "history"}) CopyHere(part, others_[kLonger]);
  EXPECT_THAT(Findings(), UnorderedElementsAre(StartsWith("derived, "), StartsWith("ids, "),
                                               StartsWith("history, ")));
  ExpectMadeAnew();
}

TEST_F(MadeOfAnotherLog, MayBeTheLogWhereNothingTellsWhich) {
  for (const std::string part : {"derived", "ids"}) CopyHere(part, others_[kLonger]);
  RemoveSigned();
  const auto says =
      AllOf(HasSubstr("or derived, ids are. Put the book's own log back; where this is the book's "
                      "own, remove nothing but derived, ids, which the next start makes anew"),
            Not(HasSubstr("giving up")));
  EXPECT_THAT(Findings(), ElementsAre(AllOf(StartsWith("log, event 1: is another"), says)));
  EXPECT_THAT(OnDisk::Open(path).status().message(), says);
  for (const std::string part : {"derived/", "ids/"}) Remove(part);
  ExpectMadeAnew();
}

// Books that begin alike have the same ids: then nothing but the others tells.
TEST_F(MadeOfAnotherLog, MayBeIdsThatLookAlike) {
  const auto longer = [&](const std::string& part) {
    const store::TempFolder elsewhere;
    WriteFolder(elsewhere.Sub("copy"), files);
    {
      const auto opened = OnDisk::Open(elsewhere.Sub("copy"));
      ASSERT_TRUE(opened.ok()) << opened.status().ToString();
      (*opened)->Record({Pay("more", "X01", 1), Pay("most", "X01", 1)});
    }
    CopyHere(part, ReadFolder(elsewhere.Sub("copy")));
  };
  longer("ids");
  const auto says = HasSubstr(
      "(ids 309): its end is lost, unless the folders here that know of it "
      "were made of another log: then remove nothing but ids. Put");
  EXPECT_THAT(Findings(), ElementsAre(says));
  EXPECT_THAT(OnDisk::Open(path).status().message(), says);
  Remove("ids/");
  ExpectMadeAnew();
}

TEST_F(MadeOfAnotherLog, MayBeAShorterLogThanEverythingKnows) {
  CopyHere("log", others_[kShorter]);
  const auto says = HasSubstr(
      "event 1: is another event than was recorded here (derived 307, ids "
      "307, history 307)");
  EXPECT_THAT(Findings(), testing::Contains(says));
  EXPECT_THAT(OnDisk::Open(path).status().ToString(),
              HasSubstr("is another event than was recorded here (derived 307, ids 307, history"));
}

TEST_F(MadeOfAnotherLog, DoesNotMakeMoreOfALossThanItIs) {
  CopyHere("derived", others_[kLonger]);
  WriteFolder(path, files);
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(path), {309}).ok());
  EXPECT_THAT(
      OnDisk::Open(path).status().message(),
      AllOf(HasSubstr("giving up events 308 to 309, 2 in all"), Not(HasSubstr("derived 40"))));
  EXPECT_THAT(FindingsOf(path),
              testing::Contains(HasSubstr("giving up events 308 to 309, 2 in all")));
}

// A copy of this book that went on by itself: it begins as this one does.
TEST_F(MadeOfAnotherLog, IsToldOfACopyThatWentOn) {
  const auto go_on = [&](const std::string& where, const std::string& names, int count) {
    WriteFolder(where, files);
    const auto opened = OnDisk::Open(where);
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    for (int i = 0; i < count; ++i) {
      (*opened)->Record({Pay(names + std::to_string(i), "X01", 1)});
      (*opened)->book->CatchUp();
    }
    ASSERT_TRUE((*opened)->book->FollowHistory().ok());
    ASSERT_TRUE(
        store::WriteDurableMark(DurableMarkOf(where), {(*opened)->book->DurableTip().position, {}})
            .ok());
  };
  const std::string copy = temp.Sub("copy");
  go_on(copy, "copy", 5);
  go_on(path, "own", 2);
  files = ReadFolder(path);
  const Files own = files;
  for (const std::string part : {"derived", "ids"}) {
    files = own;
    CopyHere(part, ReadFolder(copy));
    EXPECT_THAT(Findings(), ElementsAre(StartsWith(part + ", event 30")));
    EXPECT_TRUE(OnDisk::Open(path).ok()) << "the others know this log";
    EXPECT_THAT(FindingsOf(path), IsEmpty());
  }
}

}  // namespace
}  // namespace outturn::app
