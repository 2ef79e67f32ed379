#include "store/record.h"

#include <cstdint>

#include "store/big_endian.h"
#include "store/checksum.h"
#include "store/varint.h"

namespace outturn::store {
namespace {

constexpr size_t kChecksumBytes = 4;

Status Damaged(const char* what) { return Status::Corrupt(0, what); }

}  // namespace

Status CheckGroup(std::span<const std::string_view> group) {
  if (group.empty()) return Status(Code::kInvalid, "the group is empty");
  if (group.size() > kMaxGroupEvents) {
    return Status(Code::kInvalid, "the group has " + std::to_string(group.size()) +
                                      " events, more than " + std::to_string(kMaxGroupEvents));
  }
  size_t total = 0;
  for (const std::string_view event : group) {
    if (event.size() > kMaxEventBytes) {
      return Status(Code::kInvalid, "an event has " + std::to_string(event.size()) +
                                        " bytes, more than " + std::to_string(kMaxEventBytes));
    }
    total += event.size();
  }
  if (total > kMaxGroupBytes) {
    return Status(Code::kInvalid, "the group has " + std::to_string(total) + " bytes, more than " +
                                      std::to_string(kMaxGroupBytes));
  }
  return Status();
}

void EncodeRecord(Position first, std::span<const std::string_view> group, std::string* record) {
  record->clear();
  record->push_back(kRecordVersion);
  AppendBigEndian64(record, first);
  AppendVarint(record, group.size());
  for (const std::string_view event : group) AppendVarint(record, event.size());
  for (const std::string_view event : group) record->append(event);
  AppendBigEndian32(record, Checksum(*record));
}

Result<RecordReader> RecordReader::Parse(std::string_view bytes) {
  if (bytes.empty()) return Damaged("empty record");
  if (bytes[0] != kRecordVersion) return Damaged("unknown record version");
  if (bytes.size() < 1 + 8 + 1 + kChecksumBytes) return Damaged("record too short");
  std::string_view rest = bytes.substr(0, bytes.size() - kChecksumBytes);
  if (Checksum(rest) != BigEndian32(bytes.substr(rest.size()))) {
    return Damaged("record checksum mismatch");
  }
  RecordReader reader;
  reader.first_ = BigEndian64(rest.substr(1));
  rest.remove_prefix(1 + 8);
  if (!TakeVarint(&rest, &reader.count_)) return Damaged("bad event count");
  if (reader.first_ == 0 || reader.count_ == 0) return Damaged("record without position or events");
  if (reader.first_ + reader.count_ < reader.first_) return Damaged("positions overflow");

  reader.lengths_ = rest;
  uint64_t total = 0;  // no overflow: at most one length below 2^35 per byte of the record
  for (size_t i = 0; i < reader.count_; ++i) {
    uint64_t length = 0;
    if (!TakeVarint(&rest, &length)) return Damaged("bad event length");
    total += length;
  }
  if (total != rest.size()) return Damaged("event lengths do not add up");
  reader.lengths_.remove_suffix(rest.size());
  reader.bytes_ = rest;
  return reader;
}

bool RecordReader::Next() {
  if (read_ == count_) return false;
  uint64_t length = 0;
  TakeVarint(&lengths_, &length);  // Parse has seen it to be good
  event_ = bytes_.substr(0, length);
  bytes_.remove_prefix(length);
  ++read_;
  return true;
}

}  // namespace outturn::store
