// Monitor: the warnings of a ledger as of any day and as known at any position, and roll-ups over
// the ledgers of a year.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "services/app/questions/audit.h"
#include "services/app/questions/reports.h"
#include "services/app/questions/watched_payments.h"
#include "services/figures/monitoring/warnings.h"
#include "services/figures/values/rollup.h"

namespace outturn::app {

struct RollupQuestion {
  int year = 0;
  std::string unit;  // with all below it; empty: the whole book
  std::optional<core::Day> as_of;
  figures::GroupBy by = figures::GroupBy::kUnit;
  int levels = 3;
  core::Position known_at = 0;  // 0: now; else each ledger of the year as its history has it
};

// Threads: any. Book and reports outlive it.
class Monitor {
 public:
  Monitor(const Book& book, const Reports& reports)
      : book_(book), reports_(reports), audit_(book, reports), watched_(book) {}

  // Calls `use` with the cut asked for and its warnings; as Reports::WithCut. A warning that was
  // handled is held against what was known when it was: see RaisedWarning::outgrown.
  using Use = std::function<void(const figures::Cut&, const figures::Provenance&,
                                 const std::vector<figures::RaisedWarning>&)>;
  [[nodiscard]] std::optional<Trouble> WithWarnings(const Question& question, const Use& use);

  // The largest `most` events behind each of a warning's sums. Reads all of the ledger's events up
  // to the position asked for.
  [[nodiscard]] Asked<std::vector<Audit::Listed>> EventsBehind(
      const Question& question, const std::vector<figures::Figure>& sums, core::Day since,
      size_t most) const {
    return audit_.LargestBehind(question, sums, since, most);
  }

  struct RolledUp {
    figures::Rollup rollup;
    figures::Provenance provenance;  // no policy: there may be as many as ledgers
  };
  // UNIT_NOT_FOUND where no ledger of the year is of the unit or below it, DAY_OUTSIDE_YEAR,
  // POSITION_BEYOND_TAIL, DATA_DAMAGED.
  [[nodiscard]] Asked<RolledUp> RollUp(const RollupQuestion& question) const;

 private:
  [[nodiscard]] Asked<RolledUp> RollUpAsKnown(const RollupQuestion& question, core::Day day) const;
  using Warnings = std::vector<figures::RaisedWarning>;
  // As WithWarnings; whether they have outgrown their handling is not said.
  using Take = std::function<void(const figures::Cut&, const figures::Provenance&, Warnings&)>;
  [[nodiscard]] std::optional<Trouble> Derive(const Question& question, const Take& use);
  struct Handling {
    core::WarningTest test;
    std::string subject;
    core::Day on;
    core::Position position = 0;
  };
  // Marks what has outgrown its handling; gives the handlings of which that is not known yet.
  [[nodiscard]] std::vector<Handling> MarkOutgrown(Warnings& warnings) const;
  // Finds out how far the warning went when it was handled.
  [[nodiscard]] std::optional<Trouble> Recall(const core::LedgerId& ledger,
                                              const Handling& handling);

  const Book& book_;
  const Reports& reports_;
  Audit audit_;
  WatchedPayments watched_;
  // By the position of a handling, which never changes; nullopt: there was no such warning then.
  mutable std::mutex mutex_;
  std::map<core::Position, std::optional<figures::RaisedWarning::Extent>> extents_;
};

}  // namespace outturn::app
