#include "services/app/proofs/proofs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "services/app/data_folder.h"
#include "services/app/fsck/fsck.h"
#include "services/app/proofs/signing_key.h"
#include "store/file.h"
#include "store/kept/durable_mark.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::app {
namespace {

// A book with proofs, and a client that remembers checkpoints.
class ProofsTest : public testing::Test {
 protected:
  ProofsTest() { world.Record(Beginnings(100'000'000)); }

  store::Status OpenProofs(store::KeyKind kind = store::KeyKind::kEd25519) {
    proofs.reset();
    auto opened =
        Proofs::Open({*world.book, ProofFiles(folder.Sub("")), kind, {witness.verifier()}});
    if (opened.ok()) proofs = *std::move(opened);
    return opened.status();
  }
  void Pay(int count) {
    std::vector<core::Command> commands;
    for (int i = 0; i < count; ++i) {
      commands.push_back(app::Pay("p" + std::to_string(paid++), "X01", 1));
    }
    world.Record(commands);
  }
  static store::Checkpoint Of(const store::Note& note) {
    return store::Checkpoint::Parse(note.text).value();
  }
  store::Checkpoint Newest() {
    const auto note = proofs->NewestCheckpoint();
    EXPECT_TRUE(note->IsSignedBy(proofs->key()));
    return Of(*note);
  }

