// The event log in memory, for tests and simulation: same contract, same record bytes, and faults
// on request. What would lie on disk is a MemoryDisk, which outlives the log opened on it.
#ifndef OUTTURN_STORE_MEMORY_EVENT_LOG_H_
#define OUTTURN_STORE_MEMORY_EVENT_LOG_H_

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "store/event_log.h"

namespace outturn::store {

class MemoryDisk {
 public:
  // What the next write does: succeed, or fail and lose the data, or fail and keep them all the
  // same.
  enum class NextWrite { kSucceeds, kFailsAndIsLost, kFailsAndIsKept };
  void SetNextWrite(NextWrite next);

  // Flips the lowest bit of one byte of the record that holds `position`; `offset` is taken modulo
  // its length. False when no record holds it.
  bool Damage(Position position, size_t offset);

 private:
  friend class MemoryEventLog;

  mutable std::mutex mutex_;
  // By first position. Records are replaced, never changed: a cursor may still hold one.
  std::map<Position, std::shared_ptr<const std::string>> records_;
  Epoch sealed_ = 0;
  NextWrite next_ = NextWrite::kSucceeds;
};

class MemoryEventLog final : public EventLog {
 public:
  // Opens what `disk` holds, a fresh log when nothing. One log at a time per disk. kCorrupt when
  // the last record is damaged.
  static Result<std::unique_ptr<EventLog>> Open(std::shared_ptr<MemoryDisk> disk);

  Status Append(Epoch epoch, Position first, std::span<const std::string_view> group) override;
  std::unique_ptr<EventCursor> Read(Position from) const override;
  Position Tail() const override;
  Status Seal(Epoch epoch) override;
  Epoch SealedEpoch() const override;

 private:
  MemoryEventLog(std::shared_ptr<MemoryDisk> disk, Position tail);
  class Source;

  // Both under the disk's mutex.
  Position tail_ = 0;
  bool failed_ = false;
  const std::shared_ptr<MemoryDisk> disk_;
};

}  // namespace outturn::store

#endif  // OUTTURN_STORE_MEMORY_EVENT_LOG_H_
