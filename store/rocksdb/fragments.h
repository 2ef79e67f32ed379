// How RocksDB writes a row of records, its write-ahead log and its manifest alike (its
// db/log_format.h): a file is blocks of 32 KiB; a block is fragments, none of them across its end,
// and zeros where none fits; a fragment is checksum (4), length (2), type (1), payload; numbers are
// little-endian. A record is one full fragment, or a first one, middle ones and a last. Included by
// .cc files only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outturn::store {

inline constexpr size_t kBlockBytes = 32768;
inline constexpr size_t kFragmentHeaderBytes = 7;

enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

struct Fragment {
  FragmentType type;
  std::string_view payload;
};

uint64_t LittleEndian(std::string_view bytes);

// The fragment at the front of `bytes`, the rest of a block; false when there is none.
bool ReadFragment(std::string_view bytes, Fragment* fragment);

}  // namespace outturn::store