  store::TempFolder folder;
  World world;
  store::SigningKey witness =
      store::SigningKey::Generate("witness.example", store::KeyKind::kCosignature).value();
  std::unique_ptr<Proofs> proofs;
  int paid = 0;
};

TEST_F(ProofsTest, SignTheRootTheBookHas) {
  ASSERT_TRUE(OpenProofs().ok());
  EXPECT_EQ(Newest().origin, "outturn/431200");
  EXPECT_EQ(Newest().size, 4u);
  EXPECT_EQ(Newest().root, *world.book->RootAt(4));
  Pay(300);
  EXPECT_EQ(Newest().size, 304u);
  EXPECT_EQ(Newest().root, *world.book->RootAt(304));
}

TEST_F(ProofsTest, LeadFromEveryEventToTheCheckpoint) {
  ASSERT_TRUE(OpenProofs().ok());
  Pay(600);
  for (const core::Position position : {1u, 4u, 5u, 255u, 256u, 257u, 512u, 513u, 603u, 604u}) {
    const auto proof = proofs->ProveInclusion(position);
    ASSERT_TRUE(proof.ok()) << position;
    EXPECT_EQ(proof->size, 604u);
    const store::Checkpoint checkpoint = Of(proof->checkpoint);
    EXPECT_EQ(store::RootByInclusion(proof->leaf, position - 1, 604, proof->proof),
              checkpoint.root);
    EXPECT_EQ(store::LeafHash(proof->event), proof->leaf) << "the event comes with it";
  }
  const auto earlier = proofs->ProveInclusion(7, 300);
  ASSERT_TRUE(earlier.ok());
  EXPECT_TRUE(earlier->checkpoint.signatures.empty());
  EXPECT_EQ(store::RootByInclusion(earlier->leaf, 6, 300, earlier->proof),
            *world.book->RootAt(300));
  EXPECT_EQ(proofs->ProveInclusion(605).trouble().reason, "POSITION_BEYOND_TAIL");
  EXPECT_EQ(proofs->ProveInclusion(0).trouble().reason, "POSITION_BEYOND_TAIL");
  EXPECT_EQ(proofs->ProveInclusion(301, 300).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(ProofsTest, ShowThatOneCheckpointGrewFromAnother) {
  ASSERT_TRUE(OpenProofs().ok());
  const store::Checkpoint before = Newest();
  Pay(700);
  const store::Checkpoint after = Newest();
  const auto proof = proofs->ProveConsistency(before.size);
  ASSERT_TRUE(proof.ok());
  EXPECT_EQ(proof->to, after.size);
  EXPECT_TRUE(store::IsConsistent(before.size, before.root, after.size, after.root, proof->proof));
  EXPECT_EQ(proofs->ProveConsistency(9, 5).trouble().reason, "CHECKPOINTS_REVERSED");
  EXPECT_EQ(proofs->ProveConsistency(9, 5'000).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(ProofsTest, GoOnWithKeyCheckpointsAndTilesAfterARestart) {
  ASSERT_TRUE(OpenProofs().ok());
  Pay(600);
  (void)Newest();
  const std::string key = proofs->key().ToString();
  proofs->CatchUp();
  EXPECT_EQ(std::filesystem::file_size(folder.Sub("tiles")), 2 * 32u);
  proofs.reset();
  ASSERT_TRUE(world.Reopen().ok());
  ASSERT_TRUE(OpenProofs().ok());
  EXPECT_EQ(proofs->key().ToString(), key);
  EXPECT_TRUE(proofs->CheckpointOf(604).ok());
  EXPECT_EQ(proofs->CheckpointOf(603).trouble().reason, "CHECKPOINT_NOT_FOUND");
  EXPECT_NE(proofs->CheckpointOf(603).trouble().words.en.find("those nearest are of 604"),
            std::string::npos);
  struct stat about = {};
  ASSERT_EQ(stat(folder.Sub("key").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(ProofsTest, SayOfTheEventAskedForWhetherItIsTheOneThatCannotBeRead) {
  ASSERT_TRUE(OpenProofs().ok());
  for (int i = 0; i < 20; ++i) Pay(1);
  ASSERT_TRUE(proofs->NewestCheckpoint().ok());
  world.disk->FlipBit(7, 40);
  EXPECT_FALSE(world.book->LogDamage()) << "nobody met it";
  const auto beside = proofs->ProveInclusion(12, 0);
  ASSERT_FALSE(beside.ok());
  EXPECT_NE(beside.trouble().words.en.find(
                "corrupt at position 7: the proof of event 12 needs this one, too: record checksum "
                "mismatch"),
            std::string::npos)
      << beside.trouble().words.en;
  const auto itself = proofs->ProveInclusion(7, 0);
  ASSERT_FALSE(itself.ok());
  EXPECT_EQ(itself.trouble().words.en,
            "stored data cannot be read: corrupt at position 7: record checksum mismatch");
  ASSERT_TRUE(world.book->LogDamage());
  EXPECT_EQ(world.book->LogDamage()->position(), 7u);
}

TEST_F(ProofsTest, NoteTheDamageMetByWhoeverLooksAnEventUpByItsId) {
  const core::Command named = app::Pay("named", "X01", 1);
  world.Record({named});
  const core::Position position = world.position();
  world.disk->FlipBit(position, 40);
  ASSERT_FALSE(world.book->LogDamage());
  EXPECT_FALSE(world.book->FindId(named.header.ref).ok());
  ASSERT_TRUE(world.book->LogDamage());
  EXPECT_EQ(world.book->LogDamage()->position(), position);
}

TEST_F(ProofsTest, MakeTilesOfAnotherHistoryAnew) {
  ASSERT_TRUE(store::ReplaceFile(folder.Sub("tiles"), std::string(64, 'x')).ok());
  Pay(600);
  ASSERT_TRUE(OpenProofs().ok());
  const auto proof = proofs->ProveInclusion(5);
  EXPECT_EQ(store::RootByInclusion(proof->leaf, 4, 604, proof->proof), *world.book->RootAt(604));
}

TEST_F(ProofsTest, DoNotOpenOnALogThatIsNotTheOneThatWasSigned) {
  ASSERT_TRUE(OpenProofs().ok());
  const store::SigningKey key = OpenSigningKey(folder.Sub("key"), "431200", std::nullopt).value();
  (void)Newest();
  proofs.reset();
  auto notes = store::NoteFile::Open(folder.Sub("checkpoints"));
  const auto sign = [&](uint64_t size) {
    const store::Checkpoint other{"outturn/431200", size, store::LeafHash("other")};
    ASSERT_TRUE(notes->Append(store::Note::Sign(other.ToString(), key)).ok());
  };
  sign(4);
  EXPECT_NE(OpenProofs().message().find("another one"), std::string::npos);
  sign(5);
  EXPECT_NE(OpenProofs().message().find("the log ends at 4"), std::string::npos);
}

TEST_F(ProofsTest, DoNotOpenWithAnotherKeyThanTheOneThatSigned) {
  ASSERT_TRUE(OpenProofs().ok());
  (void)Newest();
  proofs.reset();
  ASSERT_TRUE(store::RemoveFile(folder.Sub("key")).ok());
  EXPECT_NE(OpenProofs().message().find("there is no signing key"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.Sub("key")));
  (void)OpenSigningKey(folder.Sub("key"), "431200", store::KeyKind::kEd25519);
  EXPECT_NE(OpenProofs().message().find("/key: is another book's key"), std::string::npos);
}

TEST_F(ProofsTest, DoNotOpenWhereCheckpointsOrNamesAreLostOrChanged) {
  ASSERT_TRUE(OpenProofs().ok());
  (void)Newest();
  Pay(1);
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  proofs.reset();
  for (const char* name : {"checkpoints", "checkpoint-names"}) {
    const std::string file = folder.Sub(name);
    const std::string content = *store::ReadFile(file);
    ASSERT_TRUE(store::RemoveFile(file).ok());
    EXPECT_NE(OpenProofs().message().find(std::string(name) + ": its end is lost"),
              std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file));
    for (size_t at = 0; at < content.size(); ++at) {
      std::string changed = content;
      changed[at] ^= 1;
      ASSERT_TRUE(store::ReplaceFile(file, changed).ok());
      EXPECT_EQ(OpenProofs().code(), store::Code::kCorrupt) << at;
      EXPECT_EQ(*store::ReadFile(file), changed) << "it is evidence";
      ASSERT_TRUE(store::ReplaceFile(file, content.substr(0, at)).ok());
      EXPECT_EQ(OpenProofs().code(), store::Code::kCorrupt) << at;
    }
    ASSERT_TRUE(store::ReplaceFile(file, content).ok());
  }
  // What was kept of them may be lost, as after a power cut.
  ASSERT_TRUE(store::ReplaceFile(folder.Sub("checkpoints.sum"), "998 1a2b").ok());
  ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoint-names.sum")).ok());
  EXPECT_TRUE(OpenProofs().ok());
}

TEST_F(ProofsTest, DoNotOpenWhereTheMarkKnowsOfMore) {
  ASSERT_TRUE(OpenProofs().ok());
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(folder.Sub("")), {4, proofs->Grown()}).ok());
  proofs.reset();
  const auto remove = [&](const std::string& name) {
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name)).ok());
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name) + ".sum").ok());
  };
  remove("checkpoint-names");
  EXPECT_NE(OpenProofs().message().find("checkpoint-names: its end is lost"), std::string::npos);
  remove("checkpoints");
  EXPECT_NE(OpenProofs().message().find("checkpoints: its end is lost"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder.Sub("checkpoints")));
  // An earlier version's mark says nothing of them.
  ASSERT_TRUE(store::WriteDurableMark(DurableMarkOf(folder.Sub("")), {4}).ok());
  EXPECT_TRUE(OpenProofs().ok());
}

