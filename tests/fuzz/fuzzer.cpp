// libFuzzer's way in: a program has this file and one target.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (const auto& [name, target] : outturn::fuzz::Targets()) {
    target({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
