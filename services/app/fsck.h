// Fsck: reads a whole data folder and says what in it is not as the log makes it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/app/signed_checkpoints.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/id_index.h"
#include "store/merkle.h"
#include "store/state_store.h"

namespace outturn::app {

struct Finding {
  enum class Of : uint8_t {
    kLog,         // the truth itself: restore it from a backup
    kDerived,     // remove the folder derived: the next start makes it anew
    kIds,         // remove the folder ids, likewise
    kSnapshot,    // as kDerived
    kCheckpoint,  // handed out, and not what the log holds: log or checkpoints are not the book's
    // Of a book in service (fsck_served.h):
    kResident,  // the state in memory: a start without the folder derived makes it anew
    kHistory,   // remove the folder history, likewise
  };
  Of of;
  core::Position position = 0;  // 0: no single one
  std::string what;
  // "log, event 4711: …"
  [[nodiscard]] std::string ToString() const;
};

[[nodiscard]] std::string_view Name(Finding::Of of);  // "log"

struct Examined {
  core::Position events = 0;
  store::Hash root{};  // over all of them
  size_t ledgers = 0;
  std::vector<Finding> findings;
};

constexpr size_t kMostFindings = 100;  // that are kept

// Hears how many of the events have been read, some twenty times.
using FsckProgress = std::function<void(core::Position done, core::Position tail)>;
// After how many events it does.
[[nodiscard]] core::Position ProgressStep(core::Position tail);

// Folds the whole log and compares everything derived with it: ids, positions of ledgers, Merkle
// frontiers, snapshots. Changes nothing; nobody else has the parts open. Stops at the first damage
// of the log, which then is the only finding beside those before it.
//
// With `signed_by`, every checkpoint ever handed out is compared with the tree it was signed of,
// too: all of them with one tree is each of them with every other. Names are to be of one of them.
[[nodiscard]] Examined Examine(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                               const store::StateStore& state, const store::IdIndex& ids,
                               const FsckProgress& progress,
                               const SignedCheckpoints* signed_by = nullptr);

// What the data folder has of them, read without changing anything; nullopt where nothing was ever
// signed. kCorrupt, kIo, kInvalid.
[[nodiscard]] store::Result<std::optional<SignedCheckpoints>> ReadSignedCheckpoints(
    const std::string& folder, const std::string& book);

}  // namespace outturn::app
