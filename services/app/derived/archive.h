// Archive: any state of core to bytes and back, field by field in the order they are declared. For
// derived state only: what it writes is thrown away when a structure changes (ShapeOf tells).
#pragma once

#include <algorithm>
#include <array>
#include <boost/pfr.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "services/core/code_map.h"
#include "services/core/day_keyed.h"
#include "services/core/day_series.h"
#include "services/core/decimal.h"
#include "services/core/ledger_state.h"

namespace outturn::app {

// The fields of a structure, as a tuple of references.
template <typename T>
auto FieldsOf(T& value) {
  using Plain = std::remove_const_t<T>;
  // These two g++ 12 cannot take apart by itself (it breaks on their arrays of series).
  if constexpr (std::is_same_v<Plain, core::Cell>) {
    return std::tie(value.measures, value.headroom);
  } else if constexpr (std::is_same_v<Plain, core::LedgerState>) {
    return std::tie(value.id, value.opened, value.opened_on, value.policy, value.closed,
                    value.closed_now, value.version, value.last_position, value.turnover,
                    value.latest_on, value.lines, value.three_public_headroom, value.adjustments,
                    value.commitments, value.receipts, value.placements, value.prior_year_refunds,
                    value.prior_year_refunded, value.indicators, value.deviations, value.goals,
                    value.texts, value.forecasts, value.handlings, value.quotas, value.headcounts,
                    value.buildings, value.prior_year, value.declarations, value.publications);
  } else {
    return boost::pfr::structure_tie(value);
  }
}

// A type as the archive sees it: two structures of one shape are written alike.
template <typename T>
std::string ShapeOf() {
  if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return "n" + std::to_string(sizeof(T));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return "s";
  } else if constexpr (std::is_same_v<T, core::Fen>) {
    return "f";
  } else if constexpr (std::is_same_v<T, core::Day>) {
    return "d";
  } else if constexpr (std::is_same_v<T, core::Decimal>) {
    return "m";
  } else if constexpr (std::is_same_v<T, core::DaySeries>) {
    return "S";
  } else if constexpr (requires(T value) { value.entries().front().value; }) {
    return "K" + ShapeOf<std::decay_t<decltype(std::declval<T>().entries().front().value)>>();
  } else if constexpr (requires(T value) { value.has_value(); }) {
    return "o" + ShapeOf<typename T::value_type>();
  } else if constexpr (requires(T value) { value.begin(); }) {
    return "[" + ShapeOf<std::decay_t<typename T::value_type>>() + "]";
  } else if constexpr (requires(T value) { value.second; }) {
    return "(" + ShapeOf<std::remove_const_t<typename T::first_type>>() +
           ShapeOf<typename T::second_type>() + ")";
  } else {
    return []<typename... Fields>(std::type_identity<std::tuple<Fields...>>) {
      return "{" + (ShapeOf<std::decay_t<Fields>>() + ... + std::string()) + "}";
    }(std::type_identity<decltype(FieldsOf(std::declval<T&>()))>());
  }
}

// What has no order of its own is written as it lies: quick, and read again just as well.
// Canonical: sorted, so that equal values give equal bytes.
enum class Order : bool { kAsItLies, kCanonical };

class ArchiveWriter {
 public:
  explicit ArchiveWriter(std::string& bytes, Order order = Order::kAsItLies)
      : bytes_(bytes), order_(order) {}

  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  void Signed(int64_t value) {
    Number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
  }

