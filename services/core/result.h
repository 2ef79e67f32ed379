// Result<T>: a value, or why there is none.
#pragma once

#include <utility>
#include <variant>

#include "services/core/check.h"
#include "services/core/refusal.h"

namespace outturn::core {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}            // NOLINT: implicit on purpose
  Result(Refusal refusal) : content_(std::move(refusal)) {}  // NOLINT

  [[nodiscard]] bool ok() const { return std::holds_alternative<T>(content_); }
  explicit operator bool() const { return ok(); }

  // Only when ok().
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // Only when not ok().
  [[nodiscard]] const Refusal& refusal() const {
    OUTTURN_CHECK(!ok());
    return std::get<Refusal>(content_);
  }

 private:
  const T& value() const {
    OUTTURN_CHECK(ok());
    return std::get<T>(content_);
  }
  T& value() {
    OUTTURN_CHECK(ok());
    return std::get<T>(content_);
  }
  std::variant<T, Refusal> content_;
};

}  // namespace outturn::core
