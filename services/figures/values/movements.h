// Movements: what single events add to the sums that figures are made of. The same facts as
// core's Evolve has, told event by event instead of summed up; a test over random years holds the
// two together.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "services/core/event.h"
#include "services/core/ledger_state.h"

namespace outturn::figures {

// What one event adds to one measure of one class of one line.
struct Movement {
  core::Measure measure;
  core::LineCode line;
  core::EconomicClass economic_class;  // empty: the document names none
  core::Fen amount;                    // below zero: takes away
};

// Reads one ledger's events, all of them and in their order: a release says only which commitment
// it releases.
class MovementReader {
 public:
  explicit MovementReader(std::string unit) : unit_(std::move(unit)) {}

  // The movements of the ledger's next event, leg by leg; good until the next call.
  const std::vector<Movement>& Read(const core::Event& event);

 private:
  struct Place {
    core::LineCode line;
    core::EconomicClass economic_class;
    bool procurement = false;
  };

  void Add(core::Measure measure, const core::LineCode& line,
           const core::EconomicClass& economic_class, core::Fen amount);
  void AddAll(core::Measure measure, const core::LineCode& line,
              const std::vector<core::ClassAmount>& amounts);
  void Take(const core::Virement& event);
  void Take(const core::Commitment& event, const core::EventRef& ref);
  void Take(const core::CommitmentRelease& event);
  void Take(const core::Payment& event);
  void Take(const core::Reversal& event);
  void Take(const core::Correction& event);

  std::string unit_;
  std::unordered_map<core::EventRef, Place, core::EventRefHash> commitments_;
  std::vector<Movement> movements_;
};

// A reversal takes back a payment, funds received or a refund of an earlier year.
enum class Reversed : uint8_t { kPayment, kFundsReceived, kPriorYearRefund };
[[nodiscard]] Reversed WhatWasReversed(const core::Reversal& event);

// What an event adds to the gross adjustments and why; zero for other kinds. Of a virement what was
// shifted, once.
struct Adjustment {
  core::Fen amount;
  core::Cause cause = core::Cause::kUnspecified;
};
[[nodiscard]] Adjustment AdjustmentOf(const core::Event& event, const std::string& unit);

// What an event adds to the refunds of earlier years received.
[[nodiscard]] core::Fen RefundOf(const core::Event& event);

}  // namespace outturn::figures
