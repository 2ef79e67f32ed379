#include "store/tree/signed_note.h"

#include <gtest/gtest.h>

#include "store/kept/note_file.h"
#include "store/tree/base64.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

// The example of the signed-note specification.
constexpr char kText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kSigned[] =
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr char kPeter[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

std::string Example() { return std::string(kText) + "\n" + kSigned; }

TEST(Base64, HasOneTextForEveryValue) {
  for (const char* text : {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"}) {
    ASSERT_TRUE(FromBase64(text)) << text;
    EXPECT_EQ(Base64(*FromBase64(text)), text);
  }
  for (const char* text :
       {"Zh==", "Zm9", "Zm8", "Zg=", "Zg===", "Z", "Zg==Zg==", "Zm 9v", "Zm9v\n"}) {
    EXPECT_FALSE(FromBase64(text)) << text;
  }
}

TEST(SignedNote, TakesTheExampleOfTheSpecification) {
  const auto note = Note::Parse(Example());
  ASSERT_TRUE(note.ok()) << note.status().ToString();
  EXPECT_EQ(note->text, kText);
  EXPECT_EQ(note->ToString(), Example());
  const auto peter = VerifierKey::Parse(kPeter);
  ASSERT_TRUE(peter.ok()) << peter.status().ToString();
  EXPECT_EQ(peter->ToString(), kPeter);
  EXPECT_TRUE(note->IsSignedBy(*peter));
}

TEST(SignedNote, WithAnyByteFlippedIsNotSignedOrNoNote) {
  const auto peter = VerifierKey::Parse(kPeter);
  for (size_t i = 0; i < Example().size(); ++i) {
    for (const int bit : {0, 3, 7}) {
      std::string changed = Example();
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      const auto note = Note::Parse(changed);
      EXPECT_FALSE(note.ok() && note->IsSignedBy(*peter)) << i << " " << bit;
    }
  }
}

TEST(SignedNote, KnowsAKeyOnlyByItsWholeText) {
  for (const std::string text :
       {"", "PeterNeumann", "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpcaQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc", "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}) {
    EXPECT_EQ(VerifierKey::Parse(text).status().code(), Code::kInvalid) << text;
  }
}

class EveryKind : public testing::TestWithParam<KeyKind> {};

TEST_P(EveryKind, SignsWhatOnlyItsPublicKeyVerifies) {
  const auto key = SigningKey::Generate("outturn/431200", GetParam());
  const auto other = SigningKey::Generate("outturn/431200", GetParam());
  ASSERT_TRUE(key.ok() && other.ok());
  const std::string signature = key->Sign("text\n", 1'700'000'000);
  EXPECT_TRUE(key->verifier().Verifies("text\n", signature));
  EXPECT_FALSE(key->verifier().Verifies("texts\n", signature));
  EXPECT_FALSE(other->verifier().Verifies("text\n", signature));
  EXPECT_FALSE(key->verifier().Verifies("text\n", ""));
  EXPECT_FALSE(key->verifier().Verifies("text\n", signature.substr(1)));
  const auto again = VerifierKey::Parse(key->verifier().ToString());
  ASSERT_TRUE(again.ok()) << again.status().ToString();
  EXPECT_EQ(again->kind(), GetParam());
  EXPECT_TRUE(again->Verifies("text\n", signature));
  if (GetParam() == KeyKind::kCosignature) return;
  const auto stored = SigningKey::FromPem("outturn/431200", key->ToPem());
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->verifier().ToString(), key->verifier().ToString());
}

INSTANTIATE_TEST_SUITE_P(SignedNote, EveryKind,
                         testing::Values(KeyKind::kEd25519, KeyKind::kCosignature, KeyKind::kSm2));

TEST(SignedNote, IsNoneWhenItsFormIsWrong) {
  for (const std::string& text :
       {std::string(), std::string("a\n"), std::string("a\n\n"), std::string("a\n\nb\n"),
        std::string(kText) + kSigned, Example() + "x", Example() + "\n",
        Example().substr(0, Example().size() - 1), "\x01" + Example()}) {
    EXPECT_EQ(Note::Parse(text).status().code(), Code::kCorrupt) << text;
  }
  EXPECT_FALSE(SigningKey::FromPem("name", "nothing").ok());
  EXPECT_FALSE(SigningKey::Generate("a name", KeyKind::kEd25519).ok());
}

TEST(Checkpoint, IsThreeLines) {
  Checkpoint checkpoint{"outturn/431200", 998, LeafHash("x")};
  EXPECT_EQ(*Checkpoint::Parse(checkpoint.ToString()), checkpoint);
  EXPECT_EQ(*Checkpoint::Parse(checkpoint.ToString() + "extension\n"), checkpoint);
  const std::string root = checkpoint.ToString().substr(19);
  for (const std::string& text :
       {std::string("outturn/431200\n"), "a\n0998\n" + root, "a\n-1\n" + root, "\n998\n" + root,
        std::string("a\n1\nAAAA\n")}) {
    EXPECT_FALSE(Checkpoint::Parse(text).ok()) << text;
  }
}

Note CheckpointOf(uint64_t size, const SigningKey& key) {
  return Note::Sign(Checkpoint{"outturn/1", size, LeafHash(std::to_string(size))}.ToString(), key);
}

TEST(NoteFile, KeepsEveryCheckpointAndLosesAnUnfinishedOne) {
  const TempFolder folder;
  const auto key = SigningKey::Generate("outturn/1", KeyKind::kEd25519);
  const auto witness = SigningKey::Generate("witness", KeyKind::kCosignature);
  std::string whole;
  {
    auto notes = NoteFile::Open(folder.Sub("checkpoints"));
    ASSERT_TRUE(notes.ok());
    ASSERT_TRUE(notes->Append(CheckpointOf(3, *key)).ok());
    ASSERT_TRUE(notes->Append(CheckpointOf(7, *key)).ok());
    Note cosigned = notes->checkpoints().at(3);
    cosigned.signatures.push_back(
        {"witness", witness->verifier().id(), witness->Sign(cosigned.text, 5)});
    ASSERT_TRUE(notes->Append(cosigned).ok());
    whole = *ReadFile(folder.Sub("checkpoints"));
  }
  const std::string sum = *ReadFile(folder.Sub("checkpoints.sum"));
  for (size_t lost = 1; lost < 60; ++lost) {
    ASSERT_TRUE(ReplaceFile(folder.Sub("checkpoints"), whole + whole.substr(0, lost)).ok());
    const auto notes = NoteFile::Open(folder.Sub("checkpoints"));
    ASSERT_TRUE(notes.ok()) << lost;
    EXPECT_EQ(notes->checkpoints().size(), 2u);
    EXPECT_EQ(notes->checkpoints().at(3).signatures.size(), 2u);
    EXPECT_TRUE(notes->checkpoints().at(3).IsSignedBy(witness->verifier()));
    EXPECT_EQ(*ReadFile(folder.Sub("checkpoints")), whole);
  }
  // One with two signatures, cut off anywhere.
  Note last = CheckpointOf(9, *key);
  last.signatures.push_back({"witness", witness->verifier().id(), witness->Sign(last.text, 6)});
  for (size_t left = 1; left < last.ToString().size(); ++left) {
    const std::string cut = whole + last.ToString().substr(0, left);
    ASSERT_TRUE(ReplaceFile(folder.Sub("checkpoints"), cut).ok());
    // What the turn before left of a longer note is not this one's.
    ASSERT_TRUE(ReplaceFile(folder.Sub("checkpoints.sum"), sum).ok());
    EXPECT_TRUE(NoteFile::Open(folder.Sub("checkpoints")).ok()) << left;
  }
  ASSERT_TRUE(ReplaceFile(folder.Sub("checkpoints"), "x" + std::string(1, '\1') + whole).ok());
  EXPECT_EQ(NoteFile::Open(folder.Sub("checkpoints")).status().code(), Code::kCorrupt);
}

}  // namespace
}  // namespace outturn::store
