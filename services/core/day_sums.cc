#include "services/core/day_sums.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace outturn::core {

void DaySums::Add(const DaySeries& series, int sign) {
  const auto signed_amount = [sign](Fen amount) { return sign > 0 ? amount : -amount; };
  const DayYear* const year = series.year_.get();
  if (year == nullptr || year->first != first_) {
    for (const auto& [day, amount] : series.changes()) Add(day, signed_amount(amount));
    return;
  }
  for (size_t word = 0; word < touched_.size(); ++word) {
    const size_t begin = word * 64;
    const size_t end = std::min(begin + 64, of_year_.size());
    for (size_t of = begin; of < end; ++of) {
      const Fen amount = year->amounts[of];
      if (amount.zero()) continue;
      of_year_[of] += signed_amount(amount);
      touched_[word] |= uint64_t{1} << (of - begin);
    }
  }
}

DaySeries DaySums::Take() {
  DaySeries series;
  if (Touched() > DaySeries::kManyDays) {
    series.year_ = TakeYear();
  } else {
    series.few_ = TakeChanges();
  }
  for (const auto& [day, amount] : beyond_) series.Add(day, amount);
  beyond_.clear();
  return series;
}

size_t DaySums::Touched() const {
  size_t count = 0;
  for (const uint64_t days : touched_) count += static_cast<size_t>(std::popcount(days));
  return count;
}

std::vector<DaySeries::Change> DaySums::TakeChanges() {
  std::vector<DaySeries::Change> changes;
  changes.reserve(Touched());
  for (size_t word = 0; word < touched_.size(); ++word) {
    for (uint64_t days = std::exchange(touched_[word], 0); days != 0; days &= days - 1) {
      const size_t of = word * 64 + static_cast<size_t>(std::countr_zero(days));
      const Fen amount = std::exchange(of_year_[of], Fen());
      if (!amount.zero()) changes.push_back({first_.Plus(static_cast<int32_t>(of)), amount});
    }
  }
  return changes;
}

std::unique_ptr<DayYear> DaySums::TakeYear() {
  auto year = std::make_unique<DayYear>();
  year->first = first_;
  year->amounts = std::exchange(of_year_, {});
  year->ReckonAll();
  touched_ = {};
  return year->changes == 0 ? nullptr : std::move(year);
}

}  // namespace outturn::core
