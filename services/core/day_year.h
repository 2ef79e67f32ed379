// DayYear: the amounts of a year by day, with sums of blocks of days beside; inside of DaySeries
// and DaySums, nobody else's.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "services/core/day.h"
#include "services/core/day_series.h"
#include "services/core/money.h"

namespace outturn::core {

constexpr size_t kDayYearLine = 64;  // bytes of memory that come together

struct alignas(kDayYearLine) DayYear {
  static constexpr int32_t kBlock = 16;   // days
  static constexpr int32_t kBlocks = 23;  // a leap year and two days
  static constexpr int32_t kDays = kBlock * kBlocks;

  std::array<Fen, kBlocks> sums;        // of blocks
  std::array<Fen, kBlocks> lows;        // least running total within a block, from zero before it
  std::array<uint8_t, kBlocks> lowest;  // the first day of the block with that total
  Day first;
  int32_t changes = 0;                                   // days whose amount is not zero
  alignas(kDayYearLine) std::array<Fen, kDays> amounts;  // a block is two lines of memory

  static size_t Index(int32_t of) { return static_cast<size_t>(of); }
  [[nodiscard]] int32_t Of(Day day) const { return day.since_epoch() - first.since_epoch(); }
  [[nodiscard]] bool Has(Day day) const { return Of(day) >= 0 && Of(day) < kDays; }
  // Where the block of `day` is, reading nothing: as if `first` were of that day's own year.
  [[nodiscard]] const Fen* BlockOf(Day day) const {
    const int32_t of_year = day.since_epoch() - Day::FirstOf(day.year()).since_epoch();
    return &amounts[Index(of_year / kBlock * kBlock)];
  }

  void Add(Day day, Fen amount) {
    Fen& changed = amounts[Index(Of(day))];
    changes -= changed.zero() ? 0 : 1;
    changed += amount;
    changes += changed.zero() ? 0 : 1;
    Reckon(Of(day) / kBlock);
  }

  // What is known of every block, and how many days change anything.
  void ReckonAll() {
    changes = 0;
    for (const Fen amount : amounts) changes += amount.zero() ? 0 : 1;
    for (int32_t block = 0; block < kBlocks; ++block) Reckon(block);
  }

  void Reckon(int32_t block) {
    Fen sum;
    Fen low;
    uint8_t lowest_day = 0;
    for (uint8_t i = 0; i < kBlock; ++i) {
      sum += amounts[Index(block * kBlock + i)];
      if (sum < low) {
        low = sum;
        lowest_day = i;
      }
    }
    sums[Index(block)] = sum;
    lows[Index(block)] = low;
    lowest[Index(block)] = lowest_day;
  }

  // The total before the day of that number, from 0 to kDays.
  [[nodiscard]] Fen Before(int32_t of) const {
    Fen sum;
    for (int32_t block = 0; block < of / kBlock; ++block) sum += sums[Index(block)];
    for (int32_t i = of / kBlock * kBlock; i < of; ++i) sum += amounts[Index(i)];
    return sum;
  }

  // The number of the day after `day`, from 0 to kDays.
  [[nodiscard]] int32_t After(Day day) const { return std::clamp(Of(day) + 1, 0, kDays); }

  [[nodiscard]] DaySeries::Low LowestFrom(Day day) const {
    const int32_t after = After(day);
    const int32_t whole = (after + kBlock - 1) / kBlock;  // the first block that is all later
    Fen total = Before(after);
    DaySeries::Low low{total, day};
    for (int32_t i = after; i < whole * kBlock; ++i) {
      total += amounts[Index(i)];
      if (total < low.amount) low = {total, first.Plus(i)};
    }
    // Later blocks by what is known of them.
    for (int32_t block = whole; block < kBlocks; ++block) {
      const Fen there = total + lows[Index(block)];
      if (there < low.amount) low = {there, first.Plus(block * kBlock + lowest[Index(block)])};
      total += sums[Index(block)];
    }
    return low;
  }
};

}  // namespace outturn::core
