// Fsck: reads all there is of a book on the disk and says what of it is not as the log makes it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/app/data_folder.h"
#include "services/app/derived/history.h"
#include "services/app/derived/made_of.h"
#include "services/app/proofs/signed_checkpoints.h"
#include "services/app/proofs/tile_examination.h"
#include "services/audit/fsck_words.h"
#include "services/core/book_state.h"
#include "store/event_log.h"
#include "store/ids/id_index.h"
#include "store/state_store.h"
#include "store/tree/merkle.h"

namespace outturn::app {

struct Finding {
  using Of = audit::FsckPart;
  Of of;
  core::Position position = 0;  // 0: no single one
  std::string what;
  // The same was found so often, from `position` to `last`: one cause, one finding.
  uint64_t count = 1;
  core::Position last = 0;
  [[nodiscard]] audit::FsckPlace place() const { return {position, last, count}; }
  // "log, event 4711: …"
  [[nodiscard]] std::string ToString() const;
};

struct Examined {
  core::Position events = 0;
  store::Hash root{};  // over all of them
  size_t ledgers = 0;
  std::vector<Finding> findings;  // the log's first: the others may follow from them
  uint64_t more = 0;              // found besides those, and only counted
  bool of_another_log = false;    // what is beside the log was made of another one
};

constexpr size_t kMostFindings = 100;  // that are kept

class Findings {
 public:
  using Told = std::function<void(const Finding& finding)>;

  // `told` hears of each that is kept; of the same of one part, of the first.
  explicit Findings(Told told = nullptr) : told_(std::move(told)) {}

  void Find(Finding::Of of, core::Position position, std::string what);
  // What is found from now on is only counted; but the log's takes the place of what is not.
  [[nodiscard]] bool full() const { return kept_.size() == kMostFindings; }
  // What is derived from the log, or what of it one folder holds, is left out from here on: it is
  // of another one.
  void DropDerived();
  void Drop(const std::vector<Finding::Of>& parts);
  void MoveTo(Examined& examined);

 private:
  const Told told_;
  std::vector<Finding> kept_;
  void CountOnly(Finding::Of of, uint64_t count);
  std::map<Finding::Of, uint64_t> more_;
};

// Moves what was found of the log before all else.
void LogFirst(std::vector<Finding>& findings);

// Hears how many of the events have been read, some twenty times.
using FsckProgress = std::function<void(core::Position done, core::Position tail)>;
// After how many events it does.
[[nodiscard]] core::Position ProgressStep(core::Position tail);

// What else there is to compare; nullptr where it is not.
struct Beside {
  // Every checkpoint ever handed out is compared with the tree it was signed of: all of them with
  // one tree is each of them with every other. Names are to be of one of them.
  const SignedCheckpoints* signed_by = nullptr;
  const History* history = nullptr;
  const KeptTiles* tiles = nullptr;
  KnownBy known_by = {};
  std::optional<MadeOf> history_of = {};  // where the history is there
};

// Folds the whole log and compares everything derived with it: ids, positions of ledgers, Merkle
// frontiers, snapshots, and what is beside. That the log ends before what others know is one
// finding, with all who know it, and so is that it is another one than what is derived was made of,
// or that one folder was made of another log.
// Changes nothing; nobody else has the parts open. Behind the first
// damage of the log it only looks which other events cannot be read.
[[nodiscard]] Examined Examine(const store::EventLog& log, const core::CodeTablesByVersion& tables,
                               const store::StateStore& state, const store::IdIndex& ids,
                               const FsckProgress& progress, const Beside& beside = {});

}  // namespace outturn::app
