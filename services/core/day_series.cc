#include "services/core/day_series.h"

#include <algorithm>

namespace outturn::core {
namespace {
bool DayBefore(Day day, const DaySeries::Step& step) { return day < step.day; }
}  // namespace

void DaySeries::Add(Day day, Fen amount) {
  if (amount.zero()) return;
  auto next = std::upper_bound(steps_.begin(), steps_.end(), day, DayBefore);
  if (next == steps_.begin() || std::prev(next)->day != day) {
    const Fen before = next == steps_.begin() ? Fen() : std::prev(next)->total;
    next = std::next(steps_.insert(next, Step{day, before}));
  }
  const auto changed = std::prev(next);
  for (auto step = changed; step != steps_.end(); ++step) step->total += amount;
  const Fen before = changed == steps_.begin() ? Fen() : std::prev(changed)->total;
  if (changed->total == before) steps_.erase(changed);
}

Fen DaySeries::At(Day day) const {
  const auto next = std::upper_bound(steps_.begin(), steps_.end(), day, DayBefore);
  return next == steps_.begin() ? Fen() : std::prev(next)->total;
}

DaySeries::Low DaySeries::LowestFrom(Day day) const {
  Low low{At(day), day};
  auto step = std::upper_bound(steps_.begin(), steps_.end(), day, DayBefore);
  for (; step != steps_.end(); ++step) {
    if (step->total < low.amount) low = Low{step->total, step->day};
  }
  return low;
}

DaySeries DaySeries::CutAt(Day day) const {
  DaySeries cut;
  const auto end = std::upper_bound(steps_.begin(), steps_.end(), day, DayBefore);
  cut.steps_.assign(steps_.begin(), end);
  return cut;
}

}  // namespace outturn::core
