// The checksum of everything this folder writes itself: CRC-32 (IEEE 802.3, as zlib's crc32).
#pragma once

#include <libdeflate.h>

#include <cstdint>
#include <string_view>

namespace outturn::store {

// `before`: the checksum of the bytes that come before these, when a whole is summed in pieces.
inline uint32_t Checksum(std::string_view bytes, uint32_t before = 0) {
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

}  // namespace outturn::store
