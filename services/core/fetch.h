// Asking the processor for memory ahead of its use.
#pragma once

#include <cstddef>

namespace outturn::core {

// Inline always, and so is what does nothing but call it: the compiler thinks that a function that
// only fetches has no effect, and leaves out its calls.
[[gnu::always_inline]] inline void FetchBytes(const void* begin, size_t size) {
  constexpr size_t kLine = 64;  // what the processor fetches at once
  for (size_t at = 0; at < size; at += kLine) {
    __builtin_prefetch(static_cast<const char*>(begin) + at);
  }
}

}  // namespace outturn::core
