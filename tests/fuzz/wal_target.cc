// The write-ahead log before RocksDB reads it: files of any bytes, also with checksums made right;
// and a sound chain of writes of which one is changed, which must be told unless it is the last.
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "store/big_endian.h"
#include "store/rocksdb/wal_check.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

constexpr size_t kHeader = 7;
constexpr size_t kBlock = 32768;

std::string LittleEndian(uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
  return text;
}

// Makes the checksum of the fragment at the front of `bytes` right; how long it is; 0: it is none.
size_t Mend(char* bytes, size_t size) {
  static const auto factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  if (size < kHeader) return 0;
  const size_t length = static_cast<uint8_t>(bytes[4]) | static_cast<uint8_t>(bytes[5]) << 8;
  if (kHeader + length > size) return 0;
  const auto crc32c = factory->CreateFileChecksumGenerator({});
  crc32c->Update(bytes + 6, 1 + length);
  crc32c->Finalize();
  const uint32_t crc = store::BigEndian32(crc32c->GetChecksum());
  LittleEndian(((crc >> 15) | (crc << 17)) + 0xa282ead8u, 4).copy(bytes, 4);
  return kHeader + length;
}

void MendAll(std::string& file) {
  for (size_t at = 0; at < file.size();) {
    const size_t rest = std::min(file.size() - at, kBlock - at % kBlock);
    const size_t mended = Mend(&file[at], rest);
    at += mended == 0 ? rest : mended;
  }
}

store::Status Check(const std::vector<std::string>& files) {
  const std::unique_ptr<rocksdb::Env> memory(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  Require(memory->CreateDirIfMissing("/log").ok(), "no folder");
  for (size_t i = 0; i < files.size(); ++i) {
    const std::string name = "/log/00000" + std::to_string(i + 1) + ".log";
    Require(rocksdb::WriteStringToFile(memory.get(), files[i], name).ok(), "cannot write");
  }
  const store::Status status = store::CheckWriteAheadLog(memory.get(), "/log");
  Require(status.ok() || status.code() == store::Code::kCorrupt, status.ToString());
  return status;
}

void CheckAny(std::string_view bytes, bool mend) {
  const size_t wanted = TakeTwo(bytes);
  const size_t first = std::min(wanted, bytes.size());
  std::vector<std::string> files = {std::string(bytes.substr(0, first)),
                                    std::string(bytes.substr(first))};
  if (mend) {
    for (std::string& file : files) MendAll(file);
  }
  (void)Check(files);
}

// A few writes of a byte each, of which one is combined with what there is.
void CheckChain(std::string_view bytes) {
  const size_t writes = 2 + TakeByte(bytes) % 6;
  const size_t changed = TakeByte(bytes) % writes;
  std::string file;
  for (size_t i = 0; i < writes; ++i) {
    const std::string payload = LittleEndian(100 + 2 * i, 8) + LittleEndian(2, 4) + "x";
    std::string fragment = std::string(4, '\0') + LittleEndian(payload.size(), 2) + "\1" + payload;
    Mend(fragment.data(), fragment.size());
    const std::string sound = fragment;
    for (size_t at = 0; i == changed && at < fragment.size(); ++at) {
      fragment[at] = static_cast<char>(fragment[at] ^ TakeByte(bytes));
    }
    file += fragment;
    if (i == changed && fragment == sound) return Require(Check({sound}).ok(), "a sound write");
  }
  Require(Check({file}).ok() == (changed == writes - 1),
          "a lost write is not told, or the last is");
}

void Run(std::string_view bytes) {
  const uint8_t how = TakeByte(bytes);
  if (how % 3 == 2) return CheckChain(bytes);
  CheckAny(bytes, how % 3 == 1);
}

const Registered registered("wal", Run);

}  // namespace
}  // namespace outturn::fuzz
