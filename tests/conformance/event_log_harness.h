// What the conformance suite needs of an implementation beyond the contract: to open it again on
// the same storage, to make the storage fail, and to damage what is stored.
#pragma once

#include <cstddef>
#include <memory>

#include "store/event_log.h"

namespace outturn::store {

class EventLogHarness {
 public:
  virtual ~EventLogHarness() = default;

  // The log on this harness's storage; the one opened before must be gone.
  virtual Result<std::unique_ptr<EventLog>> Open() = 0;

  // Makes the next write fail; whether its data stay on the storage is `kept`.
  virtual void FailNextWrite(bool kept) = 0;
  virtual void Heal() = 0;

  // Flips a bit of the stored record that holds `position`, or removes it. The log must be closed.
  virtual void FlipBit(Position position, size_t offset) = 0;
  virtual void RemoveRecord(Position position) = 0;
};

struct EventLogKind {
  const char* name;
  std::unique_ptr<EventLogHarness> (*make)();
};

// A new storage engine is one harness and one line in the suite's list.
std::unique_ptr<EventLogHarness> MemoryHarness();
std::unique_ptr<EventLogHarness> RocksdbHarness();

}  // namespace outturn::store
