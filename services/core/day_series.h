// DaySeries: an amount that changes on days; the shape of every money figure in the state.
#pragma once

#include <vector>

#include "services/core/day.h"
#include "services/core/money.h"

namespace outturn::core {

// A running total keyed by effective day. Before the first change the total is zero. Two series
// with the same totals on every day compare equal, whatever order their changes came in.
//
// What is kept is the change of each day, not its total: a backdated amount then touches one number
// and not every later one. Long series keep sums of their blocks beside, so that a total or the
// lowest total of a year of changes costs a few dozen additions.
class DaySeries {
 public:
  struct Change {
    Day day;
    Fen amount;  // not zero
    friend bool operator==(const Change&, const Change&) = default;
  };
  // The series with these changes, on rising days.
  [[nodiscard]] static DaySeries Of(std::vector<Change> changes);

  // Adds `amount` to the total of `day` and of every later day.
  void Add(Day day, Fen amount);

  // The total at the end of `day`.
  [[nodiscard]] Fen At(Day day) const;
  // The total after the last change.
  [[nodiscard]] Fen Last() const { return SumBefore(changes_.size()); }

  struct Low {
    Fen amount;
    Day day;  // the first day, not before the one asked for, with that amount
  };
  // The least total on any day from `day` on (`day` included).
  [[nodiscard]] Low LowestFrom(Day day) const;

  // Asks the processor for the memory that the calls above will read: first where the ends lie,
  // and, once that is there, what lies about `day`.
  void FetchEnds() const;
  void FetchAround(Day day) const;

  // The series as it was at the end of `day`: later changes left out.
  [[nodiscard]] DaySeries CutAt(Day day) const;

  [[nodiscard]] bool empty() const { return changes_.empty(); }
  // The days on which the total changes, rising.
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }

  friend bool operator==(const DaySeries& a, const DaySeries& b) {
    return a.changes_ == b.changes_;
  }

 private:
  struct Block {  // of kBlock changes, the last one of fewer
    Fen sum;
    Fen lowest;  // least running total after any of its changes, from zero before the first
  };
  // The index of the first change after `day`, and a guess at it where both ends are not it.
  [[nodiscard]] size_t After(Day day) const;
  [[nodiscard]] size_t Guess(Day day) const;
  [[nodiscard]] Fen SumBefore(size_t index) const;
  void Reckon(size_t block);
  void ReckonFrom(size_t index);  // the block of that change and all later ones

  std::vector<Change> changes_;
  std::vector<Block> blocks_;  // empty while the series is short
};

}  // namespace outturn::core