TEST_F(ProofsTest, SayThatWhatWasNamedIsLostWhereOnlyTheNameIsLeft) {
  ASSERT_TRUE(OpenProofs().ok());
  ASSERT_TRUE(proofs->NameCheckpoint("june", 0).ok());
  proofs.reset();
  for (const char* file : {"checkpoints", "checkpoints.sum"}) {
    ASSERT_TRUE(store::RemoveFile(folder.Sub(file)).ok());
  }
  ASSERT_TRUE(OpenProofs().ok());
  const auto found = proofs->FindCheckpoint("june");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.trouble().kind, Trouble::Kind::kDamaged) << found.trouble().words.en;
}

// Every write to /dev/null is taken and none can be forced out.
TEST_F(ProofsTest, HandOutNothingThatIsNotOnTheDisk) {
  ASSERT_TRUE(OpenProofs().ok());
  ASSERT_TRUE(proofs->NewestCheckpoint().ok());
  proofs.reset();
  for (const char* name : {"checkpoint-names", "checkpoints"}) {
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name)).ok());
    ASSERT_TRUE(store::RemoveFile(folder.Sub(name) + ".sum").ok());
    std::filesystem::create_symlink("/dev/null", folder.Sub(name));
    ASSERT_TRUE(OpenProofs().ok());
    for (int i = 0; i < 2; ++i) {
      const auto named = proofs->NameCheckpoint("june", 0);
      ASSERT_FALSE(named.ok());
      EXPECT_EQ(named.trouble().reason, "CHECKPOINT_NOT_KEPT");
      EXPECT_EQ(named.trouble().kind, Trouble::Kind::kBusy);
    }
    EXPECT_TRUE(proofs->NamesOf(4).empty());
  }
  EXPECT_EQ(proofs->NewestCheckpoint().trouble().reason, "CHECKPOINT_NOT_KEPT");
  EXPECT_EQ(proofs->CheckpointOf(4).trouble().reason, "CHECKPOINT_NOT_FOUND");
}

