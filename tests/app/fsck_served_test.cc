// A book in service, examined: whatever is wrong is found and named, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "services/app/data_folder.h"
#include "services/app/derived/keys.h"
#include "services/app/fsck/served.h"
#include "services/app/proofs/signing_key.h"
#include "services/wire/codec.h"
#include "store/kept/durable_mark.h"
#include "store/kept/note_file.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const core::LedgerId kLedger{"101001", 2024};

class FsckServed : public testing::Test {
 protected:
  FsckServed() {
    world.Record(Beginnings(1'000));
    world.Record({OpenLedger("l2", "202002")});
    for (int i = 0; i < 6; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 1)});
  }
  void OpenProofs() {
    ASSERT_TRUE(store::ReplaceFile(folder.Sub("BOOK"), "431200\n").ok());
    ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(folder.Sub("")), {1, {}}).ok());
    proofs = Proofs::Open({*world.book, ProofFiles(folder.Sub("")), {}, {}}).value();
  }
  void Reopen() {
    proofs.reset();
    ASSERT_TRUE(world.Reopen().ok());
  }
  // An event that is another, in a record that is sound; each record here has one.
  void Forge(core::Position position, const std::function<void(core::Event&)>& change) {
    const auto forge = [&](core::Position, std::string_view bytes) {
      core::Event event = *wire::DecodeEvent(bytes);
      change(event);
      forged = wire::EncodeEvent(event);
      return true;
    };
    ASSERT_TRUE(world.book->Visit(nullptr, position, position, forge).ok());
    const std::string_view group = forged;
    world.disk->Forge(position, {&group, 1});
  }
  // What was found; of each cause the first also told as it was found.
  std::vector<std::string> Findings() {
    Comparison comparison(*world.book);
    std::vector<std::string> told;
    const FsckListener listener{
        [](FsckStage, uint64_t, uint64_t) { return true; },
        [&](const Finding& finding) { told.push_back(finding.ToString()); }};
    const auto examined = ExamineServed({*world.book, comparison, proofs.get()}, listener);
    EXPECT_TRUE(examined.has_value());
    last = *examined;
    std::vector<std::string> findings;
    std::vector<std::string> firsts;
    for (const Finding& finding : examined->findings) {
      findings.push_back(finding.ToString());
      firsts.push_back(Finding{finding.of, finding.position, finding.what}.ToString());
    }
    EXPECT_THAT(told, testing::UnorderedElementsAreArray(firsts));
    return findings;
  }

  store::TempFolder folder;
  World world;
  std::unique_ptr<Proofs> proofs;
  Examined last;
  std::string forged;
};

TEST_F(FsckServed, FindsNothingInAHealthyBook) {
  EXPECT_THAT(Findings(), IsEmpty());
  EXPECT_EQ(last.events, 11u);
  EXPECT_EQ(last.ledgers, 2u);
  EXPECT_EQ(last.root, *world.book->RootAt(11));
  OpenProofs();
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  world.Record({Pay("p9", "X01", 1)});
  EXPECT_THAT(Findings(), IsEmpty());
  EXPECT_EQ(last.events, 12u);
}

TEST_F(FsckServed, FindsNothingInAnEmptyBook) {
  World empty;
  Comparison comparison(*empty.book);
  const FsckListener listener{[](FsckStage, uint64_t, uint64_t) { return true; },
                              [](const Finding&) {}};
  const auto examined = ExamineServed({*empty.book, comparison}, listener);
  ASSERT_TRUE(examined.has_value());
  EXPECT_EQ(examined->events, 0u);
  EXPECT_THAT(examined->findings, IsEmpty());
}

TEST_F(FsckServed, NamesTheDamagedEvent) {
  world.disk->FlipBit(7, 40);
  const auto findings = Findings();
  ASSERT_FALSE(findings.empty());
  EXPECT_THAT(findings[0], HasSubstr("log, event 7"));
  EXPECT_THAT(findings[0], HasSubstr("an event of ledger 101001/2024"));
}

