// Monitor: the warnings of a ledger as of any day and as known at any position, and roll-ups over
// the ledgers of a year.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/app/reports.h"
#include "services/app/watched_payments.h"
#include "services/figures/rollup.h"
#include "services/figures/warnings.h"

namespace outturn::app {

struct RollupQuestion {
  int year = 0;
  std::string unit;  // with all below it; empty: the whole book
  std::optional<core::Day> as_of;
  figures::GroupBy by = figures::GroupBy::kUnit;
  int levels = 3;
  core::Position known_at = 0;  // 0: now; else each ledger of the year is folded anew
};

// Threads: any. Book and reports outlive it.
class Monitor {
 public:
  Monitor(const Book& book, const Reports& reports)
      : book_(book), reports_(reports), watched_(book) {}

  // Calls `use` with the cut asked for and its warnings; as Reports::WithCut.
  using Use = std::function<void(const figures::Cut&, const figures::Provenance&,
                                 const std::vector<figures::RaisedWarning>&)>;
  [[nodiscard]] std::optional<Trouble> WithWarnings(const Question& question, const Use& use);

  struct RolledUp {
    figures::Rollup rollup;
    figures::Provenance provenance;  // no policy: there may be as many as ledgers
  };
  // UNIT_NOT_FOUND where no ledger of the year is of the unit or below it, DAY_OUTSIDE_YEAR,
  // POSITION_BEYOND_TAIL, DATA_DAMAGED.
  [[nodiscard]] Asked<RolledUp> RollUp(const RollupQuestion& question) const;

 private:
  [[nodiscard]] Asked<RolledUp> RollUpAsKnown(const RollupQuestion& question, core::Day day) const;

  const Book& book_;
  const Reports& reports_;
  WatchedPayments watched_;
};

}  // namespace outturn::app
