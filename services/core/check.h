// Assertions that stay on in release: a broken invariant stops the program before it can tell a
// wrong figure.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace outturn::core {

[[noreturn]] inline void Fail(const char* what, const char* file, int line) {
  std::fprintf(stderr, "invariant broken: %s (%s:%d)\n", what, file, line);
  std::abort();
}

}  // namespace outturn::core

#define OUTTURN_CHECK(condition) \
  ((condition) ? void(0) : ::outturn::core::Fail(#condition, __FILE__, __LINE__))
