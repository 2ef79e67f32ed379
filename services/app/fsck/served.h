// Fsck of a book in service: everything that can be derived anew from the log beside what the
// server answers from, without stopping it.
#pragma once

#include <functional>
#include <optional>

#include "services/app/book.h"
#include "services/app/fsck/comparison.h"
#include "services/app/fsck/fsck.h"
#include "services/app/proofs/proofs.h"

namespace outturn::app {

enum class FsckStage : uint8_t { kEvents, kLedgers };

struct ServedParts {
  const Book& book;
  Comparison& comparison;
  const Proofs* proofs = nullptr;  // nullptr: there are no checkpoints
};

struct FsckListener {
  // How far a stage is. False: to be given up.
  std::function<bool(FsckStage stage, uint64_t done, uint64_t of)> progress;
  std::function<void(const Finding& finding)> found;
};

// Reads every event that was durable when it began: whether it is fit to follow the one before, and
// says the right version of its ledger; hashes it, looks its id up, compares the root with the one
// carried along, and every checkpoint handed out and the tiles with the tree; behind damage it
// reads on (log_examination.h). Before that it looks whether the files the log and the indices live
// from are still in the folder, whole; and what is kept beside the log and not derived
// (kept_files.h), and the tiles, are read back from the
// disk. Then the ledgers and rule sets in
// memory, and the index of each ledger's positions, are compared with what the events told; and
// each ledger's events, folded anew, with the state in memory and its history, byte for byte. What
// lies on the disk only for the next start (snapshots) is for ExamineFolder.
// nullopt when it was given up. Takes a reading thread for as long as that takes.
[[nodiscard]] std::optional<Examined> ExamineServed(const ServedParts& parts,
                                                    const FsckListener& listener);

}  // namespace outturn::app