TEST_F(ProofsTest, GiveNoNameThatLooksLikeAnother) {
  ASSERT_TRUE(OpenProofs().ok());
  const auto words = [&](const std::string& name) {
    const auto named = proofs->NameCheckpoint(name, 0);
    if (named.ok()) return std::string("given");
    EXPECT_EQ(named.trouble().reason, "CHECKPOINT_NAME_WRONG");
    return named.trouble().words.en;
  };
  EXPECT_NE(words("a\u202Eb").find("character 2 of the checkpoint's name, (U+202E) cannot be seen"),
            std::string::npos)
      << words("a\u202Eb");
  EXPECT_NE(
      words("年报Ａ").find("character 3 of the checkpoint's name, Ａ (U+FF21) is a full-width"),
      std::string::npos)
      << words("年报Ａ");
  for (const char* name : {"june\u200B", "june\uFEFF", "\u0085june", "ju\u00ADne", "june\u2028",
                           "june\u00A0", "june\uFE0F", "june\U000E0041", "ﾊ", "（送审）"}) {
    EXPECT_NE(words(name), "given") << name;
  }
  for (const char* name : {"年报", "filing-2024", "第1次·送审", "été", "𠮷"}) {
    EXPECT_EQ(words(name), "given") << name;
  }
  // One given by an earlier version stays.
  const store::Checkpoint newest = Newest();
  proofs.reset();
  {
    auto names = CheckpointNames::Open(folder.Sub("checkpoint-names")).value();
    ASSERT_TRUE(names.Append({"Ａ", newest.size, newest.root}).ok());
  }
  ASSERT_TRUE(OpenProofs().ok());
  EXPECT_TRUE(proofs->FindCheckpoint("Ａ").ok());
}

// A line that was moved to another checkpoint's number of events names none.
TEST_F(ProofsTest, AnswerToNoNameWhoseRootIsNotItsCheckpoints) {
  ASSERT_TRUE(OpenProofs().ok());
  const store::Checkpoint newest = Newest();
  proofs.reset();
  {
    auto names = CheckpointNames::Open(folder.Sub("checkpoint-names")).value();
    ASSERT_TRUE(names.Append({"moved", newest.size, store::Hash{1}}).ok());
  }
  ASSERT_TRUE(OpenProofs().ok());
  EXPECT_EQ(proofs->FindCheckpoint("moved").trouble().reason, "DATA_DAMAGED");
}

// Damage in the middle is no end that was cut off: what stands behind it is not thrown away.
TEST_F(ProofsTest, CutOffOnlyWhatMayBeTheBeginningOfACheckpoint) {
  ASSERT_TRUE(OpenProofs().ok());
  for (int i = 0; i < 3; ++i) {
    Pay(1);
    (void)Newest();
  }
  proofs.reset();
  const std::string file = folder.Sub("checkpoints");
  const std::string content = *store::ReadFile(file);
  ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoints.sum")).ok());
  const size_t third = content.rfind("outturn/431200\n");
  for (size_t at = 0; at < content.size(); ++at) {
    std::string changed = content;
    changed[at] ^= 1;
    const auto parsed = store::ParseNoteFile(changed);
    // Without its last byte the last one may have been cut off.
    const bool cut_off = at + 1 == content.size();
    EXPECT_TRUE(!parsed.ok() || parsed->whole_bytes == (cut_off ? third : content.size())) << at;
    const auto cut = store::ParseNoteFile(content.substr(0, at));
    ASSERT_TRUE(cut.ok()) << at << cut.status().ToString();
    if (at > third) {
      EXPECT_EQ(cut->whole_bytes, third) << at;
    }
  }
}

