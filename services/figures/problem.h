// Problem: why a figure's name or a form is not understood, in words for people. Fallible<T>: a
// value or the problem.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/core/check.h"
#include "services/core/refusal.h"

namespace outturn::figures {

using core::Language;

// The same words in both languages.
struct Words {
  std::string zh;
  std::string en;
  [[nodiscard]] const std::string& In(Language language) const {
    return language == Language::kChinese ? zh : en;
  }
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
  friend bool operator==(const Words&, const Words&) = default;
};

struct Problem {
  Words words;                    // a whole sentence
  std::vector<std::string> near;  // known names that look like what was asked, nearest first
};

// The words, and behind them the names that are near.
[[nodiscard]] inline Words Sentence(const Problem& problem) {
  Words words = problem.words;
  for (size_t i = 0; i < problem.near.size(); ++i) {
    words.zh += (i == 0 ? "；相近的有 " : "、") + problem.near[i];
    words.en += (i == 0 ? "; near it: " : ", ") + problem.near[i];
  }
  return words;
}

template <typename T>
class [[nodiscard]] Fallible {
 public:
  Fallible(T value) : content_(std::move(value)) {}            // NOLINT: implicit on purpose
  Fallible(Problem problem) : content_(std::move(problem)) {}  // NOLINT

  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  // Only when ok().
  const T& operator*() const& { return value(); }
  T&& operator*() && {
    OUTTURN_CHECK(ok());
    return std::get<0>(std::move(content_));
  }
  const T* operator->() const { return &value(); }
  // Only when not ok().
  [[nodiscard]] const Problem& problem() const {
    OUTTURN_CHECK(!ok());
    return std::get<1>(content_);
  }

 private:
  const T& value() const {
    OUTTURN_CHECK(ok());
    return std::get<0>(content_);
  }
  std::variant<T, Problem> content_;
};

}  // namespace outturn::figures
