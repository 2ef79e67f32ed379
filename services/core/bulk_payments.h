// BulkPayments: many plain payments folded into a ledger at once, in any order. The ledger becomes
// what Evolve by each of them would have made it, at a few nanoseconds for each.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/core/day_sums.h"
#include "services/core/ledger_state.h"

namespace outturn::core {

class BulkPayments {
 public:
  // The ledger outlives it, and has been opened.
  explicit BulkPayments(LedgerState& ledger) : ledger_(ledger) {}

  // The number of a place payments are from: a class of a line, once for those that are procurement
  // and once for others. The line is opened before Finish, if there are any.
  [[nodiscard]] uint32_t Place(const LineCode& line, const EconomicClass& economic_class,
                               bool procurement);
  void Add(uint32_t place, Day day, Fen amount) {
    places_[place].used = true;
    places_[place].sums.Add(day, amount);
    turnover_ += amount;
    latest_on_ = std::max(latest_on_, day);
  }

  // Folds them in: to be called once, also without any. What follows from the measures of a cell —
  // budgets and headroom — is reckoned anew for the whole ledger, whatever it was before.
  // `version` and `last_position` are the caller's to set.
  void Finish();

 private:
  struct OfPlace {
    LineCode line;
    EconomicClass economic_class;
    bool procurement;
    bool used;
    DaySums sums;
  };

  LedgerState& ledger_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::deque<OfPlace> places_;  // large ones: not to be moved
  Fen turnover_;
  Day latest_on_;
};

// Reckons budgets and headroom from the measures, for the whole ledger.
void ReckonHeadroom(LedgerState& ledger);
// Takes away what ReckonHeadroom puts there.
void DropHeadroom(LedgerState& ledger);

}  // namespace outturn::core
