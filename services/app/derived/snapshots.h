// Snapshots: what the log's events have made of each ledger, so that a start folds only the last of
// them. Derived like everything beside the log.
#pragma once

#include <functional>
#include <optional>

#include "services/core/book_state.h"
#include "services/core/decide.h"
#include "store/state_store.h"
#include "store/tree/merkle.h"

namespace outturn::app {

// Runs a function on a durable state of the book (Resident::Read).
using ReadBook = std::function<void(const std::function<void(const core::BookState&)>&)>;

// Writes the whole book into `state`, ledger by ledger, each as it is when its turn comes: writers
// wait for one ledger at a time. `base` is a position that everything read is at or beyond and of
// which FrontierKey(base) is stored. Ledgers whose last snapshot still holds are left out.
[[nodiscard]] store::Status WriteSnapshots(const ReadBook& read, core::Position base,
                                           store::StateStore& state);

struct Snapshot {
  core::BookState book;      // at position `base`, but for the ledgers that are further
  core::KnownUpTo known;     // how far each ledger is
  store::Frontier frontier;  // at `base`
};
// nullopt when there is none that this program understands: then the whole log is folded.
[[nodiscard]] store::Result<std::optional<Snapshot>> ReadSnapshots(
    const store::StateStore& state, const core::CodeTablesByVersion& tables);

}  // namespace outturn::app
