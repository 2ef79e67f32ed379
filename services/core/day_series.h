// DaySeries: an amount that changes on days; the shape of every money figure in the state.
#pragma once

#include <vector>

#include "services/core/day.h"
#include "services/core/money.h"

namespace outturn::core {

// A running total keyed by effective day. Before the first change the total is zero. Two series
// with the same totals on every day compare equal, whatever order their changes came in.
class DaySeries {
 public:
  // Adds `amount` to the total of `day` and of every later day.
  void Add(Day day, Fen amount);

  // The total at the end of `day`.
  [[nodiscard]] Fen At(Day day) const;
  // The total after the last change.
  [[nodiscard]] Fen Last() const { return steps_.empty() ? Fen() : steps_.back().total; }

  struct Low {
    Fen amount;
    Day day;  // the first day, not before the one asked for, with that amount
  };
  // The least total on any day from `day` on (`day` included).
  [[nodiscard]] Low LowestFrom(Day day) const;

  // The series as it was at the end of `day`: later changes left out.
  [[nodiscard]] DaySeries CutAt(Day day) const;

  [[nodiscard]] bool empty() const { return steps_.empty(); }
  struct Step {
    Day day;
    Fen total;  // at the end of that day
    friend bool operator==(const Step&, const Step&) = default;
  };
  // The days on which the total changes, rising; no step repeats the total before it.
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }

  friend bool operator==(const DaySeries&, const DaySeries&) = default;

 private:
  std::vector<Step> steps_;
};

}  // namespace outturn::core
