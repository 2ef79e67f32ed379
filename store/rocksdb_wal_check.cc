#include "store/rocksdb_wal_check.h"

#include <rocksdb/file_checksum.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "store/big_endian.h"
#include "store/rocksdb_common.h"

namespace outturn::store {
namespace {

// The format (rocksdb/db/log_format.h, write_batch.cc): a file is blocks of 32 KiB; a block is
// fragments, none of them across its end; a fragment is checksum (4), length (2), type (1),
// payload; numbers are little-endian. A write is one full fragment, or a first one, middle ones and
// a last. Its payload begins with its sequence number (8) and the number of sequence numbers it
// takes (4).
constexpr size_t kBlockBytes = 32768;
constexpr size_t kHeaderBytes = 7;
constexpr size_t kWriteHeadBytes = 12;

// How the payload of a mark goes on: put (5) into column family 1 the key "format".
constexpr std::string_view kMark = "\x05\x01\x06\x66ormat";

enum FragmentType : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

uint64_t LittleEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[i - 1]);
  return value;
}

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

struct Fragment {
  FragmentType type;
  std::string_view payload;
};

// The fragment at the front of `bytes`, the rest of a block; false when there is none.
bool ReadFragment(std::string_view bytes, Fragment* fragment) {
  if (bytes.size() < kHeaderBytes) return false;
  const size_t length = LittleEndian(bytes.substr(4, 2));
  const auto type = static_cast<uint8_t>(bytes[6]);
  if (type < kFull || type > kLast || kHeaderBytes + length > bytes.size()) return false;
  if (MaskedChecksum(bytes.substr(6, 1 + length)) != LittleEndian(bytes.substr(0, 4))) return false;
  *fragment = {static_cast<FragmentType>(type), bytes.substr(kHeaderBytes, length)};
  return true;
}

// Follows the writes from the last mark on through all the log files, in order.
class WriteChain {
 public:
  // False when the write that begins here does not continue the one before.
  bool Add(const Fragment& fragment) {
    if (fragment.type == kFull && fragment.payload.size() > kWriteHeadBytes &&
        fragment.payload.substr(kWriteHeadBytes).starts_with(kMark)) {
      *this = WriteChain();
    }
    if (fragment.type == kFull || fragment.type == kFirst) {
      within_ = true;
      head_.clear();
    } else if (!within_) {
      return true;  // the rest of a write whose beginning is bad
    }
    const bool had_head = head_.size() == kWriteHeadBytes;
    head_.append(fragment.payload.substr(0, kWriteHeadBytes - head_.size()));
    const bool has_head = head_.size() == kWriteHeadBytes;
    if (has_head && !had_head && !Begin()) return false;
    if (fragment.type == kFull || fragment.type == kLast) {
      if (has_head) next_ += taken_;
      within_ = false;
    }
    return true;
  }

  // The write that was being read, if any, is not whole.
  void BadPlace() {
    within_ = false;
    if (!known_) lost_first_ = true;
  }
  void EndOfFile() { within_ = false; }

 private:
  bool Begin() {
    const uint64_t sequence = LittleEndian(std::string_view(head_).substr(0, 8));
    taken_ = LittleEndian(std::string_view(head_).substr(8, 4));
    if (taken_ == 0) return true;  // RocksDB's mark after a recovery: no write
    if (!known_) {
      known_ = true;
      next_ = sequence;
      return !lost_first_;
    }
    return sequence == next_;
  }

  bool known_ = false;       // whether next_ is
  bool lost_first_ = false;  // a bad place came before every write
  uint64_t next_ = 0;        // the sequence number that the next write must have
  bool within_ = false;      // the write of head_ is whole so far
  uint64_t taken_ = 0;       // by the write of head_
  std::string head_;         // the first bytes of its payload
};

// Where in `block` a write does not continue the one before; npos when all is well. Bad places are
// searched byte by byte for the next fragment.
size_t CheckBlock(std::string_view block, WriteChain* chain) {
  size_t at = 0;
  bool bad = false;
  while (at + kHeaderBytes <= block.size()) {
    Fragment fragment;
    if (!ReadFragment(block.substr(at), &fragment)) {
      if (!bad) chain->BadPlace();
      bad = true;
      ++at;
      continue;
    }
    bad = false;
    if (!chain->Add(fragment)) return at;
    at += kHeaderBytes + fragment.payload.size();
  }
  return std::string_view::npos;
}

Status CheckFile(rocksdb::Env* env, const std::string& path, WriteChain* chain) {
  std::unique_ptr<rocksdb::SequentialFile> file;
  rocksdb::Status status = env->NewSequentialFile(path, &file, rocksdb::EnvOptions());
  std::vector<char> buffer(kBlockBytes);
  rocksdb::Slice block;
  for (uint64_t offset = 0; status.ok(); offset += block.size()) {
    status = file->Read(kBlockBytes, &block, buffer.data());
    if (!status.ok() || block.empty()) break;
    const size_t at = CheckBlock(ToView(block), chain);
    if (at == std::string_view::npos) continue;
    return Status::Corrupt(0, path + ": writes before byte " + std::to_string(offset + at) +
                                  " are damaged or missing");
  }
  chain->EndOfFile();
  return FromRocksdb(status);
}

}  // namespace

Status CheckWriteAheadLog(rocksdb::Env* env, const std::string& path) {
  std::vector<std::string> names;
  const rocksdb::Status listed = env->GetChildren(path, &names);
  if (listed.IsNotFound()) return Status();
  if (!listed.ok()) return FromRocksdb(listed);
  const auto is_table = [](const std::string& name) { return name.ends_with(".sst"); };
  const bool has_tables = std::any_of(names.begin(), names.end(), is_table);
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(".log"); });
  if (has_tables && names.empty()) return Status::Corrupt(0, path + ": no write-ahead log file");
  // Names are numbers with at least six digits: longer ones are later ones.
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::pair(a.size(), a) < std::pair(b.size(), b);
  });
  WriteChain chain;
  for (const std::string& name : names) {
    if (Status status = CheckFile(env, path + "/" + name, &chain); !status.ok()) return status;
  }
  return Status();
}

}  // namespace outturn::store