TEST_F(ProofsTest, CheckEveryCheckpointOnceAfterAStart) {
  ASSERT_TRUE(OpenProofs().ok());
  for (int i = 0; i < 5; ++i) {
    Pay(1);
    (void)Newest();
  }
  const store::SigningKey key = OpenSigningKey(folder.Sub("key"), "431200", std::nullopt).value();
  proofs.reset();
  {
    auto notes = store::NoteFile::Open(folder.Sub("checkpoints"));
    const store::Checkpoint forked{"outturn/431200", 4, store::LeafHash("another history")};
    ASSERT_TRUE(notes->Append(store::Note::Sign(forked.ToString(), key)).ok());
    const store::Note right = notes->checkpoints().at(7);
    const store::Checkpoint replaced{"outturn/431200", 7, store::LeafHash("another history")};
    ASSERT_TRUE(notes->Append(store::Note::Sign(replaced.ToString(), key)).ok());
    ASSERT_TRUE(notes->Append(right).ok());
  }
  ASSERT_TRUE(OpenProofs().ok());  // looks at the newest only
  const Meters& meters = world.book->meters();
  for (int i = 0; i < 100; ++i) proofs->CheckHandedOut(std::chrono::milliseconds(20));
  EXPECT_EQ(meters.checkpoints_checked.Get(), 7u);
  EXPECT_EQ(meters.checkpoint_differences.Get(), 2u);
  Pay(1);
  (void)Newest();
  proofs->CheckHandedOut(std::chrono::seconds(1));
  EXPECT_EQ(meters.checkpoints_checked.Get(), 8u);
  EXPECT_EQ(meters.checkpoint_differences.Get(), 2u);
}

TEST_F(ProofsTest, RefuseAKeyThatOthersCanRead) {
  ASSERT_TRUE(OpenProofs().ok());
  chmod(folder.Sub("key").c_str(), 0640);
  EXPECT_EQ(OpenProofs().code(), store::Code::kInvalid);
  chmod(folder.Sub("key").c_str(), 0600);
  ASSERT_TRUE(OpenProofs().ok());
  ASSERT_TRUE(store::ReplaceFile(folder.Sub("key"), "no key").ok());
  chmod(folder.Sub("key").c_str(), 0600);
  EXPECT_EQ(OpenProofs().code(), store::Code::kCorrupt);
}

