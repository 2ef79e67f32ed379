// The bytes of protobuf messages, for what reads and writes those that come by the million without
// the generated classes.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "services/core/day.h"

namespace outturn::wire {

// Seven bits to a byte, the lowest first. Passes them; where they do not end, `good` becomes false.
inline uint64_t ReadVarint(const char*& at, const char* end, bool& good) {
  uint64_t value = 0;
  for (int shift = 0; shift < 64 && at != end; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  good = false;
  return 0;
}

// One message's fields, one after the other. Knows numbers and bytes only: nothing else occurs.
class Scan {
 public:
  explicit Scan(std::string_view rest) : at_(rest.data()), end_(rest.data() + rest.size()) {}

  // False at the end, and where the bytes are none of the two; good() tells which.
  bool Next() {
    if (at_ == end_ || !good_) return false;
    const uint64_t tag = ReadVarint(at_, end_, good_);
    good_ = good_ && tag <= UINT32_MAX;
    field = static_cast<uint32_t>(tag >> 3);
    if ((tag & 7) == 0) {
      number = ReadVarint(at_, end_, good_);
      is_number = true;
    } else {
      is_number = false;
      const uint64_t size = (tag & 7) == 2 ? ReadVarint(at_, end_, good_) : UINT64_MAX;
      good_ = good_ && size <= static_cast<uint64_t>(end_ - at_);
      if (!good_) return false;
      bytes = std::string_view(at_, size);
      at_ += size;
    }
    return good_;
  }
  [[nodiscard]] bool good() const { return good_; }

  uint32_t field = 0;
  bool is_number = false;
  uint64_t number = 0;
  std::string_view bytes;

 private:
  const char* at_;
  const char* end_;
  bool good_ = true;
};

// A field's tag is its number with the way it is written beside it.
constexpr uint64_t kAsNumber = 0;
constexpr uint64_t kAsBytes = 2;
constexpr uint64_t Tag(uint32_t field, uint64_t way) { return uint64_t{field} << 3 | way; }

// How many bytes the fields of a message take. Fields that say nothing are left out.
class Measure {
 public:
  void Number(uint32_t field, uint64_t value) {
    if (value != 0) size += SizeOf(Tag(field, kAsNumber)) + SizeOf(value);
  }
  void Bytes(uint32_t field, std::string_view value) {
    if (!value.empty()) Message(field, value.size());
  }
  // Days of four-digit years have eight digits.
  void DayOf(uint32_t field, core::Day) { size += SizeOf(Tag(field, kAsNumber)) + 4; }
  // One that is there, even when it is empty.
  void Message(uint32_t field, size_t inner) {
    size += SizeOf(Tag(field, kAsBytes)) + SizeOf(inner) + inner;
  }

  size_t size = 0;

 private:
  // Seven bits to a byte.
  static size_t SizeOf(uint64_t value) {
    return (static_cast<size_t>(std::bit_width(value | 1)) + 6) / 7;
  }
};

// Writes them to where there is room.
class Output {
 public:
  explicit Output(char* at) : at_(at) {}

  void Number(uint32_t field, uint64_t value) {
    if (value == 0) return;
    Varint(Tag(field, kAsNumber));
    Varint(value);
  }
  void Bytes(uint32_t field, std::string_view value) {
    if (value.empty()) return;
    Head(field, value.size());
    std::memcpy(at_, value.data(), value.size());
    at_ += value.size();
  }
  void DayOf(uint32_t field, core::Day day) { Number(field, static_cast<uint64_t>(day.Number())); }
  // What comes before the fields of a message within.
  void Head(uint32_t field, size_t inner) {
    Varint(Tag(field, kAsBytes));
    Varint(inner);
  }

 private:
  void Varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) *at_++ = static_cast<char>(value | 0x80);
    *at_++ = static_cast<char>(value);
  }

  char* at_;
};

}  // namespace outturn::wire