TEST_F(FsckServed, NamesEveryDamagedEventOfTheLogAndReadsOnBehindIt) {
  const std::string_view none = "none";
  for (const core::Position position : {6u, 7u, 10u}) world.disk->FlipBit(position, 40);
  world.disk->Forge(9, {&none, 1});
  const std::string mismatch = ": record checksum mismatch; an event of ledger 101001/2024";
  EXPECT_THAT(Findings(),
              ElementsAre("log, event 6" + mismatch + "; read on from event 8",
                          "log, event 9: no event this program knows; an event of ledger "
                          "101001/2024",
                          "log, event 10" + mismatch + "; read on from event 11",
                          HasSubstr("log, event 6: ledger 101001/2024: ")));
  EXPECT_EQ(last.events, 5u) << "that could be folded";
  EXPECT_EQ(last.more, 0u);
}

TEST_F(FsckServed, CountsWhatItFindsBehindTheFirstHundred) {
  for (int i = 0; i < 210; ++i) world.Record({Pay("q" + std::to_string(i), "X01", 1)});
  for (core::Position position = 12; position < 221; position += 2) {
    world.disk->FlipBit(position, 40);
  }
  EXPECT_EQ(Findings().size(), 100u);
  EXPECT_EQ(last.more, 6u) << "105 events, and the ledger that cannot be folded";
}

TEST_F(FsckServed, ComparesTheTilesItAnswersFromAndThoseOnTheDisk) {
  for (int i = 0; i < 600; ++i) world.Record({Pay("q" + std::to_string(i), "X01", 1)});
  OpenProofs();
  proofs->CatchUp();
  EXPECT_THAT(Findings(), IsEmpty());
  const std::string file = folder.Sub("tiles");
  const std::string tiles = *store::ReadFile(file);
  ASSERT_EQ(tiles.size(), 64u);
  const auto with = [&](const std::string& content) {
    EXPECT_TRUE(store::ReplaceFile(file, content).ok());
    return Findings();
  };
  std::string other = tiles;
  other[40] ^= 1;
  EXPECT_THAT(with(other), ElementsAre("tiles, event 512: the file has another root of tile 1 than "
                                       "the server answers from"));
  EXPECT_THAT(with(tiles + tiles), ElementsAre(HasSubstr("tiles, event 768: ")));
  EXPECT_THAT(with(tiles.substr(0, 40)), ElementsAre("tiles: the file ends within a root"));
  EXPECT_THAT(with(tiles.substr(0, 32)), IsEmpty()) << "the next start goes on from there";
  ASSERT_TRUE(store::RemoveFile(file).ok());
  EXPECT_THAT(Findings(), ElementsAre(testing::AllOf(testing::StartsWith("tiles: "),
                                                     HasSubstr("tiles: is missing"),
                                                     HasSubstr("the next start makes it anew"))));
}

TEST_F(FsckServed, NamesTilesThatAreNotOfTheLog) {
  for (int i = 0; i < 300; ++i) world.Record({Pay("q" + std::to_string(i), "X01", 1)});
  OpenProofs();
  proofs->CatchUp();
  Forge(8, [](core::Event& event) { event.command.header.actor = "somebody else"; });
  EXPECT_THAT(Findings(), testing::IsSupersetOf(
                              {"tiles, event 256: the root of tile 0 is not of the log's events",
                               "resident, event 311: the root carried along is not the log's"}));
}

TEST_F(FsckServed, NamesAnIdThatIsNotInTheIndex) {
  ASSERT_TRUE(world.ids->Wipe().ok());
  EXPECT_THAT(Findings(),
              ElementsAre("ids, events 1 to 11, 11 in all: its id is not in the index"));
}

