// The event log in memory, for tests and simulation: same contract, same record bytes, and faults
// on request. What would lie on disk is a MemoryDisk, which outlives the log opened on it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "store/event_log.h"
#include "store/log_head.h"

namespace outturn::store {

class MemoryDisk {
 public:
  // What the next write does: succeed, or fail and lose the data, or fail and keep them all the
  // same, or fail and leave half of them. What was cut short is recognised and removed when a log
  // is opened the next time, as an engine's own framing allows.
  enum class NextWrite { kSucceeds, kFailsAndIsLost, kFailsAndIsKept, kFailsAndIsTorn };
  void SetNextWrite(NextWrite next);

  // Flips the lowest bit of one byte of the record that holds `position`, or takes that record
  // away. `offset` is taken modulo the record's length. A position that no record holds is left
  // alone.
  void FlipBit(Position position, size_t offset);
  void RemoveRecord(Position position);
  // Writes the record that holds `position` anew with other events in it, as somebody does who
  // knows the format: only what is in the events can tell.
  void Forge(Position position, std::span<const std::string_view> group);

 private:
  friend class MemoryEventLog;

  // By first position. Records are replaced, never changed: a cursor may still hold one.
  using Records = std::map<Position, std::shared_ptr<const std::string>>;

  // The record with the greatest first position not above `position`, or the end. Under the mutex.
  Records::iterator Find(Position position);

  std::mutex mutex_;
  Records records_;
  Position torn_ = 0;  // the record that begins here was cut short; 0: none
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
  class Source;
  MemoryEventLog(std::shared_ptr<MemoryDisk> disk, const LogHead& head);

  const std::shared_ptr<MemoryDisk> disk_;
  LogHead head_;  // under the disk's mutex
};

}  // namespace outturn::store
