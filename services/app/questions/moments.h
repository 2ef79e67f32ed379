// Moments: which position of the book a caller means by "as it was known then".
#pragma once

#include <string>

#include "services/app/book.h"
#include "services/app/proofs/proofs.h"
#include "services/app/trouble.h"
#include "services/figures/table.h"

namespace outturn::app {

// Threads: any. What it is made of outlives it; without proofs there are no checkpoints.
class Moments {
 public:
  explicit Moments(const Book& book, Proofs* proofs = nullptr) : book_(book), proofs_(proofs) {}

  struct Moment {
    core::Position position = 0;
    core::Instant recorded_at;  // of the event there
  };
  // POSITION_BEYOND_TAIL, DATA_DAMAGED.
  [[nodiscard]] Asked<Moment> At(core::Position position) const;
  // The last position recorded at or before `instant`. BEFORE_THE_BOOK when nothing was,
  // AHEAD_OF_NOW when the instant has not come; but the end of this second and that of
  // today, in China, are taken for now.
  [[nodiscard]] Asked<Moment> At(core::Instant instant) const;
  // What an answer about the whole book rests on, as known at `position` (0: now). It has neither
  // day nor policy. POSITION_BEYOND_TAIL, DATA_DAMAGED.
  [[nodiscard]] Asked<figures::Provenance> BookAt(core::Position position) const;
  // Where the checkpoint somebody means ends; trouble as Proofs::FindCheckpoint.
  [[nodiscard]] Asked<core::Position> OfCheckpoint(const std::string& said) const;

 private:
  // Now; what is recorded has come, also where the clock was put back since.
  [[nodiscard]] Asked<core::Instant> Latest() const;

  const Book& book_;
  Proofs* proofs_;
};

}  // namespace outturn::app
