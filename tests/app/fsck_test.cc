// Whatever is wrong in a data folder is found and told by its place.
#include "services/app/fsck/fsck.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/app/derived/keys.h"
#include "services/app/fsck/kept_files.h"
#include "services/app/proofs/proofs.h"
#include "services/wire/codec.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Fsck : public testing::Test {
 protected:
  Fsck() {
    world.Record(Beginnings(1'000));
    world.Record({OpenLedger("l2", "202002")});
    for (int i = 0; i < 6; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 1)});
    world.book.reset();
  }

  std::vector<std::string> Findings() {
    auto log = store::MemoryEventLog::Open(world.disk);
    EXPECT_TRUE(log.ok());
    const auto examined =
        Examine(**log, Tables(), *world.state, *world.ids, [](core::Position, core::Position) {});
    std::vector<std::string> told;
    for (const Finding& finding : examined.findings) told.push_back(finding.ToString());
    return told;
  }
  void Put(const std::string& key, const std::string& value) {
    const store::Change change{key, value};
    ASSERT_TRUE(world.state->Apply({&change, 1}, world.state->Reached()).ok());
  }

  World world;
};

TEST_F(Fsck, FindsNothingInAHealthyFolder) { EXPECT_THAT(Findings(), IsEmpty()); }

TEST_F(Fsck, NamesTheDamagedEvent) {
  world.disk->FlipBit(7, 40);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("log, event 7")));
}

TEST_F(Fsck, NamesEveryDamagedEventOfTheLog) {
  {
    auto log = store::MemoryEventLog::Open(world.disk).value();
    const auto cursor = log->Read(11);
    ASSERT_TRUE(cursor->Next());
    core::Event event = *wire::DecodeEvent(cursor->event());
    std::vector<std::string> bytes;
    for (event.position = 12; event.position <= 15; ++event.position) {
      bytes.push_back(wire::EncodeEvent(event));
    }
    const store::Epoch epoch = log->SealedEpoch() + 1;
    ASSERT_TRUE(log->Seal(epoch).ok());
    const std::vector<std::string_view> group{bytes[0], bytes[1], bytes[2]};
    const std::string_view alone = bytes[3];
    ASSERT_TRUE(log->Append(epoch, 12, group).ok());
    ASSERT_TRUE(log->Append(epoch, 15, {&alone, 1}).ok());
  }
  for (const core::Position position : {6u, 8u, 12u}) world.disk->FlipBit(position, 40);
  EXPECT_THAT(Findings(),
              ElementsAre("log, event 6: record checksum mismatch; an event of ledger "
                          "101001/2024; read on from event 7",
                          "log, event 8: record checksum mismatch; an event of ledger "
                          "101001/2024; read on from event 9",
                          "log, event 12: record checksum mismatch; read on from event 15"));
}

TEST_F(Fsck, NamesAnEventThatIsNoneBehindDamage) {
  const std::string_view none = "none";
  world.disk->FlipBit(6, 40);
  world.disk->Forge(9, {&none, 1});
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("log, event 6: "),
                                      HasSubstr("log, event 9: no event this program knows")));
}

TEST_F(Fsck, CountsWhatItFindsBehindTheFirstHundred) {
  ASSERT_TRUE(world.Reopen().ok());
  for (int i = 0; i < 210; ++i) world.Record({Pay("q" + std::to_string(i), "X01", 1)});
  world.book.reset();
  for (core::Position position = 12; position < 221; position += 2) {
    world.disk->FlipBit(position, 40);
  }
  const auto log = store::MemoryEventLog::Open(world.disk);
  const auto examined =
      Examine(**log, Tables(), *world.state, *world.ids, [](core::Position, core::Position) {});
  EXPECT_EQ(examined.findings.size(), 100u);
  EXPECT_EQ(examined.more, 5u);
}

