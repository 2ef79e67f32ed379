#include "services/wire/characters.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace outturn::wire {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101;
constexpr uint64_t kHighs = kOnes << 7;

// The bytes of the character at `at`, which does not begin with ASCII; 0: there is none. A few
// second bytes would make it too long, half of a pair, or beyond the last one.
size_t LengthOf(const unsigned char* at, size_t left) {
  const unsigned first = at[0];
  if (first < 0xC2 || first > 0xF4) return 0;
  const size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (left < length) return 0;
  const unsigned least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (at[1] < least || at[1] > most) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((at[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

// Nearly every text is free of them.
bool HasNoControlCharacters(std::string_view text) {
  uint64_t found = 0;
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t eight = 0;
    std::memcpy(&eight, text.data() + i, 8);
    const uint64_t is_delete = eight ^ (kOnes * 0x7f);  // zero where the byte is 0x7f
    found |= ((eight - kOnes * 0x20) & ~eight) | ((is_delete - kOnes) & ~is_delete);
  }
  if ((found & kHighs) != 0) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f;
  });
}

bool IsUtf8(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  for (size_t left = text.size(); left > 0;) {
    uint64_t eight = kHighs;
    if (left >= 8) std::memcpy(&eight, at, 8);
    const size_t length = (eight & kHighs) == 0 ? 8 : *at < 0x80 ? 1 : LengthOf(at, left);
    if (length == 0) return false;
    at += length;
    left -= length;
  }
  return true;
}

}  // namespace outturn::wire
