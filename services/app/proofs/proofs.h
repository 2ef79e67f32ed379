// Proofs: what somebody who does not trust the server can check it by. Signed checkpoints of the
// book's Merkle tree, proofs of inclusion and consistency, and the tiles a third-party log client
// reads.
//
// A checkpoint is signed when it is asked for, of what is durable then, and is on the disk before
// it is handed out. The writer knows nothing of all this.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/proofs/signed_checkpoints.h"
#include "services/app/proofs/tree.h"
#include "services/app/trouble.h"
#include "store/kept/durable_mark.h"
#include "store/kept/note_file.h"
#include "store/tree/merkle_proof.h"
#include "store/tree/signed_note.h"

namespace outturn::app {

// Where in a data folder what belongs to proofs lies.
struct ProofFiles {
  explicit ProofFiles(const std::string& data)
      : folder(data),
        key(folder + "/key"),
        checkpoints(folder + "/checkpoints"),
        names(folder + "/checkpoint-names"),
        tiles(folder + "/tiles") {}
  std::string folder;
  std::string key;          // secret; who has it can sign another history
  std::string checkpoints;  // not derived: every one ever handed out
  std::string names;        // not derived either: what some of them are called
  std::string tiles;        // derived
};

struct InclusionProof {
  core::Position position = 0;  // leaf position - 1 …
  uint64_t size = 0;            // … in the tree over that many events
  store::Hash leaf{};
  store::Proof proof;
  store::Note checkpoint;  // of that tree; no signatures where none was ever signed of that size
  std::string event;       // as stored, what the leaf is the hash of
};

struct ConsistencyProof {
  uint64_t from = 0;
  uint64_t to = 0;
  store::Proof proof;
};

// Whatever may sign or name a checkpoint may be answered CHECKPOINT_NOT_KEPT, too.
//
// Threads: any. The book outlives it.
class Proofs {
 public:
  struct Parts {
    const Book& book;
    ProofFiles files;
    store::KeyKind kind = store::KeyKind::kEd25519;  // of a key that has to be made
    std::vector<store::VerifierKey> witnesses;       // whose co-signatures are taken
  };
  // kCorrupt when the log does not hold what the newest checkpoint says it does: somebody was
  // handed a signature for it, so it is not to be forgotten. Nor is the key it is signed with, nor
  // any checkpoint or name that the mark of the log knows of.
  [[nodiscard]] static store::Result<std::unique_ptr<Proofs>> Open(Parts parts);

  [[nodiscard]] const store::VerifierKey& key() const { return key_.verifier(); }
  [[nodiscard]] store::Digest digest() const { return tree_->digest(); }

  // Of what is durable now. DATA_DAMAGED.
  [[nodiscard]] Asked<store::Note> NewestCheckpoint();
  // The newest handed out so far with at least so many signatures (the book's counts), or the one
  // of that size. CHECKPOINT_NOT_FOUND.
  [[nodiscard]] Asked<store::Note> KnownCheckpoint(size_t signatures) const;
  [[nodiscard]] Asked<store::Note> CheckpointOf(uint64_t size) const;

  // The one somebody means by its name, its number of events, its root hash (hexadecimal or
  // base64), or by the whole note, which then is what the log holds or trouble:
  // CHECKPOINT_NOT_FOUND (with the names that are near), CHECKPOINT_OF_ANOTHER_BOOK,
  // CHECKPOINT_OF_ANOTHER_KEY, CHECKPOINT_CHANGED, CHECKPOINT_FORKED, CHECKPOINT_UNREADABLE,
  // DATA_DAMAGED.
  [[nodiscard]] Asked<store::Note> FindCheckpoint(const std::string& said);
  // Gives the checkpoint of that size (0: of what is durable now) a name for good; the same once
  // more is no trouble. CHECKPOINT_NAME_WRONG, CHECKPOINT_NAME_TAKEN (by one of another size, which
  // is told), CHECKPOINT_NOT_FOUND, DATA_DAMAGED.
  struct Named {
    store::Note note;
    bool already = false;  // it had that name
  };
  [[nodiscard]] Asked<Named> NameCheckpoint(const std::string& name, uint64_t size);
  [[nodiscard]] std::vector<std::string> NamesOf(uint64_t size) const;
  // Those handed out of fewer than `below` events (0: all), the newest first.
  [[nodiscard]] std::vector<store::Note> HandedOut(uint64_t below, size_t most,
                                                   bool named_only) const;

