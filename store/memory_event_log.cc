#include "store/memory_event_log.h"

#include <iterator>
#include <utility>

#include "store/record.h"
#include "store/record_cursor.h"

namespace outturn::store {

void MemoryDisk::SetNextWrite(NextWrite next) {
  std::lock_guard lock(mutex_);
  next_ = next;
}

MemoryDisk::Records::iterator MemoryDisk::Find(Position position) {
  auto after = records_.upper_bound(position);
  return after == records_.begin() ? records_.end() : std::prev(after);
}

void MemoryDisk::FlipBit(Position position, size_t offset) {
  std::lock_guard lock(mutex_);
  auto found = Find(position);
  if (found == records_.end()) return;
  std::string bytes = *found->second;
  bytes[offset % bytes.size()] ^= 1;
  found->second = std::make_shared<const std::string>(std::move(bytes));
}

void MemoryDisk::RemoveRecord(Position position) {
  std::lock_guard lock(mutex_);
  auto found = Find(position);
  if (found != records_.end()) records_.erase(found);
}

void MemoryDisk::Forge(Position position, std::span<const std::string_view> group) {
  std::lock_guard lock(mutex_);
  auto found = Find(position);
  if (found == records_.end()) return;
  std::string bytes;
  EncodeRecord(found->first, group, &bytes);
  found->second = std::make_shared<const std::string>(std::move(bytes));
}

class MemoryEventLog::Source final : public RecordSource {
 public:
  explicit Source(std::shared_ptr<MemoryDisk> disk) : disk_(std::move(disk)) {}

  Result<std::string_view> Load(Position at) override {
    std::lock_guard lock(disk_->mutex_);
    auto found = disk_->Find(at);
    if (found == disk_->records_.end()) {
      return Status::Corrupt(at, "the record of this position is missing");
    }
    record_ = found->second;
    return std::string_view(*record_);
  }

 private:
  const std::shared_ptr<MemoryDisk> disk_;
  std::shared_ptr<const std::string> record_;
};

Result<std::unique_ptr<EventLog>> MemoryEventLog::Open(std::shared_ptr<MemoryDisk> disk) {
  LogHead head;
  {
    std::lock_guard lock(disk->mutex_);
    head.sealed = disk->sealed_;
    if (const Position torn = std::exchange(disk->torn_, 0)) disk->records_.erase(torn);
    if (!disk->records_.empty()) {
      if (disk->records_.begin()->first != 1) {
        return Status::Corrupt(1, "the log does not begin at position 1");
      }
      const auto& [first, bytes] = *disk->records_.rbegin();
      Result<RecordReader> last = RecordReader::Parse(*bytes);
      if (!last.ok()) return Status::Corrupt(first, last.status().message());
      head.tail = last->last();
    }
  }
  return std::unique_ptr<EventLog>(new MemoryEventLog(std::move(disk), head));
}

MemoryEventLog::MemoryEventLog(std::shared_ptr<MemoryDisk> disk, const LogHead& head)
    : disk_(std::move(disk)), head_(head) {}

Status MemoryEventLog::Append(Epoch epoch, Position first,
                              std::span<const std::string_view> group) {
  std::lock_guard lock(disk_->mutex_);
  if (Status status = head_.CheckAppend(epoch, first, group); !status.ok()) return status;
  std::string record;
  EncodeRecord(first, group, &record);
  const MemoryDisk::NextWrite fate = std::exchange(disk_->next_, MemoryDisk::NextWrite::kSucceeds);
  if (fate == MemoryDisk::NextWrite::kFailsAndIsTorn) {
    record.resize(record.size() / 2);
    disk_->torn_ = first;
  }
  if (fate != MemoryDisk::NextWrite::kFailsAndIsLost) {
    disk_->records_[first] = std::make_shared<const std::string>(std::move(record));
  }
  if (fate != MemoryDisk::NextWrite::kSucceeds) return head_.Fail("injected");
  head_.tail += group.size();
  return Status();
}

std::unique_ptr<EventCursor> MemoryEventLog::Read(Position from) const {
  return std::make_unique<RecordCursor>(std::make_unique<Source>(disk_), from, Tail());
}

Position MemoryEventLog::Tail() const {
  std::lock_guard lock(disk_->mutex_);
  return head_.tail;
}

Status MemoryEventLog::Seal(Epoch epoch) {
  std::lock_guard lock(disk_->mutex_);
  if (Status status = head_.CheckSeal(epoch); !status.ok()) return status;
  const MemoryDisk::NextWrite fate = std::exchange(disk_->next_, MemoryDisk::NextWrite::kSucceeds);
  const bool written =
      fate == MemoryDisk::NextWrite::kSucceeds || fate == MemoryDisk::NextWrite::kFailsAndIsKept;
  if (written) disk_->sealed_ = epoch;
  if (fate != MemoryDisk::NextWrite::kSucceeds) return head_.Fail("injected");
  head_.sealed = epoch;
  return Status();
}

Epoch MemoryEventLog::SealedEpoch() const {
  std::lock_guard lock(disk_->mutex_);
  return head_.sealed;
}

}  // namespace outturn::store
