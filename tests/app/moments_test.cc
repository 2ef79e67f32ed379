// As it was known when: positions, instants, and checkpoints by whatever people call them.
#include "services/app/questions/moments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/app/proofs/signing_key.h"
#include "store/kept/note_file.h"
#include "store/tree/base64.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Hex(const store::Hash& hash) {
  std::string text;
  for (const uint8_t byte : hash) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

// Checkpoints of 4 and of 6 events; the first is called filing-2024.
class MomentsTest : public testing::Test {
 protected:
  MomentsTest() {
    world.Record(Beginnings(100'000));
    OpenProofs();
    june = proofs->NameCheckpoint("filing-2024", 0)->note.ToString();
    world.Record({Pay("p1", "X01", 1), Pay("p2", "X01", 1)});
    july = proofs->NewestCheckpoint()->ToString();
    world.Record({Pay("p3", "X01", 1)});
  }
  void OpenProofs() {
    moments.reset();
    proofs.reset();
    proofs = Proofs::Open({*world.book, ProofFiles(folder.Sub("")), {}, {}}).value();
    moments.emplace(*world.book, proofs.get());
  }
  std::string Of(const std::string& said) {
    const auto position = moments->OfCheckpoint(said);
    return position.ok() ? std::to_string(*position) : position.trouble().reason;
  }
  // Another history signed by the book's own key.
  std::string Forged(uint64_t size, const store::SigningKey& key,
                     const std::string& origin = "outturn/431200") {
    return store::Note::Sign(
               store::Checkpoint{origin, size, store::LeafHash("another history")}.ToString(), key)
        .ToString();
  }
  store::SigningKey Key() {
    return OpenSigningKey(folder.Sub("key"), "431200", std::nullopt).value();
  }

  store::TempFolder folder;
  World world;
  std::unique_ptr<Proofs> proofs;
  std::optional<Moments> moments;
  std::string june;
  std::string july;
};

TEST_F(MomentsTest, FindACheckpointByNameSizeRootOrNote) {
  const store::Hash root = *world.book->RootAt(4);
  EXPECT_EQ(Of("filing-2024"), "4");
  EXPECT_EQ(Of("4"), "4");
  EXPECT_EQ(Of("6"), "6");
  EXPECT_EQ(Of(Hex(root)), "4");
  EXPECT_EQ(Of(store::Base64(std::string(root.begin(), root.end()))), "4");
  EXPECT_EQ(Of(june), "4");
  EXPECT_EQ(Of(july), "6");
}

TEST_F(MomentsTest, StillFindItAfterARestart) {
  OpenProofs();
  EXPECT_EQ(Of("filing-2024"), "4");
}

TEST_F(MomentsTest, KnowOnlyWhatWasHandedOut) {
  EXPECT_EQ(Of("5"), "CHECKPOINT_NOT_FOUND");
  EXPECT_EQ(Of("filing-2025"), "CHECKPOINT_NOT_FOUND");
  EXPECT_EQ(Of(Hex(*world.book->RootAt(5))), "CHECKPOINT_NOT_FOUND");
  EXPECT_THAT(moments->OfCheckpoint("filing2024").trouble().words.en, HasSubstr("filing-2024"))
      << "names that are near";
  EXPECT_EQ(Moments(*world.book).OfCheckpoint("filing-2024").trouble().reason,
            "CHECKPOINT_NOT_FOUND");
}

TEST_F(MomentsTest, CompareANoteSomebodyKeptWithTheLog) {
  EXPECT_EQ(Of("no note\n"), "CHECKPOINT_UNREADABLE");
  EXPECT_EQ(Of(Forged(4, Key())), "CHECKPOINT_FORKED");
  EXPECT_EQ(Of(Forged(5, Key())), "CHECKPOINT_FORKED") << "though none of 5 was handed out";
  EXPECT_EQ(Of(Forged(99, Key())), "CHECKPOINT_FORKED") << "beyond the end of the log";
  const auto stranger = store::SigningKey::Generate("outturn/431200", {}).value();
  EXPECT_EQ(Of(Forged(4, stranger)), "CHECKPOINT_OF_ANOTHER_KEY");
  const auto other = store::SigningKey::Generate("outturn/430100", {}).value();
  EXPECT_EQ(Of(Forged(4, other, "outturn/430100")), "CHECKPOINT_OF_ANOTHER_BOOK");
  std::string changed = june;
  changed[changed.find('\n') + 1] = '5';
  EXPECT_EQ(Of(changed), "CHECKPOINT_CHANGED") << "the signature is of another text";
}

// The clock says 2024-07-15, noon in China.
TEST_F(MomentsTest, TakeTheEndOfTodayForNow) {
  const int64_t hour = 3'600'000'000;
  const int64_t end_of_today = ManualClock::kStart + 12 * hour - 1;
  const auto of = [&](int64_t microseconds) {
    const auto moment = moments->At(core::Instant(microseconds));
    return moment.ok() ? std::to_string(moment->position) : moment.trouble().reason;
  };
  EXPECT_EQ(of(ManualClock::kStart + hour), "AHEAD_OF_NOW");
  EXPECT_EQ(of(end_of_today), "7");
  EXPECT_EQ(of(end_of_today - 24 * hour), "BEFORE_THE_BOOK");
  EXPECT_EQ(of(end_of_today - 1), "AHEAD_OF_NOW");
  EXPECT_EQ(of(ManualClock::kStart + 999'999), "7") << "the end of this second";
  EXPECT_EQ(of(ManualClock::kStart + 999'998), "AHEAD_OF_NOW");
  EXPECT_EQ(of(ManualClock::kStart + 1'999'999), "AHEAD_OF_NOW");
  EXPECT_EQ(of(end_of_today + 1), "AHEAD_OF_NOW");
  EXPECT_EQ(of(end_of_today + 24 * hour), "AHEAD_OF_NOW") << "the end of tomorrow";
  world.clock.Set(end_of_today + 1);
  world.Record({Pay("p4", "X01", 1)});
  EXPECT_EQ(of(end_of_today), "7");
  EXPECT_EQ(of(end_of_today + 24 * hour), "8");
}

TEST_F(MomentsTest, AnswerInstantsBesideTheCalendar) {
  const auto of = [&](int64_t microseconds) { return moments->At(core::Instant(microseconds)); };
  for (const int64_t far : {INT64_MAX, INT64_MAX - 1, int64_t{32'503'680'000'000'000}}) {
    EXPECT_EQ(of(far).trouble().reason, "AHEAD_OF_NOW") << far;
  }
  for (const int64_t early : {INT64_MIN, int64_t{-2'208'988'800'000'001}}) {
    EXPECT_EQ(of(early).trouble().reason, "BEFORE_THE_BOOK") << early;
  }
}

TEST_F(MomentsTest, GiveANameOnceAndForGood) {
  const auto reason = [&](const std::string& name, uint64_t size) {
    const auto note = proofs->NameCheckpoint(name, size);
    return note.ok() ? note->note.ToString() + (note->already ? "already" : "")
                     : note.trouble().reason;
  };
  const size_t before = proofs->EverHandedOut().notes.size();
  EXPECT_EQ(reason("filing-2024", 0), "CHECKPOINT_NAME_TAKEN") << "the book has grown";
  EXPECT_EQ(proofs->EverHandedOut().notes.size(), before) << "nothing is signed for that";
  EXPECT_THAT(proofs->NameCheckpoint("filing-2024", 0).trouble().words.en,
              testing::HasSubstr("already stands at position 4"));
  EXPECT_EQ(reason("filing-2024", 4), june + "already");
  EXPECT_EQ(reason("filing-2024", 6), "CHECKPOINT_NAME_TAKEN");
  const std::string now = reason("now", 0);
  EXPECT_EQ(reason("now", 0), now + "already");
  EXPECT_EQ(reason("2024", 4), "CHECKPOINT_NAME_WRONG");
  EXPECT_EQ(reason("five", 5), "CHECKPOINT_NOT_FOUND");
  EXPECT_EQ(reason("july", 6), july);
  EXPECT_EQ(reason("七月", 6), july);
  EXPECT_THAT(proofs->NamesOf(6), ElementsAre("july", "七月"));
  EXPECT_THAT(proofs->NamesOf(5), IsEmpty());
}

TEST_F(MomentsTest, ListWhatWasHandedOutTheNewestFirst) {
  (void)proofs->NewestCheckpoint();
  const auto sizes = [&](uint64_t below, size_t most, bool named) {
    std::vector<uint64_t> found;
    for (const store::Note& note : proofs->HandedOut(below, most, named)) {
      found.push_back(store::Checkpoint::Parse(note.text).value().size);
    }
    return found;
  };
  EXPECT_THAT(sizes(0, 10, false), ElementsAre(7, 6, 4));
  EXPECT_THAT(sizes(0, 2, false), ElementsAre(7, 6));
  EXPECT_THAT(sizes(6, 10, false), ElementsAre(4));
  EXPECT_THAT(sizes(0, 10, true), ElementsAre(4));
  EXPECT_THAT(sizes(4, 10, false), IsEmpty());
}

TEST_F(MomentsTest, KnowWhenAPositionWasRecorded) {
  const auto at = moments->At(core::Position{4});
  ASSERT_TRUE(at.ok());
  EXPECT_EQ(at->position, 4u);
  EXPECT_GE(at->recorded_at.microseconds(), ManualClock::kStart);
  EXPECT_EQ(moments->At(core::Position{8}).trouble().reason, "POSITION_BEYOND_TAIL");
  EXPECT_EQ(moments->At(core::Position{0}).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(MomentsTest, AreNotOfABookWithoutEvents) {
  World empty;
  const store::TempFolder other;
  const auto its = Proofs::Open({*empty.book, ProofFiles(other.Sub("")), {}, {}}).value();
  const std::string note = its->NewestCheckpoint()->ToString();
  EXPECT_EQ(Moments(*empty.book, its.get()).OfCheckpoint(note).trouble().reason, "BEFORE_THE_BOOK");
}

}  // namespace
}  // namespace outturn::app
