// AuditPacks: gathers what services/audit puts into a pack.
#pragma once

#include <optional>
#include <string>

#include "services/app/proofs/proofs.h"
#include "services/app/questions/reports.h"

namespace outturn::app {

struct PackOrder {
  core::LedgerId ledger;
  std::optional<core::Day> as_of;    // of the forms; none: as Question
  bool withhold_classified = false;  // what concerns classified lines is only hashes
  uint64_t from = 0;                 // prove growth from the checkpoint of that size; 0: from none
  size_t signatures = 0;             // rest on the newest checkpoint with so many; 0: on one of now
  uint64_t known_at = 0;             // or on the one handed out of so many events
  GivenUp given_up = {};
};

struct MadePack {
  std::string bytes;
  // Where what is classified is withheld: what can be worked out all the same, from the forms'
  // totals less the public events; and forms that are not in it because a text they print names
  // something classified.
  figures::Leaks leaks;
  std::vector<std::string> forms_left_out;
};

// Threads: any. What it is made of outlives it.
class AuditPacks {
 public:
  AuditPacks(const Book& book, const Reports& reports, Proofs& proofs)
      : book_(book), reports_(reports), proofs_(proofs) {}

  // Trouble: as Reports::WithCut, Proofs::KnownCheckpoint, ProveConsistency; GIVEN_UP soon after
  // the order was.
  [[nodiscard]] Asked<MadePack> Create(const PackOrder& order) const;

 private:
  const Book& book_;
  const Reports& reports_;
  Proofs& proofs_;
};

}  // namespace outturn::app
