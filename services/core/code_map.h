// CodeMap: what a ledger keeps by code (lines, classes of a line), ordered by code.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/core/check.h"
#include "services/core/fetch.h"

namespace outturn::core {

// A map like std::map from codes, for dozens to some hundreds of entries that are looked up far
// more often than they are added. A lookup reads one short array of tags and then the entry, where
// a tree would wait for memory once per level: with 200 ledgers in memory that was most of the time
// of a payment. Entries stay where they are while others come and go.
template <typename T>
class CodeMap {
 public:
  using value_type = std::pair<const std::string, T>;

 private:
  using Entries = std::vector<std::unique_ptr<value_type>>;

  template <typename Value, typename Inner>
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Value;
    using difference_type = ptrdiff_t;
    using pointer = Value*;
    using reference = Value&;
    Iterator() = default;
    explicit Iterator(Inner at) : at_(at) {}
    Value& operator*() const { return **at_; }
    Value* operator->() const { return at_->get(); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++at_;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    friend class CodeMap;
    Inner at_;
  };

 public:
  using iterator = Iterator<value_type, typename Entries::iterator>;
  using const_iterator = Iterator<const value_type, typename Entries::const_iterator>;

  CodeMap() = default;
  CodeMap(CodeMap&&) noexcept = default;
  CodeMap& operator=(CodeMap&&) noexcept = default;
  CodeMap(const CodeMap& other) : tags_(other.tags_) {
    entries_.reserve(other.size());
    for (const value_type& entry : other) entries_.push_back(std::make_unique<value_type>(entry));
  }
  CodeMap& operator=(const CodeMap& other) { return *this = CodeMap(other); }
  ~CodeMap() = default;

  [[nodiscard]] iterator begin() { return iterator(entries_.begin()); }
  [[nodiscard]] iterator end() { return iterator(entries_.end()); }
  [[nodiscard]] const_iterator begin() const { return const_iterator(entries_.begin()); }
  [[nodiscard]] const_iterator end() const { return const_iterator(entries_.end()); }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }

  [[nodiscard]] iterator find(const std::string& code) {
    return iterator(entries_.begin() + static_cast<ptrdiff_t>(IndexOf(code)));
  }
  [[nodiscard]] const_iterator find(const std::string& code) const {
    return const_iterator(entries_.begin() + static_cast<ptrdiff_t>(IndexOf(code)));
  }
  [[nodiscard]] bool contains(const std::string& code) const { return IndexOf(code) != size(); }
  [[nodiscard]] T& at(const std::string& code) {
    const size_t index = IndexOf(code);
    OUTTURN_CHECK(index != size());
    return entries_[index]->second;
  }
  [[nodiscard]] const T& at(const std::string& code) const {
    return const_cast<CodeMap*>(this)->at(code);
  }

  // Asks the processor for what a lookup reads first.
  [[gnu::always_inline]] void Fetch() const {
    FetchBytes(tags_.data(), tags_.size() * sizeof(uint32_t));
    FetchBytes(entries_.data(), entries_.size() * sizeof(entries_[0]));
  }
  // The entry that is probably the code's, not read: nullptr when there is none for sure.
  [[nodiscard]] const value_type* Guess(const std::string& code) const {
    const auto found = std::find(tags_.begin(), tags_.end(), TagOf(code));
    return found == tags_.end() ? nullptr
                                : entries_[static_cast<size_t>(found - tags_.begin())].get();
  }

  // The entry of the code, made when there is none.
  T& operator[](const std::string& code) {
    const size_t found = IndexOf(code);
    if (found != size()) return entries_[found]->second;
    const auto next = std::lower_bound(
        entries_.begin(), entries_.end(), code,
        [](const auto& entry, const std::string& asked) { return entry->first < asked; });
    tags_.insert(tags_.begin() + (next - entries_.begin()), TagOf(code));
    const auto made = entries_.insert(next, std::make_unique<value_type>(code, T()));
    return (*made)->second;
  }

  iterator erase(iterator which) {
    tags_.erase(tags_.begin() + (which.at_ - entries_.begin()));
    return iterator(entries_.erase(which.at_));
  }

  friend bool operator==(const CodeMap& a, const CodeMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  static uint32_t TagOf(const std::string& code) {
    uint32_t tag = 2166136261;  // FNV-1a
    for (const char c : code) tag = (tag ^ static_cast<unsigned char>(c)) * 16777619;
    return tag;
  }
  // size() when there is none.
  [[nodiscard]] size_t IndexOf(const std::string& code) const {
    const uint32_t tag = TagOf(code);
    auto found = std::find(tags_.begin(), tags_.end(), tag);
    while (found != tags_.end()) {
      const auto index = static_cast<size_t>(found - tags_.begin());
      if (entries_[index]->first == code) return index;
      found = std::find(found + 1, tags_.end(), tag);
    }
    return size();
  }

  Entries entries_;             // by code
  std::vector<uint32_t> tags_;  // of the codes, in the same order
};

}  // namespace outturn::core