TEST_F(FsckServed, NamesALedgerWhosePositionsAreWrong) {
  const auto positions_are = [&](const std::vector<core::Position>& positions) {
    ASSERT_TRUE(world.book->FollowHistory().ok());
    const store::Change change{LedgerPrefix(kLedger) + BigEndian(11), Packed(positions)};
    ASSERT_TRUE(world.state->Apply({&change, 1}, world.state->Reached()).ok());
  };
  Reopen();
  positions_are({2, 3, 4, 6, 7, 8, 10, 11});  // without one
  EXPECT_THAT(Findings(), ElementsAre("derived, event 9: the positions of ledger 101001/2024"));
  positions_are({2, 3, 4, 5, 6, 7, 8, 9, 10, 11});  // with another ledger's
  EXPECT_THAT(Findings(), ElementsAre("derived, event 5: the positions of ledger 101001/2024"));
  positions_are({2, 3, 4, 6, 7, 8, 9, 10});  // the last one
  EXPECT_THAT(Findings(), ElementsAre("derived, event 11: the positions of ledger 101001/2024"));
  positions_are({2, 3, 4, 6, 7, 8, 9, 10, 11});
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(FsckServed, NamesAnEventThatIsNotFitToBeTheNext) {
  Forge(8, [](core::Event& event) { event.recorded_at = core::Instant(1); });
  EXPECT_THAT(Findings(), testing::Contains("log, event 8: recorded before its predecessor; an "
                                            "event of ledger 101001/2024"));
}

TEST_F(FsckServed, NamesAnEventWhoseAnswerIsOfAnotherVersion) {
  Forge(8, [](core::Event& event) { event.outcome.ledger_version = 7; });
  EXPECT_THAT(Findings(), testing::Contains("log, event 8: of ledger 101001/2024: its answer says "
                                            "version 7, it made version 6"));
}

TEST_F(FsckServed, NamesACheckpointOfAnotherHistory) {
  OpenProofs();
  const store::SigningKey key = OpenSigningKey(folder.Sub("key"), "431200", std::nullopt).value();
  proofs.reset();
  {
    auto notes = store::NoteFile::Open(folder.Sub("checkpoints"));
    const store::Checkpoint other{"outturn/431200", 5, store::LeafHash("another history")};
    ASSERT_TRUE(notes->Append(store::Note::Sign(other.ToString(), key)).ok());
    const store::Checkpoint good{"outturn/431200", 11, *world.book->RootAt(11)};
    ASSERT_TRUE(notes->Append(store::Note::Sign(good.ToString(), key)).ok());
  }
  OpenProofs();  // looks at the newest only
  EXPECT_THAT(Findings(),
              ElementsAre("checkpoint, event 5: forked: it was signed of another history"));
}

// What the server answers from is sound; what the next start would begin from is not.
TEST_F(FsckServed, NamesEachFileOnTheDiskThatIsNotWhatIsInMemory) {
  OpenProofs();
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  world.Record({Pay("p9", "X01", 1)});
  ASSERT_TRUE(proofs->NewestCheckpoint().ok());
  ASSERT_THAT(Findings(), IsEmpty());
  const auto with = [&](const char* name, const std::function<std::string(std::string)>& change) {
    const std::string file = folder.Sub(name);
    const std::string content = *store::ReadFile(file);
    const std::string changed = change(content);
    EXPECT_TRUE(changed.empty() ? store::RemoveFile(file).ok()
                                : store::ReplaceFile(file, changed).ok());
    chmod(folder.Sub("key").c_str(), 0600);
    const auto findings = Findings();
    EXPECT_TRUE(store::ReplaceFile(file, content).ok());
    chmod(folder.Sub("key").c_str(), 0600);
    return findings;
  };
  const auto removed = [](const std::string&) { return std::string(); };
  const auto flipped = [](std::string content) {
    content[content.size() / 2] ^= 1;
    return content;
  };
  const auto names = [&](const char* part, const char* file, const char* what) {
    return ElementsAre(testing::AllOf(testing::StartsWith(part), HasSubstr(folder.Sub("/") + file),
                                      HasSubstr(what)));
  };
  EXPECT_THAT(with("checkpoints", flipped), names("checkpoint-file: ", "checkpoints: ", "damaged"));
  EXPECT_THAT(with("checkpoints", removed),
              names("checkpoint-file: ", "checkpoints: ", "end is lost"));
  EXPECT_THAT(with("checkpoint-names", flipped),
              names("checkpoint-file: ", "checkpoint-names: ", "damaged"));
  EXPECT_THAT(with("checkpoints.sum", flipped), names("sum: ", "checkpoints.sum: ", "damaged"));
  EXPECT_THAT(with("checkpoint-names.sum", removed),
              names("sum: ", "checkpoint-names.sum: ", "missing"));
  EXPECT_THAT(with("key", removed), names("key: ", "key: ", "there is no signing key"));
  EXPECT_THAT(with("key", flipped), names("key: ", "key", ""));
  EXPECT_THAT(with("BOOK", removed), names("book: ", "BOOK: ", ""));
  const auto other = store::SigningKey::Generate("outturn/431200", store::KeyKind::kEd25519);
  EXPECT_THAT(with("key", [&](const std::string&) { return other->ToPem(); }),
              names("key: ", "key: ", "another book's key"));
  EXPECT_THAT(Findings(), IsEmpty());
}

// Whoever removes a file with its checksum, or puts a shorter one in its place with the right one,
// leaves no trace in the folder.
TEST_F(FsckServed, NamesCheckpointsAndNamesThatAreInNoFileAnyMore) {
  OpenProofs();
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  for (const char* name : {"checkpoints", "checkpoint-names"}) {
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name)).ok());
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name) + ".sum").ok());
  }
  // Of each file once: that its sum is gone, too, is of the same cause.
  EXPECT_THAT(Findings(),
              ElementsAre(testing::AllOf(testing::StartsWith("checkpoint-file, "),
                                         HasSubstr("checkpoints: the "
                                                   "checkpoint of so many events was handed out")),
                          HasSubstr("checkpoint-names: the name june was given")));
  world.Record({Pay("p9", "X01", 1)});
  ASSERT_TRUE(proofs->NewestCheckpoint().ok());
  ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoints")).ok());
  ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoints.sum")).ok());
  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("2 checkpoints were handed out and are not in it"),
                                      HasSubstr("checkpoint-names: the name june was given")));
}

