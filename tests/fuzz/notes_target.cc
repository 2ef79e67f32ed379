// What a log's followers hand around: signed notes, checkpoints, verifier keys; and proofs, which
// lead to the right root only as they are.
#include "store/tree/merkle_proof.h"
#include "store/tree/signed_note.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

using store::Hash;
using store::Proof;

void CheckNote(std::string_view bytes) {
  const auto note = store::Note::Parse(bytes);
  if (note.ok()) Require(note->ToString() == bytes, "a note is written as another");
  (void)store::ParseSignatureLine(bytes);
}

void CheckCheckpoint(std::string_view text) {
  const auto checkpoint = store::Checkpoint::Parse(text);
  if (!checkpoint.ok()) return;
  const auto again = store::Checkpoint::Parse(checkpoint->ToString());
  Require(again.ok() && *again == *checkpoint, "a checkpoint is read as another");
}

void CheckKey(std::string_view text) {
  const auto key = store::VerifierKey::Parse(text);
  if (!key.ok()) return;
  Require(key->ToString() == text, "a key is written as another");
  Require(!key->Verifies(text, text), "a signature of nobody's");
}

Hash LeafOf(uint64_t leaf) { return store::LeafHash(std::to_string(leaf)); }

store::Result<Hash> Subtree(int level, uint64_t index) {
  if (level == 0) return LeafOf(index);
  return store::NodeHash(*Subtree(level - 1, index * 2), *Subtree(level - 1, index * 2 + 1));
}

// The honest proof where the bytes say so, hash by hash, else something else.
Proof Changed(const Proof& honest, std::string_view bytes) {
  Proof proof = honest;
  const uint8_t size = TakeByte(bytes);
  if (size % 4 == 1) proof.resize(size / 4);
  for (Hash& hash : proof) {
    const uint8_t change = TakeByte(bytes);
    if (change % 4 == 1) hash[change / 8] ^= TakeByte(bytes);
    if (change % 4 == 2) hash = LeafOf(change / 4);
  }
  return proof;
}

void CheckProofs(std::string_view bytes) {
  const uint64_t size = 1 + TakeByte(bytes) % 64;
  const uint64_t leaf = TakeByte(bytes) % size;
  const Hash root = *store::RootOf(size, Subtree);
  const Proof path = *store::ProveInclusion(leaf, size, Subtree);
  const Proof said = Changed(path, bytes);
  Require((store::RootByInclusion(LeafOf(leaf), leaf, size, said) == root) == (said == path),
          "a wrong proof of inclusion, or a right one that is none");
  if (leaf > 0) {
    const Hash before = *store::RootOf(leaf, Subtree);
    const Proof grown = *store::ProveConsistency(leaf, size, Subtree);
    const Proof told = Changed(grown, bytes);
    Require(store::IsConsistent(leaf, before, size, root, told) == (told == grown),
            "a wrong proof of growth, or a right one that is none");
  }
  const Proof rest = *store::ProveLeaves({leaf}, size, Subtree);
  const Proof given = Changed(rest, bytes);
  Require((store::RootByLeaves({{leaf, LeafOf(leaf)}}, size, given) == root) == (given == rest),
          "a wrong proof of leaves, or a right one that is none");
}

// Of trees so large that numbers may leave their type.
void CheckLargeTrees(std::string_view bytes) {
  uint64_t numbers[2] = {};
  for (uint64_t& number : numbers) {
    for (int i = 0; i < 8; ++i) number = number << 8 | TakeByte(bytes);
  }
  const Proof proof = Changed(Proof(bytes.size() % 130, LeafOf(1)), bytes);
  const auto [one, other] = numbers;
  (void)store::RootByInclusion(LeafOf(0), one, other, proof);
  (void)store::IsConsistent(one, LeafOf(0), other, LeafOf(1), proof);
  (void)store::RootByLeaves({{one, LeafOf(0)}, {bytes.size(), LeafOf(1)}}, other, proof);
}

void Run(std::string_view bytes) {
  switch (TakeByte(bytes) % 5) {
    case 0:
      return CheckNote(bytes);
    case 1:
      return CheckCheckpoint(bytes);
    case 2:
      return CheckKey(bytes);
    case 3:
      return CheckProofs(bytes);
    default:
      return CheckLargeTrees(bytes);
  }
}

const Registered registered("notes", Run);

}  // namespace
}  // namespace outturn::fuzz
