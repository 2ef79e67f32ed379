#include "store/rocksdb/manifest_tables.h"

#include <string>

#include "store/rocksdb/fragments.h"

namespace outturn::store {
namespace {

// What a record may say (rocksdb/db/version_edit.h): a row of tags, each with what belongs to it.
enum Tag : uint64_t {
  kComparator = 1,
  kLogNumber = 2,
  kNextFileNumber = 3,
  kLastSequence = 4,
  kCompactCursor = 5,
  kDeletedFile = 6,
  kNewFile = 7,
  kPrevLogNumber = 9,
  kMinLogNumberToKeep = 10,
  kNewFile2 = 100,
  kNewFile3 = 102,
  kNewFile4 = 103,
  kColumnFamily = 200,
  kColumnFamilyAdd = 201,
  kColumnFamilyDrop = 202,
  kMaxColumnFamily = 203,
  kInAtomicGroup = 300,
  kMayBeSkipped = 1 << 13,  // and whatever has this bit, but for two that have no length
  kWalAddition = kMayBeSkipped + 4,
  kWalDeletion = kMayBeSkipped + 5,
};

constexpr uint64_t kEndOfFields = 1;  // of kNewFile4

class Edit {
 public:
  explicit Edit(std::string_view bytes) : rest_(bytes) {}

  // False where it cannot be read.
  bool Apply(std::set<uint64_t>& tables) {
    while (!rest_.empty()) {
      const uint64_t tag = Number();
      if (!good_ || !Apply(tag, tables)) return false;
    }
    return good_;
  }

 private:
  bool Apply(uint64_t tag, std::set<uint64_t>& tables) {
    switch (tag) {
      case kLogNumber:
      case kNextFileNumber:
      case kLastSequence:
      case kPrevLogNumber:
      case kMinLogNumberToKeep:
      case kColumnFamily:
      case kMaxColumnFamily:
      case kInAtomicGroup:
        Number();
        return good_;
      case kComparator:
      case kColumnFamilyAdd:
        Bytes();
        return good_;
      case kColumnFamilyDrop:
        return good_;
      case kCompactCursor:
        Number();  // the level
        Bytes();
        return good_;
      case kDeletedFile:
        Number();  // the level
        tables.erase(Number());
        return good_;
      case kNewFile:
      case kNewFile2:
      case kNewFile3:
      case kNewFile4:
        tables.insert(NewFile(tag));
        return good_;
      case kWalAddition:
      case kWalDeletion:
        return false;
      default:
        if ((tag & kMayBeSkipped) == 0) return false;
        Bytes();
        return good_;
    }
  }

  uint64_t NewFile(uint64_t tag) {
    Number();  // the level
    const uint64_t file = Number();
    if (tag == kNewFile3) Number();  // the path
    Number();                        // the size
    Bytes();                         // its first key
    Bytes();                         // and its last
    if (tag == kNewFile) return file;
    Number();  // its least sequence number
    Number();  // and its greatest
    if (tag == kNewFile4) {
      while (good_ && Number() != kEndOfFields) Bytes();
    }
    return file;
  }

  uint64_t Number() {
    uint64_t value = 0;
    for (size_t i = 0; i < rest_.size() && i < 10; ++i) {
      const auto byte = static_cast<uint8_t>(rest_[i]);
      value |= static_cast<uint64_t>(byte & 0x7f) << (7 * i);
      if (byte >= 0x80) continue;
      rest_.remove_prefix(i + 1);
      return value;
    }
    good_ = false;
    return 0;
  }

  void Bytes() {
    const uint64_t length = Number();
    good_ = good_ && length <= rest_.size();
    if (good_) rest_.remove_prefix(length);
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<std::set<uint64_t>> TablesOfManifest(std::string_view manifest) {
  std::set<uint64_t> tables;
  std::string record;
  for (size_t at = 0; at < manifest.size();) {
    const size_t left = kBlockBytes - at % kBlockBytes;
    if (left < kFragmentHeaderBytes) {
      at += left;  // filled up
      continue;
    }
    Fragment fragment;
    if (!ReadFragment(manifest.substr(at, left), &fragment)) return std::nullopt;
    at += kFragmentHeaderBytes + fragment.payload.size();
    if (fragment.type == kFull || fragment.type == kFirst) record.clear();
    record.append(fragment.payload);
    const bool whole = fragment.type == kFull || fragment.type == kLast;
    if (whole && !Edit(record).Apply(tables)) return std::nullopt;
  }
  return tables;
}

}  // namespace outturn::store
