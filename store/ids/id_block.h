// The blocks that a run's entries lie in: each says whose and which it is, so that a stale or
// misplaced one is as evident as a damaged one. FORMAT.md has the bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "store/checksum.h"
#include "store/ids/id_index.h"

namespace outturn::store {

inline constexpr size_t kIdEntryBytes = 16;
inline constexpr size_t kIdBlockEntries = 63;
// A lookup reads and checks one whole block: small.
inline constexpr size_t kIdBlockBytes = kIdBlockEntries * kIdEntryBytes + 16;

inline constexpr size_t IdBlocksFor(uint64_t entries) {
  return (entries + kIdBlockEntries - 1) / kIdBlockEntries;
}

// As big_endian.h has them, but in place and in one instruction: merging does little else.
inline void PutBig64(char* to, uint64_t value) {
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap64(value);
  std::memcpy(to, &value, sizeof value);
}
inline void PutBig32(char* to, uint32_t value) {
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
  std::memcpy(to, &value, sizeof value);
}
inline uint64_t GetBig64(const char* from) {
  uint64_t value = 0;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap64(value);
  return value;
}
inline uint32_t GetBig32(const char* from) {
  uint32_t value = 0;
  std::memcpy(&value, from, sizeof value);
  if constexpr (std::endian::native == std::endian::little) value = __builtin_bswap32(value);
  return value;
}

inline void PutIdEntry(char* to, const IdEntry& entry) {
  PutBig64(to, entry.fingerprint);
  PutBig64(to + 8, entry.position);
}
inline IdEntry GetIdEntry(const char* from) { return {GetBig64(from), GetBig64(from + 8)}; }

// Completes a block whose entries are in place, the room after the last one zeroed.
inline void SealIdBlock(char* block, uint64_t run, uint32_t number) {
  char* const trailer = block + kIdBlockEntries * kIdEntryBytes;
  PutBig64(trailer, run);
  PutBig32(trailer + 8, number);
  PutBig32(trailer + 12, Checksum({block, kIdBlockBytes - 4}));
}

inline bool IsIdBlock(const char* block, uint64_t run, uint32_t number) {
  const char* const trailer = block + kIdBlockEntries * kIdEntryBytes;
  return GetBig32(trailer + 12) == Checksum({block, kIdBlockBytes - 4}) &&
         GetBig64(trailer) == run && GetBig32(trailer + 8) == number;
}

}  // namespace outturn::store