TEST_F(FsckServed, NamesALedgerThatIsNotWhatItsEventsMake) {
  ChangeSnapshot(world, kLedger,
                 [](core::LedgerState& ledger) { ledger.turnover += core::Fen(1); });
  Reopen();
  EXPECT_THAT(
      Findings(),
      ElementsAre("resident, event 11: ledger 101001/2024: turnover is not what its events make"));
}

TEST_F(FsckServed, NamesALedgerWithoutItsLastEvent) {
  const core::LedgerState before = world.state_now().ledgers.at(kLedger);
  world.Record({Pay("last", "X01", 7)});
  ChangeSnapshot(world, kLedger, [&](core::LedgerState& ledger) { ledger = before; });
  Reopen();
  EXPECT_THAT(
      Findings(),
      ElementsAre("resident, event 12: ledger 101001/2024: version is not what its events make"));
}

TEST_F(FsckServed, NamesALedgerThatIsNotInMemory) {
  ChangeSnapshotHead(world, [](SnapshotHead& head) { std::erase(head.ledgers, kLedger); });
  Reopen();
  EXPECT_THAT(
      Findings(),
      ElementsAre("resident, event 11: ledger 101001/2024: is not there, but its events are"));
  EXPECT_EQ(last.ledgers, 2u);
}

TEST_F(FsckServed, NamesARuleSetThatIsNotTheOneAdopted) {
  ChangeSnapshotHead(world, [](SnapshotHead& head) {
    head.policies.at({"test", 1}).score_decimals = 1;
    head.policies[{"strange", 1}] = {};
  });
  Reopen();
  EXPECT_THAT(Findings(), ElementsAre("resident: rule set test@1 is not the one adopted",
                                      "resident: rule set strange@1 was never adopted"));
  ChangeSnapshotHead(world, [](SnapshotHead& head) { head.policies.clear(); });
  Reopen();
  EXPECT_THAT(Findings(), ElementsAre("resident: rule set test@1 is missing"));
}

TEST_F(FsckServed, TellsHowFarItIsAndMayBeGivenUp) {
  Comparison comparison(*world.book);
  std::vector<std::string> stages;
  const auto examine = [&](size_t most) {
    stages.clear();
    const FsckListener listener{
        [&](FsckStage stage, uint64_t done, uint64_t of) {
          stages.push_back((stage == FsckStage::kEvents ? "events " : "ledgers ") +
                           std::to_string(done) + "/" + std::to_string(of));
          return stages.size() < most;
        },
        [](const Finding&) {}};
    return ExamineServed({*world.book, comparison}, listener).has_value();
  };
  EXPECT_TRUE(examine(99));
  EXPECT_THAT(stages, ElementsAre("events 0/11", "ledgers 0/2", "ledgers 1/2", "ledgers 2/2"));
  EXPECT_FALSE(examine(1));
  EXPECT_FALSE(examine(2));
}

}  // namespace
}  // namespace outturn::app
