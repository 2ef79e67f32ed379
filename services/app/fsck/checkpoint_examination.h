// Checkpoints that were handed out, beside a tree that grows by the log's events: every one of them
// has to be a tree this one once was, so each is consistent with every other.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/app/proofs/signed_checkpoints.h"
#include "services/core/header.h"
#include "store/tree/merkle.h"

namespace outturn::app {

class CheckpointExamination {
 public:
  // Hears of each that is not, with its number of events.
  using Find = std::function<void(core::Position, std::string)>;

  CheckpointExamination(const SignedCheckpoints& signed_by, Find find);

  // The log's next event.
  void Take(std::string_view bytes);
  // What is left says more events than there are.
  void Finish();
  // The most events that one of those says; 0: none is left.
  [[nodiscard]] core::Position Left() const;
  // The most events of one that the log's tree so far agrees with; nullopt: it was signed of
  // another.
  [[nodiscard]] std::optional<core::Position> Covered() const { return covered_; }

 private:
  void Compare();

  store::Frontier frontier_;
  Find find_;
  std::optional<core::Position> covered_ = 0;
  std::map<uint64_t, std::vector<store::Hash>> expected_;  // by size; those not yet reached
};

}  // namespace outturn::app
