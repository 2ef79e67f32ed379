// DaySums: where the amounts of many events, or of many series, are added up day by day.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "services/core/day_series.h"
#include "services/core/day_year.h"

namespace outturn::core {

// Sums by day of one year, and a few days beyond it.
class DaySums {
 public:
  explicit DaySums(int year) : first_(Day::FirstOf(year)) {}

  void Add(Day day, Fen amount) {
    const int32_t index = day.since_epoch() - first_.since_epoch();
    if (index >= 0 && index < kDays) {
      const auto of = static_cast<size_t>(index);
      of_year_[of] += amount;
      touched_[of / 64] |= uint64_t{1} << of % 64;
    } else {
      beyond_.push_back({day, amount});
    }
  }
  // Adds the series, or takes it away.
  void Add(const DaySeries& series, int sign);
  // The series of these sums; they are zero again.
  [[nodiscard]] DaySeries Take();

 private:
  [[nodiscard]] size_t Touched() const;                        // how many days
  [[nodiscard]] std::vector<DaySeries::Change> TakeChanges();  // of the year
  [[nodiscard]] std::unique_ptr<DayYear> TakeYear();           // nullptr: all zero

  static constexpr int32_t kDays = DayYear::kDays;
  Day first_;
  std::array<Fen, kDays> of_year_{};
  // A bit for each day something was added to: of most sums that is a few, and there are many sums.
  std::array<uint64_t, (kDays + 63) / 64> touched_{};
  std::vector<DaySeries::Change> beyond_;
};

}  // namespace outturn::core
