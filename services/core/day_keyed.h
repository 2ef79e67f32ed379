// DayKeyed<T>: a fact that is replaced from time to time (a quota, a goal, a target).
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/core/day.h"

namespace outturn::core {

// Every value with its effective day and the position that recorded it, ordered by (day, position).
// The value in force on a day is the last one not after it: the greatest day wins, then the later
// record.
template <typename T>
class DayKeyed {
 public:
  struct Entry {
    Day day;
    uint64_t position = 0;
    T value;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  void Put(Day day, uint64_t position, T value) {
    auto next = std::upper_bound(entries_.begin(), entries_.end(), std::pair(day, position),
                                 [](const auto& key, const Entry& entry) {
                                   return key < std::pair(entry.day, entry.position);
                                 });
    entries_.insert(next, Entry{day, position, std::move(value)});
  }

  // nullptr when nothing was in force on `day`.
  [[nodiscard]] const T* At(Day day) const {
    const Entry* entry = EntryAt(day);
    return entry ? &entry->value : nullptr;
  }
  [[nodiscard]] const Entry* EntryAt(Day day) const {
    const auto next = std::upper_bound(entries_.begin(), entries_.end(), day,
                                       [](Day d, const Entry& entry) { return d < entry.day; });
    return next == entries_.begin() ? nullptr : &*std::prev(next);
  }

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  void CutAt(Day day) {
    std::erase_if(entries_, [day](const Entry& entry) { return entry.day > day; });
  }
  friend bool operator==(const DayKeyed&, const DayKeyed&) = default;

 private:
  std::vector<Entry> entries_;
};

}  // namespace outturn::core
