#include "services/core/day_series.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "services/core/day_year.h"
#include "services/core/fetch.h"

namespace outturn::core {

DaySeries::DaySeries() = default;
DaySeries::DaySeries(DaySeries&& other) noexcept = default;
DaySeries& DaySeries::operator=(DaySeries&& other) noexcept = default;
DaySeries::~DaySeries() = default;

DaySeries::DaySeries(const DaySeries& other)
    : few_(other.few_), year_(other.year_ ? std::make_unique<DayYear>(*other.year_) : nullptr) {}

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
  if (few_.size() <= kManyDays) return;
  const Day first = Day::FirstOf(few_.front().day.year());
  if (few_.back().day.since_epoch() - first.since_epoch() >= DayYear::kDays) return;
  year_ = std::make_unique<DayYear>();
  year_->first = first;
  for (const auto& [day, amount] : few_) year_->amounts[DayYear::Index(year_->Of(day))] = amount;
  year_->ReckonAll();
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
  if (year_ != nullptr) return year_->Before(DayYear::kDays);
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
    FetchBytes(few_.data(), std::min(few_.size(), kManyDays) * sizeof(Change));
    return;
  }
  FetchBytes(year_.get(), offsetof(DayYear, amounts));
  FetchBytes(year_->BlockOf(day), DayYear::kBlock * sizeof(Fen));
}

void DaySeries::FetchToAdd(Day day) const {
  if (year_ == nullptr) {
    FetchToRead(day);
    return;
  }
  const Fen* block = year_->BlockOf(day);
  const size_t number = static_cast<size_t>(block - year_->amounts.data()) / DayYear::kBlock;
  __builtin_prefetch(&year_->sums[number]);
  __builtin_prefetch(&year_->lows[number]);
  __builtin_prefetch(&year_->first);
  FetchBytes(block, DayYear::kBlock * sizeof(Fen));
}

DaySeries DaySeries::CutAt(Day day) const {
  std::vector<Change> kept = changes();
  std::erase_if(kept, [day](const Change& change) { return change.day > day; });
  return Of(std::move(kept));
}

std::vector<DaySeries::Change> DaySeries::changes() const {
  if (year_ == nullptr) return few_;
  std::vector<Change> changes;
  changes.reserve(DayYear::Index(year_->changes));
  for (int32_t i = 0; i < DayYear::kDays; ++i) {
    const Fen amount = year_->amounts[DayYear::Index(i)];
    if (!amount.zero()) changes.push_back({year_->first.Plus(i), amount});
  }
  return changes;
}

}  // namespace outturn::core
