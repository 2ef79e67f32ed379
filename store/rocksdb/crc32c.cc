// CRC-32C as RocksDB's write-ahead log asks for it, by the processor's instruction: Debian builds
// RocksDB for processors without it, and from tables it took 3 % of the server's time. The linker
// puts this in the place of RocksDB's own (CMakeLists.txt).
#if defined(__x86_64__)
#include <immintrin.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" {
// NOLINTBEGIN: the linker's names for rocksdb::crc32c::Extend, theirs and this one.
uint32_t __real__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t before, const char* bytes, size_t size);
uint32_t __wrap__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t before, const char* bytes, size_t size);
// NOLINTEND
}

namespace outturn::store {
namespace {

__attribute__((target("sse4.2"))) uint32_t Extend(uint32_t before, const char* bytes, size_t size) {
  uint64_t crc = before ^ 0xffffffffU;
  for (; size >= 8; bytes += 8, size -= 8) {
    uint64_t eight = 0;
    std::memcpy(&eight, bytes, 8);
    crc = _mm_crc32_u64(crc, eight);
  }
  for (; size > 0; ++bytes, --size) {
    crc = _mm_crc32_u8(static_cast<uint32_t>(crc), static_cast<uint8_t>(*bytes));
  }
  return static_cast<uint32_t>(crc) ^ 0xffffffffU;
}

}  // namespace
}  // namespace outturn::store

uint32_t __wrap__ZN7rocksdb6crc32c6ExtendEjPKcm(uint32_t before, const char* bytes, size_t size) {
  static const bool has = __builtin_cpu_supports("sse4.2") != 0;
  if (has) return outturn::store::Extend(before, bytes, size);
  return __real__ZN7rocksdb6crc32c6ExtendEjPKcm(before, bytes, size);
}

#endif