TEST(FsckFindings, KeepTheLogsThoughOthersFilledTheListBefore) {
  const auto fill = [](Findings& findings) {
    for (int i = 0; i < 150; ++i) {
      findings.Find(Finding::Of::kHistory, 0, "run " + std::to_string(i));
      if (i < 120) findings.Find(Finding::Of::kKey, 0, "key " + std::to_string(i));
    }
  };
  Findings findings;
  fill(findings);
  findings.Find(Finding::Of::kLog, 5, "lost");
  Examined examined;
  findings.MoveTo(examined);
  ASSERT_EQ(examined.findings.size(), kMostFindings);
  EXPECT_EQ(examined.findings.front().ToString(), "log, event 5: lost");
  EXPECT_EQ(examined.more, 171u);
  Findings dropped;
  fill(dropped);
  dropped.DropDerived();
  dropped.MoveTo(examined);
  EXPECT_EQ(examined.findings.size(), 50u);
  EXPECT_EQ(examined.more, 70u) << "what is left out is not counted either";
}

TEST_F(Fsck, NamesWhatTheLogLost) {
  world.disk->RemoveRecord(11);
  EXPECT_THAT(Findings(),
              ElementsAre(AllOf(HasSubstr("log, event 11: the log ends at event 10, but event 11 "
                                          "was durable (derived 11, ids 11): its end is lost"),
                                testing::Not(HasSubstr("checkpoints")))));
}

TEST_F(Fsck, NamesAnIdThatIsNotInTheIndex) {
  world.ids = store::NewMemoryIdIndex();
  world.ids->Add(1, 11);
  ASSERT_TRUE(world.ids->WriteBehind(true).ok());
  EXPECT_THAT(Findings(),
              ElementsAre("ids, events 1 to 11, 11 in all: its id is not in the index"));
}

TEST_F(Fsck, DoesNotCallTheLogAnothersForIdsThatAreNotInTheIndexAlone) {
  world.state = std::make_shared<store::MemoryStateStore>();
  world.ids = store::NewMemoryIdIndex();
  world.ids->Add(1, 11);
  ASSERT_TRUE(world.ids->WriteBehind(true).ok());
  EXPECT_THAT(Findings(),
              ElementsAre("ids, events 1 to 11, 11 in all: its id is not in the index"));
}

// What is derived of it would be a hundred findings, and none of them the cause.
TEST_F(Fsck, NamesAnotherBooksLogAndNotWhatWasDerivedOfThisOnes) {
  World other;
  other.Record(Beginnings(1'000));
  for (int i = 0; i < 7; ++i) other.Record({Pay("q" + std::to_string(i), "X01", 1)});
  other.book.reset();
  std::swap(world.disk, other.disk);
  // The events that begin a book are known by the same ids.
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("log, event 5: is another event than was recorded "
                                                "here (derived 11, ids 11): the log is another "
                                                "book's")));
  world.disk->RemoveRecord(11);
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("log, event 5: is another event than was recorded "
                                                "here (ids 11, derived 11)")))
      << "also where it ends before";
}

TEST_F(Fsck, NamesALedgerWhosePositionsAreWrong) {
  Put(LedgerPrefix({"101001", 2024}) + BigEndian(11), Packed({2, 3, 4, 6, 7, 8, 9, 11}));
  EXPECT_THAT(Findings(), ElementsAre("derived: the positions of ledger 101001/2024"));
}

TEST_F(Fsck, NamesAFrontierOfAnotherHistory) {
  store::Frontier other;
  for (int i = 0; i < 11; ++i) other.Append(store::Hash{});
  Put(FrontierKey(11), other.Serialise());
  EXPECT_THAT(Findings(),
              ElementsAre("derived, event 11: a Merkle frontier that is not the log's"));
}

