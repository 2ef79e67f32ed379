#include "services/core/day_series.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outturn::core {
namespace {

constexpr int32_t kBlock = 16;   // days
constexpr int32_t kBlocks = 23;  // a leap year and two days
constexpr size_t kFew = 64;      // changes in a list
constexpr size_t kLine = 64;     // bytes the processor fetches at once
constexpr int32_t kDays = kBlock * kBlocks;

void FetchBytes(const void* begin, size_t size) {
  const auto* bytes = static_cast<const char*>(begin);
  for (size_t at = 0; at < size; at += kLine) {
    __builtin_prefetch(bytes + at);
  }
}

}  // namespace

struct alignas(kLine) DaySeries::Year {
  std::array<Fen, kBlocks> sums;  // of blocks
  std::array<Fen, kBlocks> lows;  // least running total within a block, from zero before it
  std::array<Fen, kDays> amounts;
  Day first;
  int32_t changes = 0;  // days whose amount is not zero

  static size_t Index(int32_t of) { return static_cast<size_t>(of); }
  [[nodiscard]] int32_t Of(Day day) const { return day.since_epoch() - first.since_epoch(); }
  [[nodiscard]] bool Has(Day day) const { return Of(day) >= 0 && Of(day) < kDays; }

  void Add(Day day, Fen amount) {
    Fen& changed = amounts[Index(Of(day))];
    changes -= changed.zero() ? 0 : 1;
    changed += amount;
    changes += changed.zero() ? 0 : 1;
    Reckon(Of(day) / kBlock);
  }

  void Reckon(int32_t block) {
    Fen sum;
    Fen lowest;
    for (int32_t i = block * kBlock; i < (block + 1) * kBlock; ++i) {
      sum += amounts[Index(i)];
      lowest = std::min(lowest, sum);
    }
    sums[Index(block)] = sum;
    lows[Index(block)] = lowest;
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
    const auto go_through = [&](int32_t from, int32_t to) {
      for (int32_t i = from; i < to; ++i) {
        total += amounts[Index(i)];
        if (total < low.amount) low = {total, first.Plus(i)};
      }
    };
    go_through(after, whole * kBlock);
    // Later blocks by what is known of them; gone through is the one with the lowest.
    int32_t lowest = kBlocks;
    Fen before_lowest;
    Fen least = low.amount;
    for (int32_t block = whole; block < kBlocks; ++block) {
      if (total + lows[Index(block)] < least) {
        least = total + lows[Index(block)];
        lowest = block;
        before_lowest = total;
      }
      total += sums[Index(block)];
    }
    total = before_lowest;
    if (lowest < kBlocks) go_through(lowest * kBlock, (lowest + 1) * kBlock);
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

void DaySeries::Fetch(Day day) const {
  if (year_ == nullptr) {
    FetchBytes(few_.data(), std::min(few_.size(), kFew) * sizeof(Change));
    return;
  }
  // Only the address of the year is known here, not yet its first day: that of `day`'s own year.
  const int32_t of_year = day.since_epoch() - Day::FirstOf(day.year()).since_epoch();
  FetchBytes(year_.get(), sizeof(Year::sums) + sizeof(Year::lows));
  FetchBytes(&year_->amounts[Year::Index(of_year / kBlock * kBlock)], kBlock * sizeof(Fen));
  __builtin_prefetch(&year_->first);
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
