// A fuzz target: something that meets bytes from outside. Found by its name in Targets().
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace outturn::fuzz {

// Takes any bytes. What crashes, what a sanitizer finds and what it throws is a mistake of the
// product; refusing them is not.
using Target = void (*)(std::string_view bytes);

inline std::map<std::string, Target>& Targets() {
  static std::map<std::string, Target> targets;
  return targets;
}

// In the file of each target: const Registered registered("wire", Run);
struct Registered {
  Registered(const char* name, Target target) { Targets()[name] = target; }
};

inline void Require(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

// Takes bytes off the front for choices; 0 where there are none left.
inline uint8_t TakeByte(std::string_view& bytes) {
  if (bytes.empty()) return 0;
  const auto byte = static_cast<uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return byte;
}

// Two bytes, the higher one first.
inline size_t TakeTwo(std::string_view& bytes) {
  const size_t high = TakeByte(bytes);
  return high << 8 | TakeByte(bytes);
}

}  // namespace outturn::fuzz
