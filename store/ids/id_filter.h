// Which fingerprints a run may hold: a Bloom filter whose bits for one fingerprint lie in one cache
// line. Of fingerprints that were never added about one in two hundred passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "store/ids/id_table.h"
#include "store/rocksdb/zeroed_pages.h"

namespace outturn::store {

class IdFilter {
 public:
  static constexpr size_t kLineBytes = 64;
  static constexpr size_t kBitsPerEntry = 12;

  // The bytes of a filter for so many entries, at least 1: they are what a run file keeps.
  static constexpr size_t BytesFor(uint64_t entries) {
    return (entries * kBitsPerEntry / (kLineBytes * 8) + 1) * kLineBytes;
  }

  explicit IdFilter(uint64_t entries)
      : pages_(BytesFor(entries)), lines_(pages_.size() / kLineBytes) {}

  void Add(uint64_t fingerprint) {
    char* const line = Line(fingerprint);
    uint64_t bits = Mix(fingerprint);
    for (int i = 0; i < kProbes; ++i, bits >>= 9) {
      line[bits >> 3 & 63] = static_cast<char>(line[bits >> 3 & 63] | 1 << (bits & 7));
    }
  }

  [[gnu::always_inline]] void Prefetch(uint64_t fingerprint) const {
    __builtin_prefetch(Line(fingerprint));
  }

  bool MayHold(uint64_t fingerprint) const {
    const char* const line = Line(fingerprint);
    uint64_t bits = Mix(fingerprint);
    for (int i = 0; i < kProbes; ++i, bits >>= 9) {
      if ((line[bits >> 3 & 63] >> (bits & 7) & 1) == 0) return false;
    }
    return true;
  }

  char* data() const { return pages_.data(); }
  std::string_view bytes() const { return {pages_.data(), pages_.size()}; }

 private:
  static constexpr int kProbes = 7;  // each takes 9 bits of the mix: a byte and a bit of it

  // By the fingerprint's high bits: whoever adds in order fills the lines in order.
  char* Line(uint64_t fingerprint) const {
    return pages_.data() + ScaleFingerprint(fingerprint, lines_) * kLineBytes;
  }

  // Bits that do not repeat the line's number.
  static uint64_t Mix(uint64_t fingerprint) {
    const uint64_t product = fingerprint * 0x9e3779b97f4a7c15u;
    return product ^ product >> 32;
  }

  ZeroedPages pages_;
  const uint64_t lines_;
};

}  // namespace outturn::store
