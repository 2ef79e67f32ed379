// The checksum of RocksDB's write-ahead log as it is computed here: what others wrote must be read.
#include <gtest/gtest.h>
#include <rocksdb/file_checksum.h>

#include <string>
#include <string_view>

namespace outturn::store {
namespace {

// Big-endian, of the parts one after the other.
std::string Crc32c(std::string_view first, std::string_view second = {}) {
  const auto generator =
      rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator({});
  generator->Update(first.data(), first.size());
  generator->Update(second.data(), second.size());
  generator->Finalize();
  return generator->GetChecksum();
}

// RFC 3720, B.4, and the check value of the catalogues.
TEST(Crc32c, IsThatOfTheStandard) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), "\x8a\x91\x36\xaa");
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), "\x62\xa8\xab\x43");
  EXPECT_EQ(Crc32c("123456789"), "\xe3\x06\x92\x83");
  EXPECT_EQ(Crc32c(""), std::string(4, '\0'));
}

TEST(Crc32c, GoesOnWhereverItWasInterrupted) {
  std::string text;
  for (int i = 0; i < 67; ++i) text += static_cast<char>(i * 37);
  for (size_t size = 0; size <= text.size(); ++size) {
    EXPECT_EQ(Crc32c(text.substr(0, size), text.substr(size)), Crc32c(text)) << size;
  }
}

}  // namespace
}  // namespace outturn::store
