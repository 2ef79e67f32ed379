// DaySeries: an amount that changes on days; the shape of every money figure in the state.
#pragma once

#include <memory>
#include <vector>

#include "services/core/day.h"
#include "services/core/money.h"

namespace outturn::core {

struct DayYear;  // a place for each day of one year

// A running total keyed by effective day. Before the first change the total is zero. Two series
// with the same totals on every day compare equal, whatever order their changes came in.
//
// What is kept is the change of each day, not its total: a backdated amount then touches one number
// and not every later one. A few changes are a list; more of them, of one year, have a place for
// each of its days and sums of blocks of days beside, so that a total, or the lowest of a year, is
// a few dozen additions, and where they lie is known before anything has been read.
class DaySeries {
 public:
  struct Change {
    Day day;
    Fen amount;  // not zero
    friend bool operator==(const Change&, const Change&) = default;
  };
  // The series with these changes, on rising days.
  [[nodiscard]] static DaySeries Of(std::vector<Change> changes);

  DaySeries();
  DaySeries(const DaySeries& other);
  DaySeries(DaySeries&& other) noexcept;
  DaySeries& operator=(const DaySeries& other);
  DaySeries& operator=(DaySeries&& other) noexcept;
  ~DaySeries();

  // Adds `amount` to the total of `day` and of every later day.
  void Add(Day day, Fen amount);

  // The total at the end of `day`.
  [[nodiscard]] Fen At(Day day) const;
  // The total after the last change.
  [[nodiscard]] Fen Last() const;

  struct Low {
    Fen amount;
    Day day;  // the first day, not before the one asked for, with that amount
  };
  // The least total on any day from `day` on (`day` included).
  [[nodiscard]] Low LowestFrom(Day day) const;

  // Asks the processor for the memory that LowestFrom will read for `day`, or Add; reads the series
  // itself only, nothing it points at.
  void FetchToRead(Day day) const;
  void FetchToAdd(Day day) const;

  // The series as it was at the end of `day`: later changes left out.
  [[nodiscard]] DaySeries CutAt(Day day) const;

  [[nodiscard]] bool empty() const { return few_.empty() && year_ == nullptr; }
  // The days on which the total changes, rising.
  [[nodiscard]] std::vector<Change> changes() const;

  friend bool operator==(const DaySeries& a, const DaySeries& b) {
    return a.changes() == b.changes();
  }

 private:
  friend class DaySums;
  static constexpr size_t kManyDays = 64;  // more changes than this are no list
  void AddToFew(Day day, Fen amount);
  void Spread();  // from the list to the year, where the changes are many and of one year

  std::vector<Change> few_;        // empty where there is a year
  std::unique_ptr<DayYear> year_;  // never of zeros only
};

}  // namespace outturn::core
