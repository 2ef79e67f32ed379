// Numbers of varying length: least significant 7 bits first, the high bit set on all bytes but the
// last. Included by .cc files only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace outturn::store {

inline void AppendVarint(std::string* out, uint64_t value) {
  for (; value >= 0x80; value >>= 7) out->push_back(static_cast<char>(value | 0x80));
  out->push_back(static_cast<char>(value));
}

// Takes one off the front of `in`. False when it is cut short, over 2^35 or longer than needed: a
// number has one encoding only.
inline bool TakeVarint(std::string_view* in, uint64_t* value) {
  *value = 0;
  for (size_t i = 0; i < in->size() && i < 5; ++i) {
    const auto byte = static_cast<uint8_t>((*in)[i]);
    *value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
    if (byte >= 0x80) continue;
    in->remove_prefix(i + 1);
    return byte != 0 || i == 0;
  }
  return false;
}

}  // namespace outturn::store
