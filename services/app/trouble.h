// Why a question about the book has no answer.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "services/figures/problem.h"
#include "store/status.h"

namespace outturn::app {

struct Trouble {
  enum class Kind : uint8_t {
    kNotFound,  // what was asked for does not exist
    kInvalid,   // the question itself is wrong
    kDamaged,   // stored data could not be read
  };
  Kind kind;
  std::string reason;  // ErrorInfo.reason: "FORM_NOT_FOUND"
  figures::Words words;
};

// DATA_DAMAGED, with what the store says.
[[nodiscard]] inline Trouble Damaged(const store::Status& status) {
  const std::string text = status.ToString();
  return {Trouble::Kind::kDamaged,
          "DATA_DAMAGED",
          {"存储数据无法读取：" + text, "stored data cannot be read: " + text}};
}

template <typename T>
class [[nodiscard]] Asked {
 public:
  Asked(T value) : content_(std::move(value)) {}            // NOLINT: implicit on purpose
  Asked(Trouble trouble) : content_(std::move(trouble)) {}  // NOLINT
  [[nodiscard]] bool ok() const { return content_.index() == 0; }
  // Only when ok().
  [[nodiscard]] const T& operator*() const { return std::get<0>(content_); }
  [[nodiscard]] const T* operator->() const { return &std::get<0>(content_); }
  // Only when not ok().
  [[nodiscard]] const Trouble& trouble() const { return std::get<1>(content_); }

 private:
  std::variant<T, Trouble> content_;
};

}  // namespace outturn::app
