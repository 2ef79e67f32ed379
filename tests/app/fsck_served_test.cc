// A book in service, examined: whatever is wrong is found and named, and nothing else.
#include "services/app/fsck_served.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/app/archive.h"
#include "services/app/keys.h"
#include "services/app/signing_key.h"
#include "store/note_file.h"
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
    proofs = Proofs::Open({*world.book, ProofFiles(folder.Sub("")), {}, {}}).value();
  }
  void Reopen() {
    proofs.reset();
    ASSERT_TRUE(world.Reopen().ok());
  }
  // What was found, each also told as it was found.
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
    for (const Finding& finding : examined->findings) findings.push_back(finding.ToString());
    EXPECT_EQ(findings, told);
    return findings;
  }

  store::TempFolder folder;
  World world;
  std::unique_ptr<Proofs> proofs;
  Examined last;
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
}

TEST_F(FsckServed, NamesAnIdThatIsNotInTheIndex) {
  ASSERT_TRUE(world.ids->Wipe().ok());
  EXPECT_THAT(Findings(), testing::Contains("ids, event 5: its id is not in the index"));
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

TEST_F(FsckServed, NamesALedgerThatIsNotWhatItsEventsMake) {
  world.book.reset();
  const std::string key = SnapshotKey(kLedger);
  const std::string stored = *world.state->Get(key);
  ArchiveReader reader(stored);
  const uint64_t version = reader.Number();
  const uint64_t position = reader.Number();
  core::LedgerState ledger;
  reader.Get(ledger);
  ASSERT_TRUE(reader.good());
  ledger.turnover += core::Fen(1);
  std::string bytes;
  ArchiveWriter writer(bytes);
  writer.Number(version);
  writer.Number(position);
  writer.Put(ledger);
  const store::Change changed{key, bytes};
  ASSERT_TRUE(world.state->Apply({&changed, 1}, world.state->Reached()).ok());
  Reopen();
  EXPECT_THAT(
      Findings(),
      ElementsAre("resident, event 11: ledger 101001/2024: turnover is not what its events make"));
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
