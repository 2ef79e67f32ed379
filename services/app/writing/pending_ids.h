// PendingIds: which events of a group may have an id, by its fingerprint.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace outturn::app {

// Open addressing; keeps its memory, and is emptied in no time: groups follow each other by the
// thousand.
class PendingIds {
 public:
  // `event`: index into the group's events.
  void Add(uint64_t fingerprint, size_t event) {
    if (2 * ++count_ > slots_.size()) Grow();
    Put({fingerprint, round_, static_cast<uint32_t>(event)});
  }

  // Asks the processor for the memory that Find will read first.
  [[gnu::always_inline]] void Fetch(uint64_t fingerprint) const {
    if (count_ > 0) __builtin_prefetch(&slots_[HomeOf(fingerprint)]);
  }

  // The first event added with the fingerprint that `is_it` says yes to.
  template <typename IsIt>
  [[nodiscard]] std::optional<size_t> Find(uint64_t fingerprint, IsIt is_it) const {
    if (count_ == 0) return std::nullopt;
    for (size_t at = HomeOf(fingerprint); Taken(slots_[at]); at = After(at)) {
      if (slots_[at].fingerprint == fingerprint && is_it(slots_[at].event)) return slots_[at].event;
    }
    return std::nullopt;
  }

  void Clear() {
    count_ = 0;
    if (++round_ == 0) slots_.assign(slots_.size(), Slot());
    round_ = std::max(round_, 1U);
  }

 private:
  struct Slot {
    uint64_t fingerprint = 0;
    uint32_t round = 0;  // it was taken in; another one than now: free
    uint32_t event = 0;
  };
  [[nodiscard]] bool Taken(const Slot& slot) const { return slot.round == round_; }
  // The number of slots is a power of two.
  [[nodiscard]] size_t HomeOf(uint64_t fingerprint) const {
    return static_cast<size_t>(fingerprint) & (slots_.size() - 1);
  }
  [[nodiscard]] size_t After(size_t at) const { return (at + 1) & (slots_.size() - 1); }
  void Put(const Slot& slot) {
    size_t at = HomeOf(slot.fingerprint);
    while (Taken(slots_[at])) at = After(at);
    slots_[at] = slot;
  }
  void Grow() {
    std::vector<Slot> before(std::max<size_t>(2 * slots_.size(), 1'024));
    before.swap(slots_);
    for (const Slot& slot : before) {
      if (Taken(slot)) Put(slot);
    }
  }

  std::vector<Slot> slots_;
  size_t count_ = 0;
  uint32_t round_ = 1;
};

}  // namespace outturn::app
