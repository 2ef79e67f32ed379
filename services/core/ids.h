// The names of things in a book.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace outturn::core {

// Place of an event in its book: 1, 2, 3 … without gaps. 0 is before everything.
using Position = uint64_t;

// One budget unit × one fiscal year.
struct LedgerId {
  std::string unit;
  int year = 0;
  friend auto operator<=>(const LedgerId&, const LedgerId&) = default;
  [[nodiscard]] std::string ToString() const { return unit + "/" + std::to_string(year); }
};

// How the sender names an event; unique in the book.
struct EventRef {
  std::string source;
  std::string external_id;
  friend auto operator<=>(const EventRef&, const EventRef&) = default;
  [[nodiscard]] std::string ToString() const { return source + "/" + external_id; }
};

using LineCode = std::string;
// Digits of 部门预算支出经济分类 ("302", "30201"); empty: the document names none.
using EconomicClass = std::string;

// A rule set: id and version, written "hunan-2024@1".
struct PolicyRef {
  std::string id;
  uint32_t version = 0;
  friend auto operator<=>(const PolicyRef&, const PolicyRef&) = default;
  [[nodiscard]] std::string ToString() const { return id + "@" + std::to_string(version); }
};

struct LedgerIdHash {
  size_t operator()(const LedgerId& id) const {
    return std::hash<std::string>()(id.unit) * 31 + static_cast<size_t>(id.year);
  }
};
struct EventRefHash {
  size_t operator()(const EventRef& ref) const {
    return std::hash<std::string>()(ref.source) * 31 + std::hash<std::string>()(ref.external_id);
  }
};

}  // namespace outturn::core