TEST_F(ProofsTest, TakeCosignaturesOfTheWitnessesTheyKnow) {
  ASSERT_TRUE(OpenProofs().ok());
  const store::Note note = *proofs->NewestCheckpoint();
  const auto line = [&](const store::SigningKey& key, const std::string& text) {
    return store::NoteSignature{key.verifier().name(), key.verifier().id(), key.Sign(text, 99)}
        .Line();
  };
  EXPECT_EQ(proofs->KnownCheckpoint(2).trouble().reason, "CHECKPOINT_NOT_FOUND");
  EXPECT_EQ(proofs->AddCosignature(4, "hello").trouble().reason, "COSIGNATURE_WRONG");
  EXPECT_EQ(proofs->AddCosignature(4, line(witness, "other\n")).trouble().reason,
            "COSIGNATURE_WRONG");
  const auto stranger = store::SigningKey::Generate("w", store::KeyKind::kCosignature).value();
  EXPECT_EQ(proofs->AddCosignature(4, line(stranger, note.text)).trouble().reason,
            "WITNESS_UNKNOWN");
  EXPECT_EQ(proofs->AddCosignature(3, line(witness, note.text)).trouble().reason,
            "CHECKPOINT_NOT_FOUND");
  const auto seconds = static_cast<uint64_t>(world.book->clock().Now().microseconds() / 1'000'000);
  const store::NoteSignature early{witness.verifier().name(), witness.verifier().id(),
                                   witness.Sign(note.text, seconds + 3'600)};
  EXPECT_EQ(proofs->AddCosignature(4, early.Line()).trouble().reason, "COSIGNATURE_WRONG")
      << "of a time to come";
  EXPECT_FALSE(proofs->AddCosignature(4, line(witness, note.text))->already);
  EXPECT_TRUE(proofs->AddCosignature(4, line(witness, note.text))->already);
  Pay(1);
  (void)Newest();
  ASSERT_TRUE(OpenProofs().ok());
  const auto cosigned = proofs->KnownCheckpoint(2);
  ASSERT_TRUE(cosigned.ok());
  EXPECT_EQ(Of(*cosigned).size, 4u);
  EXPECT_EQ(cosigned->signatures.size(), 2u);
  EXPECT_TRUE(cosigned->IsSignedBy(witness.verifier()));
}

TEST_F(ProofsTest, ServeTilesThatFoldToTheRoot) {
  ASSERT_TRUE(OpenProofs().ok());
  Pay(600);
  const auto full = proofs->Tile(0, 1, 256);
  ASSERT_TRUE(full.ok());
  EXPECT_EQ(full->size(), 256u * 32);
  const auto above = proofs->Tile(1, 0, 2);
  ASSERT_TRUE(above.ok());
  std::vector<store::Hash> leaves(256);
  for (size_t i = 0; i < 256; ++i)
    std::copy_n(full->begin() + 32 * static_cast<long>(i), 32, leaves[i].begin());
  const store::Hash root = store::FoldHashes(leaves);
  EXPECT_EQ(above->substr(32), std::string(root.begin(), root.end()));
  EXPECT_TRUE(proofs->Tile(0, 2, 92).ok());
  for (const auto& [level, index, width] :
       std::vector<std::tuple<int, uint64_t, size_t>>{{0, 2, 93},
                                                      {0, 3, 1},
                                                      {1, 0, 3},
                                                      {2, 0, 1},
                                                      {0, 0, 0},
                                                      {0, UINT64_MAX, 256},
                                                      {7, 0, 1}}) {
    EXPECT_EQ(proofs->Tile(level, index, width).trouble().reason, "TILE_NOT_FOUND");
  }
  const auto entries = proofs->Entries(2, 92);
  ASSERT_TRUE(entries.ok());
  const size_t size =
      static_cast<unsigned char>((*entries)[0]) * 256u + static_cast<unsigned char>((*entries)[1]);
  const store::Hash leaf = store::LeafHash(std::string_view(*entries).substr(2, size));
  EXPECT_EQ(proofs->Tile(0, 2, 1)->substr(0, 32), std::string(leaf.begin(), leaf.end()));
  EXPECT_EQ(proofs->Entries(2, 93).trouble().reason, "TILE_NOT_FOUND");
}

// Of the second pair the book carries no root along that would tell.
TEST_F(ProofsTest, SignNoRootOfTilesThatAreNotTheLogs) {
  ASSERT_TRUE(OpenProofs(store::KeyKind::kSm2).ok());
  Pay(1'020);
  const store::Checkpoint before = Newest();
  Pay(1'024);
  proofs->CatchUp();
  const std::string tiles = *store::ReadFile(folder.Sub("tiles"));
  EXPECT_EQ(tiles.size(), 8 * 32u);
  proofs.reset();
  ASSERT_TRUE(store::RemoveFile(folder.Sub("tiles")).ok());
  ASSERT_TRUE(OpenProofs().ok());
  const store::Checkpoint after = Newest();
  EXPECT_EQ(after.size, 2'048u);
  proofs.reset();
  // As before the last checkpoint was signed, with damage before and behind the one of 1024.
  for (const size_t tile : {0, 1, 3, 5, 7}) {
    ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoints")).ok());
    ASSERT_TRUE(store::RemoveFile(folder.Sub("checkpoints.sum")).ok());
    const store::SigningKey key = OpenSigningKey(folder.Sub("key"), "431200", std::nullopt).value();
    ASSERT_TRUE(store::NoteFile::Open(folder.Sub("checkpoints"))
                    ->Append(store::Note::Sign(before.ToString(), key))
                    .ok());
    std::string damaged = tiles;
    damaged[tile * 32] ^= 1;
    ASSERT_TRUE(store::ReplaceFile(folder.Sub("tiles"), damaged).ok());
    ASSERT_TRUE(OpenProofs().ok()) << tile;
    EXPECT_EQ(Newest(), after) << tile;
    proofs.reset();
  }
}

TEST_F(ProofsTest, WorkWithTheSecondPairOfDigestAndSignature) {
  ASSERT_TRUE(OpenProofs(store::KeyKind::kSm2).ok());
  Pay(600);
  const auto proof = proofs->ProveInclusion(77);
  ASSERT_TRUE(proof.ok());
  const store::Checkpoint checkpoint = Of(proof->checkpoint);
  EXPECT_NE(checkpoint.root, *world.book->RootAt(604));
  EXPECT_EQ(store::RootByInclusion(proof->leaf, 76, 604, proof->proof, store::Digest::kSm3),
            checkpoint.root);
  ASSERT_TRUE(OpenProofs().ok());
  EXPECT_EQ(proofs->key().kind(), store::KeyKind::kSm2);
  EXPECT_EQ(proofs->ProveInclusion(77)->proof, proof->proof);
}

}  // namespace
}  // namespace outturn::app