  // Every one so far.
  [[nodiscard]] SignedCheckpoints EverHandedOut() const;
  // What their files hold for sure, for the mark of the log (store/kept/durable_mark.h).
  [[nodiscard]] store::GrownFiles Grown() const;
  // Shows them with the data folder, and nothing is written there meanwhile: half written they
  // would look damaged.
  using ReadBeside = std::function<void(const SignedCheckpoints& all, const std::string& folder)>;
  void Show(const ReadBeside& read) const;
  // As Tree::ReadBack.
  [[nodiscard]] KeptTiles ReadBackTiles(const FindTile& find) const {
    return tree_->ReadBack(find);
  }

  // `size` 0: the newest checkpoint's that covers the position. POSITION_BEYOND_TAIL, DATA_DAMAGED.
  [[nodiscard]] Asked<InclusionProof> ProveInclusion(core::Position position, uint64_t size = 0);
  // `to` 0: the newest checkpoint's. POSITION_BEYOND_TAIL, CHECKPOINTS_REVERSED, DATA_DAMAGED.
  [[nodiscard]] Asked<ConsistencyProof> ProveConsistency(uint64_t from, uint64_t to = 0);
  // store::ProveLeaves of events' positions, rising.
  [[nodiscard]] Asked<store::Proof> ProvePositions(const std::vector<core::Position>& positions,
                                                   uint64_t size);

  // A witness's line under the checkpoint of that size; the note with it. It is checked with the
  // witness's key, and is not of a time to come. The first of each witness stays. Errors:
  // CHECKPOINT_NOT_FOUND, WITNESS_UNKNOWN, COSIGNATURE_WRONG, DATA_DAMAGED.
  struct Cosigned {
    store::Note note;
    bool already = false;  // the witness had co-signed it: nothing was changed
  };
  [[nodiscard]] Asked<Cosigned> AddCosignature(uint64_t size, const std::string& line);

  // C2SP tlog-tiles: `width` hashes of tile `index` of `level`, or events. TILE_NOT_FOUND while
  // there are not so many.
  [[nodiscard]] Asked<std::string> Tile(int level, uint64_t index, size_t width);
  [[nodiscard]] Asked<std::string> Entries(uint64_t index, size_t width);

  // Once a second: a little of what is yet to be hashed.
  void CatchUp();

  // Compares every checkpoint that was handed out with the tree over the log's events, each once,
  // for about `budget`; to be called until they are through, and from time to time for new ones.
  // One that does not fit is logged as critical and counted (Meters).
  void CheckHandedOut(std::chrono::microseconds budget);

  // For others who sign what the book says: a note of `text` with the book's key.
  [[nodiscard]] store::Note Sign(std::string text) const {
    return store::Note::Sign(std::move(text), key_);
  }

 private:
  Proofs(Parts parts, store::SigningKey key, store::NoteFile notes, CheckpointNames names,
         std::unique_ptr<Tree> tree);
  // A checkpoint of at least that many events, signed if need be.
  Asked<store::Note> CheckpointCovering(uint64_t size);
  store::Result<store::Hash> RootOf(const Resident::Tip& tip);
  store::Result<store::Hash> RootAt(uint64_t size);  // durable
  Asked<store::Note> CompareWithLog(const std::string& note);
  SignedCheckpoints All() const;  // under mutex_
  // Under mutex_: what is to be said of a name that is there, asked for one of `size`.
  std::optional<Asked<Named>> HasName(const std::string& name, uint64_t size) const;
  store::Status CheckNewest();
  store::Status Check(const store::Note& note);
  std::optional<store::Note> NextToCheck();

  const Book& book_;
  const std::string folder_;
  const store::SigningKey key_;
  const std::vector<store::VerifierKey> witnesses_;
  const std::unique_ptr<Tree> tree_;
  mutable std::mutex mutex_;
  store::NoteFile notes_;
  CheckpointNames names_;
  size_t contradicted_checked_ = 0;
  uint64_t check_from_ = 0;  // size of a checkpoint: smaller ones were
};

}  // namespace outturn::app
