#include "services/core/day_series.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "services/core/fetch.h"

namespace outturn::core {
namespace {

constexpr int32_t kBlock = 16;   // days
constexpr int32_t kBlocks = 23;  // a leap year and two days
constexpr size_t kFew = 64;      // changes in a list
constexpr size_t kLine = 64;     // bytes of memory that come together
constexpr int32_t kDays = kBlock * kBlocks;

}  // namespace

struct alignas(kLine) DaySeries::Year {
  std::array<Fen, kBlocks> sums;        // of blocks
  std::array<Fen, kBlocks> lows;        // least running total within a block, from zero before it
  std::array<uint8_t, kBlocks> lowest;  // the first day of the block with that total
  Day first;
  int32_t changes = 0;                            // days whose amount is not zero
  alignas(kLine) std::array<Fen, kDays> amounts;  // a block is two lines of memory

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

  [[nodiscard]] Low LowestFrom(Day day) const {
    const int32_t after = After(day);
    const int32_t whole = (after + kBlock - 1) / kBlock;  // the first block that is all later
    Fen total = Before(after);
    Low low{total, day};
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

DaySeries::DaySeries() = default;
DaySeries::DaySeries(DaySeries&& other) noexcept = default;
DaySeries& DaySeries::operator=(DaySeries&& other) noexcept = default;
DaySeries::~DaySeries() = default;

DaySeries::DaySeries(const DaySeries& other)
    : few_(other.few_), year_(other.year_ ? std::make_unique<Year>(*other.year_) : nullptr) {}

DaySeries& DaySeries::operator=(const DaySeries& other) { return *this = DaySeries(other); }

DaySeries DaySeries::Of(std::vector<Change> changes) {
  DaySeries series;
  series.few_ = std::move(changes);
  series.Spread();
  return series;
}

void DaySeries::Add(Day day, Fen amount) {
  if (amount.zero()) return;
  if (year_ != nullptr && !year_->Has(day)) {
    few_ = changes();  // more than a year: a list, however long
    year_.reset();
  }
  if (year_ == nullptr) {
    AddToFew(day, amount);
    return;
  }
  year_->Add(day, amount);
  if (year_->changes == 0) year_.reset();
}

void DaySeries::AddToFew(Day day, Fen amount) {
  const auto next = std::lower_bound(few_.begin(), few_.end(), day,
                                     [](const Change& a, Day asked) { return a.day < asked; });
  if (next == few_.end() || next->day != day) {
    few_.insert(next, Change{day, amount});
    Spread();
    return;
  }
  next->amount += amount;
  if (next->amount.zero()) few_.erase(next);
}

void DaySeries::Spread() {
  if (few_.size() <= kFew) return;
  const Day first = Day::FirstOf(few_.front().day.year());
  if (few_.back().day.since_epoch() - first.since_epoch() >= kDays) return;
  year_ = std::make_unique<Year>();
  year_->first = first;
  year_->changes = static_cast<int32_t>(few_.size());
  for (const auto& [day, amount] : few_) year_->amounts[Year::Index(year_->Of(day))] = amount;
  for (int32_t block = 0; block < kBlocks; ++block) year_->Reckon(block);
  few_ = {};  // with its memory
}

Fen DaySeries::At(Day day) const {
  if (year_ != nullptr) return year_->Before(year_->After(day));
  Fen sum;
  for (const Change& change : few_) {
    if (change.day > day) break;
    sum += change.amount;
  }
  return sum;
}

Fen DaySeries::Last() const {
  if (year_ != nullptr) return year_->Before(kDays);
  Fen sum;
  for (const Change& change : few_) sum += change.amount;
  return sum;
}

DaySeries::Low DaySeries::LowestFrom(Day day) const {
  if (year_ != nullptr) return year_->LowestFrom(day);
  Fen total = At(day);
  Low low{total, day};
  for (const Change& change : few_) {
    if (change.day <= day) continue;
    total += change.amount;
    if (total < low.amount) low = {total, change.day};
  }
  return low;
}

void DaySeries::FetchToRead(Day day) const {
  if (year_ == nullptr) {
    FetchBytes(few_.data(), std::min(few_.size(), kFew) * sizeof(Change));
    return;
  }
  FetchBytes(year_.get(), offsetof(Year, amounts));
  FetchBytes(year_->BlockOf(day), kBlock * sizeof(Fen));
}

void DaySeries::FetchToAdd(Day day) const {
  if (year_ == nullptr) {
    FetchToRead(day);
    return;
  }
  const Fen* block = year_->BlockOf(day);
  const size_t number = static_cast<size_t>(block - year_->amounts.data()) / kBlock;
  __builtin_prefetch(&year_->sums[number]);
  __builtin_prefetch(&year_->lows[number]);
  __builtin_prefetch(&year_->first);
  FetchBytes(block, kBlock * sizeof(Fen));
}

DaySeries DaySeries::CutAt(Day day) const {
  std::vector<Change> kept = changes();
  std::erase_if(kept, [day](const Change& change) { return change.day > day; });
  return Of(std::move(kept));
}

std::vector<DaySeries::Change> DaySeries::changes() const {
  if (year_ == nullptr) return few_;
  std::vector<Change> changes;
  changes.reserve(Year::Index(year_->changes));
  for (int32_t i = 0; i < kDays; ++i) {
    const Fen amount = year_->amounts[Year::Index(i)];
    if (!amount.zero()) changes.push_back({year_->first.Plus(i), amount});
  }
  return changes;
}

}  // namespace outturn::core
