#include "services/core/day_series.h"

#include <algorithm>
#include <utility>

namespace outturn::core {
namespace {
constexpr size_t kBlock = 16;
constexpr size_t kShort = 48;  // below it a series is read through
}  // namespace

// Days of payments lie about evenly over the year: a guess is nearly right, where halving would
// wait for memory at every step.
size_t DaySeries::Guess(Day day) const {
  const int64_t span = changes_.back().day.since_epoch() - changes_.front().day.since_epoch();
  const int64_t from_first = day.since_epoch() - changes_.front().day.since_epoch();
  return static_cast<size_t>(from_first * static_cast<int64_t>(changes_.size() - 1) / span);
}

size_t DaySeries::After(Day day) const {
  if (changes_.empty() || day < changes_.front().day) return 0;
  if (day >= changes_.back().day) return changes_.size();
  size_t next = Guess(day);
  while (next > 0 && changes_[next - 1].day > day) --next;
  while (changes_[next].day <= day) ++next;
  return next;
}

Fen DaySeries::SumBefore(size_t index) const {
  Fen sum;
  size_t i = 0;
  if (!blocks_.empty()) {
    for (size_t block = 0; block < index / kBlock; ++block) sum += blocks_[block].sum;
    i = index / kBlock * kBlock;
  }
  for (; i < index; ++i) sum += changes_[i].amount;
  return sum;
}

void DaySeries::Reckon(size_t block) {
  const size_t begin = block * kBlock;
  const size_t end = std::min(begin + kBlock, changes_.size());
  Fen sum = changes_[begin].amount;
  Fen lowest = sum;
  for (size_t i = begin + 1; i < end; ++i) {
    sum += changes_[i].amount;
    lowest = std::min(lowest, sum);
  }
  blocks_[block] = {sum, lowest};
}

void DaySeries::ReckonFrom(size_t index) {
  if (changes_.size() < kShort) {
    blocks_.clear();
    return;
  }
  const size_t from = blocks_.empty() ? 0 : index / kBlock;
  blocks_.resize((changes_.size() + kBlock - 1) / kBlock);
  for (size_t block = from; block < blocks_.size(); ++block) Reckon(block);
}

void DaySeries::Add(Day day, Fen amount) {
  if (amount.zero()) return;
  const size_t next = After(day);
  if (next == 0 || changes_[next - 1].day != day) {
    changes_.insert(changes_.begin() + static_cast<ptrdiff_t>(next), Change{day, amount});
    ReckonFrom(next);
    return;
  }
  Change& changed = changes_[next - 1];
  changed.amount += amount;
  if (changed.amount.zero()) {
    changes_.erase(changes_.begin() + static_cast<ptrdiff_t>(next - 1));
    ReckonFrom(next - 1);
  } else if (!blocks_.empty()) {
    Reckon((next - 1) / kBlock);
  }
}

Fen DaySeries::At(Day day) const { return SumBefore(After(day)); }

DaySeries::Low DaySeries::LowestFrom(Day day) const {
  size_t i = After(day);
  Fen total = SumBefore(i);
  Low low{total, day};
  while (i < changes_.size()) {
    const bool whole = !blocks_.empty() && i % kBlock == 0;
    if (whole && total + blocks_[i / kBlock].lowest >= low.amount) {
      total += blocks_[i / kBlock].sum;
      i += kBlock;
      continue;
    }
    const size_t end = std::min((i / kBlock + 1) * kBlock, changes_.size());
    for (; i < end; ++i) {
      total += changes_[i].amount;
      if (total < low.amount) low = Low{total, changes_[i].day};
    }
  }
  return low;
}

void DaySeries::FetchEnds() const {
  if (changes_.empty()) return;
  __builtin_prefetch(&changes_.front());
  __builtin_prefetch(&changes_.back());
  for (size_t block = 0; block < blocks_.size(); block += 64 / sizeof(Block)) {
    __builtin_prefetch(&blocks_[block]);
  }
}

void DaySeries::FetchAround(Day day) const {
  if (changes_.empty() || day < changes_.front().day || day >= changes_.back().day) return;
  const size_t begin = Guess(day) / kBlock * kBlock;  // sums are of whole blocks
  const size_t end = std::min(begin + kBlock, changes_.size());
  for (size_t i = begin; i < end; i += 64 / sizeof(Change)) __builtin_prefetch(&changes_[i]);
}

DaySeries DaySeries::CutAt(Day day) const {
  return Of({changes_.begin(), changes_.begin() + static_cast<ptrdiff_t>(After(day))});
}

DaySeries DaySeries::Of(std::vector<Change> changes) {
  DaySeries series;
  series.changes_ = std::move(changes);
  series.ReckonFrom(0);
  return series;
}

}  // namespace outturn::core
