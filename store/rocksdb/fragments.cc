#include "store/rocksdb/fragments.h"

#include <rocksdb/file_checksum.h>

#include <memory>

#include "store/big_endian.h"

namespace outturn::store {
namespace {

// CRC-32C of type and payload, masked as RocksDB masks it.
uint32_t MaskedChecksum(std::string_view bytes) {
  static auto& factory = *new std::shared_ptr<rocksdb::FileChecksumGenFactory>(
      rocksdb::GetFileChecksumGenCrc32cFactory());
  const auto generator = factory->CreateFileChecksumGenerator({});
  generator->Update(bytes.data(), bytes.size());
  generator->Finalize();
  const uint32_t crc = BigEndian32(generator->GetChecksum());
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

}  // namespace

uint64_t LittleEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[i - 1]);
  return value;
}

bool ReadFragment(std::string_view bytes, Fragment* fragment) {
  if (bytes.size() < kFragmentHeaderBytes) return false;
  const size_t length = LittleEndian(bytes.substr(4, 2));
  const auto type = static_cast<uint8_t>(bytes[6]);
  if (type < kFull || type > kLast || kFragmentHeaderBytes + length > bytes.size()) return false;
  if (MaskedChecksum(bytes.substr(6, 1 + length)) != LittleEndian(bytes.substr(0, 4))) return false;
  *fragment = {static_cast<FragmentType>(type), bytes.substr(kFragmentHeaderBytes, length)};
  return true;
}

}  // namespace outturn::store
