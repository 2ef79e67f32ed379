// LogExamination: the log read by fsck from its first event on, in a folder nobody has open as in a
// book in service. Every event is held against those before it, looked up by its id and hashed into
// the tree that checkpoints and tiles are compared with. Behind the first damage nothing can be
// told of that any more: from there it only looks which other events cannot be read.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/app/derived/event_visit.h"
#include "services/app/fsck/checkpoint_examination.h"
#include "services/app/fsck/fsck.h"
#include "services/app/proofs/tile_examination.h"
#include "services/core/book_state.h"
#include "services/core/event.h"
#include "store/status.h"
#include "store/tree/merkle.h"

namespace outturn::app {

class LogExamination {
 public:
  struct Parts {
    std::function<store::Status(core::Position from, core::Position to, const VisitEvent& visit)>
        visit;  // as VisitLog
    // Takes the next event. As Unfit (replay.h); then it is not taken.
    std::function<std::optional<store::Status>(const core::Event& event)> follow;
    const core::BookState& book;  // with what `follow` took
    std::function<store::Result<bool>(const core::Event& event)> has_id;
    std::function<void(const core::Event& event)> taken;  // what else there is to compare
    // Whose event is there, by the index of positions: also of one that cannot be read.
    std::function<std::vector<core::LedgerId>(core::Position position)> ledgers_of;
    // Hears some twenty times how far it is. False: to be given up.
    std::function<bool(core::Position done)> progress;
    const SignedCheckpoints* signed_by = nullptr;  // nullptr: there are none
    const KeptTiles* tiles = nullptr;              // likewise
  };

  // What is found goes to `findings`, which outlives it.
  LogExamination(Parts parts, Findings& findings);

  // Reads on to `to`, which is durable. False when it is given up.
  [[nodiscard]] bool ReadTo(core::Position to);
  // No checkpoint is of more events than were read.
  void FinishCheckpoints();
  // The most events that a checkpoint says which was not reached; 0: there is none.
  [[nodiscard]] core::Position CheckpointsLeft() const {
    return checkpoints_ ? checkpoints_->Left() : 0;
  }

  // As Judge (made_of.h) wants it.
  [[nodiscard]] std::optional<core::Position> CoveredBySigned() const {
    return checkpoints_ ? checkpoints_->Covered() : 0;
  }

  // Every event so far could be read, and follows the one before.
  [[nodiscard]] bool whole() const { return whole_; }
  // Over the events before the first damage.
  [[nodiscard]] const store::Frontier& frontier() const { return frontier_; }

 private:
  void Take(core::Position position, std::string_view bytes);
  void TakeAlone(core::Position position, std::string_view bytes);
  [[nodiscard]] std::optional<core::Position> ReadableBehind(const store::Status& status,
                                                             core::Position to) const;
  void FindInLog(core::Position position, std::string what,
                 std::optional<core::Position> goes_on_at = std::nullopt);
  void Tell(core::Position position);

  const Parts parts_;
  Findings& findings_;
  std::optional<CheckpointExamination> checkpoints_;
  std::optional<TileExamination> tiles_;
  store::Frontier frontier_;
  bool whole_ = true;
  bool wanted_ = true;
  core::Position read_to_ = 0;
  core::Position step_ = 0;     // 0: not known yet
  core::Position told_at_ = 0;  // of the last progress
};

}  // namespace outturn::app