TEST_F(Fsck, NamesASnapshotThatIsNotWhatTheEventsMake) {
  const std::string key = SnapshotKey({"101001", 2024});
  std::string bytes = *world.state->Get(key);
  World richer;
  richer.Record(Beginnings(2'000));
  richer.Record({OpenLedger("l2", "202002")});
  for (int i = 0; i < 6; ++i) richer.Record({Pay("p" + std::to_string(i), "X01", 1)});
  richer.book.reset();
  Put(key, *richer.state->Get(key));
  EXPECT_THAT(Findings(), ElementsAre("snapshot, event 11: of 101001/2024 is not what was folded"));
}

TEST_F(Fsck, ComparesEveryCheckpointEverHandedOutWithTheLog) {
  const auto key = store::SigningKey::Generate("outturn/431200", {}).value();
  const auto stranger = store::SigningKey::Generate("outturn/431200", {}).value();
  const auto note = [](uint64_t size, const store::Hash& root, const store::SigningKey& by,
                       const std::string& origin = "outturn/431200") {
    return store::Note::Sign(store::Checkpoint{origin, size, root}.ToString(), by);
  };
  ASSERT_TRUE(world.Reopen().ok());
  const store::Hash root_5 = *world.book->RootAt(5);
  const store::Hash root_11 = *world.book->RootAt(11);
  world.book.reset();
  const SignedCheckpoints good{key.verifier(),
                               {note(0, store::Frontier().Root(), key), note(5, root_5, key),
                                note(5, root_5, key), note(11, root_11, key)}};
  const SignedCheckpoints bad{
      key.verifier(),
      {note(5, root_11, key), note(11, root_11, stranger), note(12, root_11, key),
       note(11, root_11, key, "outturn/430100"), note(11, root_11, key)}};
  auto log = store::MemoryEventLog::Open(world.disk);
  const auto told = [&](const SignedCheckpoints& signed_by) {
    const auto examined = Examine(**log, Tables(), *world.state, *world.ids,
                                  [](core::Position, core::Position) {}, {.signed_by = &signed_by});
    std::vector<std::string> findings;
    for (const Finding& finding : examined.findings) findings.push_back(finding.ToString());
    return findings;
  };
  EXPECT_THAT(told(good), IsEmpty());
  EXPECT_THAT(told(bad), ElementsAre(HasSubstr("event 12 was durable (checkpoints 12)"),
                                     "checkpoint, event 11: not signed by this book's key",
                                     HasSubstr("checkpoint, event 11: of outturn/430100"),
                                     HasSubstr("checkpoint, event 5: forked")));
}

TEST_F(Fsck, KnowsACheckpointByItsNameOnlyWhereItWasHandedOut) {
  const auto key = store::SigningKey::Generate("outturn/431200", {}).value();
  ASSERT_TRUE(world.Reopen().ok());
  const store::Hash root = *world.book->RootAt(5);
  const store::Hash other = *world.book->RootAt(6);
  world.book.reset();
  const SignedCheckpoints named{
      key.verifier(),
      {store::Note::Sign(store::Checkpoint{"outturn/431200", 5, root}.ToString(), key)},
      {{"june", 5, root}, {"moved", 5, other}, {"never", 6, other}}};
  const auto log = store::MemoryEventLog::Open(world.disk);
  std::vector<std::string> findings;
  const auto examined = Examine(**log, Tables(), *world.state, *world.ids,
                                [](core::Position, core::Position) {}, {.signed_by = &named});
  for (const Finding& finding : examined.findings) findings.push_back(finding.ToString());
  EXPECT_THAT(findings,
              ElementsAre("checkpoint, event 5: the name moved is of none that was handed out",
                          "checkpoint, event 6: the name never is of none that was handed out"));
}

TEST_F(Fsck, ReadsTheCheckpointsOfAFolder) {
  const store::TempFolder folder;
  ASSERT_TRUE(store::ReplaceFile(folder.Sub("BOOK"), "431200\n").ok());
  EXPECT_FALSE(ReadKeptFiles(folder.Sub(""), "431200").Signed().has_value());
  ASSERT_TRUE(world.Reopen().ok());
  {
    auto proofs = Proofs::Open({*world.book, ProofFiles(folder.Sub("")), {}, {}}).value();
    ASSERT_TRUE(proofs->NewestCheckpoint().ok());
    ASSERT_TRUE(proofs->NameCheckpoint("june", 11).ok());
  }
  const KeptFiles kept = ReadKeptFiles(folder.Sub(""), "431200");
  EXPECT_TRUE(kept.findings.empty());
  const auto read = kept.Signed();
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->notes.size(), 1u);
  ASSERT_EQ(read->names.size(), 1u);
  EXPECT_EQ(read->names[0].name, "june");
  ASSERT_TRUE(store::RemoveFile(folder.Sub("key")).ok());
  const KeptFiles without = ReadKeptFiles(folder.Sub(""), "431200");
  EXPECT_FALSE(without.Signed().has_value());
  ASSERT_EQ(without.findings.size(), 1u);
  EXPECT_THAT(without.findings[0].ToString(), HasSubstr("/key: there is no signing key"));
}

}  // namespace
}  // namespace outturn::app