  void Put(const std::string& text) {
    Number(text.size());
    bytes_ += text;
  }
  void Put(core::Fen amount) { Signed(amount.count()); }
  void Put(core::Day day) { Signed(day.since_epoch()); }
  void Put(core::Decimal value) { Signed(value.millionths()); }
  void Put(const core::DaySeries& series) {
    const std::vector<core::DaySeries::Change> changes = series.changes();
    Number(changes.size());
    int32_t before = 0;
    for (const auto& [day, amount] : changes) {
      Signed(day.since_epoch() - before);
      Signed(amount.count());
      before = day.since_epoch();
    }
  }
  template <typename T>
  void Put(const core::DayKeyed<T>& history) {
    Put(history.entries());
  }
  template <typename T>
  void Put(const std::optional<T>& value) {
    Number(value ? 1 : 0);
    if (value) Put(*value);
  }
  template <typename A, typename B>
  void Put(const std::pair<A, B>& both) {
    Put(both.first);
    Put(both.second);
  }
  template <typename T, size_t N>
  void Put(const std::array<T, N>& items) {
    for (const T& item : items) Put(item);
  }
  template <typename T>
  void Put(const T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      Signed(static_cast<int64_t>(value));
    } else if constexpr (requires { value.begin(); }) {
      Number(value.size());
      if constexpr (requires { value.bucket_count(); }) {
        if (order_ == Order::kCanonical) {
          PutSorted(value);
          return;
        }
      }
      for (const auto& item : value) Put(item);
    } else {
      std::apply([&](const auto&... fields) { (Put(fields), ...); }, FieldsOf(value));
    }
  }

 private:
  template <typename Map>
  void PutSorted(const Map& map) {
    std::vector<const typename Map::value_type*> items;
    items.reserve(map.size());
    for (const auto& item : map) items.push_back(&item);
    std::sort(items.begin(), items.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* item : items) Put(*item);
  }

  std::string& bytes_;
  const Order order_;
};

// After bytes that are not what ArchiveWriter wrote, good() is false and what was read is worth
// nothing.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  int64_t Signed() {
    const uint64_t value = Number();
    return static_cast<int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }

  // A text where it lies.
  std::string_view Bytes() {
    const size_t size = Size();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  void Get(std::string& text) { text.assign(Bytes()); }
  void Get(core::Fen& amount) { amount = core::Fen(Signed()); }
  void Get(core::Day& day) { day = core::Day().Plus(static_cast<int32_t>(Signed())); }
  void Get(core::Decimal& value) { value = core::Decimal::OfMillionths(Signed()); }
  void Get(core::DaySeries& series) {
    std::vector<core::DaySeries::Change> changes(Size());
    int64_t day = 0;
    uint64_t moved = 0;
    bool first = true;
    for (core::DaySeries::Change& change : changes) {
      const int64_t days = Signed();
      const int64_t amount = Signed();
      // A series on falling days, or one that no book can hold, would end the program later.
      moved += Magnitude(amount);
      good_ = good_ && (first || days > 0) && Magnitude(days) < kMostDays && moved < kMostMoved;
      if (!good_) return;
      day += days;
      first = false;
      change = {core::Day().Plus(static_cast<int32_t>(day)), core::Fen(amount)};
    }
    series = core::DaySeries::Of(std::move(changes));
  }
  template <typename T>
  void Get(core::DayKeyed<T>& history) {
    std::vector<typename core::DayKeyed<T>::Entry> entries;
    Get(entries);
    for (auto& [day, position, value] : entries) history.Put(day, position, std::move(value));
  }
  template <typename T>
  void Get(std::optional<T>& value) {
    value.reset();
    if (Number() != 0) Get(value.emplace());
  }
  template <typename A, typename B>
  void Get(std::pair<A, B>& both) {
    Get(both.first);
    Get(both.second);
  }
  template <typename T, size_t N>
  void Get(std::array<T, N>& items) {
    for (T& item : items) Get(item);
  }
  template <typename T>
  void Get(std::vector<T>& items) {
    items.clear();
    for (size_t size = Size(); size > 0 && good_; --size) {
      if constexpr (std::is_same_v<T, bool>) {
        items.push_back(Signed() != 0);
      } else {
        Get(items.emplace_back());
      }
    }
  }
  template <typename T>
  void Get(T& value) {
    if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      value = static_cast<T>(Signed());
    } else if constexpr (requires { value.begin(); }) {
      for (size_t size = Size(); size > 0 && good_; --size) {
        std::remove_const_t<typename T::value_type::first_type> key{};
        Get(key);
        Get(value[key]);
      }
    } else {
      std::apply([&](auto&... fields) { (Get(fields), ...); }, FieldsOf(value));
    }
  }

 private:
  static constexpr uint64_t kMostDays = 1'000'000;  // from one to the next
  static constexpr uint64_t kMostMoved = 10 * static_cast<uint64_t>(core::kMaxTurnover.count());
  static uint64_t Magnitude(int64_t value) {
    const auto bits = static_cast<uint64_t>(value);
    return value < 0 ? 0 - bits : bits;
  }

  // A count of things of at least one byte each.
  size_t Size() {
    const uint64_t size = Number();
    if (size <= rest_.size()) return size;
    good_ = false;
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace outturn::app
