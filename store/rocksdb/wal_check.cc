#include "store/rocksdb/wal_check.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "store/big_endian.h"
#include "store/rocksdb/common.h"
#include "store/rocksdb/fragments.h"
#include "store/varint.h"

namespace outturn::store {
namespace {

// A write (rocksdb/db/write_batch.cc) is a record; its payload begins with its sequence number (8)
// and the number of sequence numbers it takes (4). That of a record of events goes on with put (1),
// the key (8 behind its length), the length of the record and the record.
constexpr size_t kWriteHeadBytes = 12;
constexpr size_t kRecordHeadBytes = kWriteHeadBytes + 2 + 8 + 5 + 9 + 5;  // to the count of events

// How the payload of a mark goes on: put (5) into column family 1 the key "format".
constexpr std::string_view kMark = "\x05\x01\x06\x66ormat";

// The events of a write.
struct Events {
  uint64_t first = 0;  // 0: it is not of a record, or too little of it is known
  uint64_t count = 0;  // 0: too little is known
};

Events EventsOf(std::string_view payload) {
  constexpr std::string_view kPut("\x01\x08", 2);
  Events events;
  if (payload.size() < kWriteHeadBytes + 10) return events;
  payload.remove_prefix(kWriteHeadBytes);
  if (!payload.starts_with(kPut)) return events;
  events.first = BigEndian64(payload.substr(kPut.size()));
  payload.remove_prefix(kPut.size() + 8);
  uint64_t length = 0;
  if (!TakeVarint(&payload, &length) || payload.size() < 9) return events;
  payload.remove_prefix(9);
  if (!TakeVarint(&payload, &events.count)) events.count = 0;
  return events;
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
    const bool had_head = head_.size() >= kWriteHeadBytes;
    head_.append(fragment.payload.substr(0, kRecordHeadBytes - head_.size()));
    const bool has_head = head_.size() >= kWriteHeadBytes;
    if (has_head && !had_head && !Begin()) return false;
    if (fragment.type == kFull || fragment.type == kLast) {
      if (has_head) End();
      within_ = false;
    }
    return true;
  }

  // Where Add said false: the last whole write's last event, and the first one of the write that
  // does not continue it. 0: unknown.
  struct Gap {
    uint64_t after = 0;
    uint64_t before = 0;
  };
  [[nodiscard]] Gap gap() const { return {last_event_, EventsOf(head_).first}; }

  // Of the whole writes so far; 0: they have none.
  [[nodiscard]] uint64_t first_event() const { return first_event_; }

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

  void End() {
    next_ += taken_;
    const Events events = EventsOf(head_);
    if (first_event_ == 0) first_event_ = events.first;
    if (events.count > 0) last_event_ = events.first + events.count - 1;
  }

  bool known_ = false;       // whether next_ is
  bool lost_first_ = false;  // a bad place came before every write
  uint64_t next_ = 0;        // the sequence number that the next write must have
  bool within_ = false;      // the write of head_ is whole so far
  uint64_t taken_ = 0;       // by the write of head_
  uint64_t first_event_ = 0;
  uint64_t last_event_ = 0;  // of the last whole write of a record; 0: unknown
  std::string head_;         // the first bytes of its payload
};

// Where in `block` a write does not continue the one before; npos when all is well. Bad places are
// searched byte by byte for the next fragment.
size_t CheckBlock(std::string_view block, WriteChain* chain) {
  size_t at = 0;
  bool bad = false;
  while (at + kFragmentHeaderBytes <= block.size()) {
    Fragment fragment;
    if (!ReadFragment(block.substr(at), &fragment)) {
      if (!bad) chain->BadPlace();
      bad = true;
      ++at;
      continue;
    }
    bad = false;
    if (!chain->Add(fragment)) return at;
    at += kFragmentHeaderBytes + fragment.payload.size();
  }
  return std::string_view::npos;
}

bool HasEvents(const WriteChain::Gap& gap) { return gap.before > gap.after + 1; }

// 0: unknown. Where only the end of the gap is known, its last one.
uint64_t FirstLost(const WriteChain::Gap& gap) {
  if (!HasEvents(gap)) return 0;
  return gap.after == 0 ? gap.before - 1 : gap.after + 1;
}

std::string EventsLost(const WriteChain::Gap& gap) {
  if (!HasEvents(gap)) return "";
  const std::string last = std::to_string(gap.before - 1);
  if (gap.after == 0) return ": events up to " + last;
  return ": events " + std::to_string(gap.after + 1) + " to " + last;
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
    return Status::Corrupt(FirstLost(chain->gap()),
                           path + ": writes before byte " + std::to_string(offset + at) +
                               " are damaged or missing" + EventsLost(chain->gap()));
  }
  chain->EndOfFile();
  return FromRocksdb(status);
}

}  // namespace

Status CheckWriteAheadLog(rocksdb::Env* env, const std::string& path, Position* first_event) {
  if (first_event != nullptr) *first_event = 0;
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
  if (first_event != nullptr) *first_event = chain.first_event();
  return Status();
}

}  // namespace outturn::store
