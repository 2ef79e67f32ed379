// The event log: the only truth on disk. Everything else can be rebuilt from it.
//
// append(epoch, position, group) · read(from) · tail · seal. Nothing above this header knows which
// engine is below it, and no call rewrites or removes an event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "store/status.h"

namespace outturn::store {

// 1, 2, 3 ... without gaps; 0 is before everything.
using Position = uint64_t;

// A writer's term of office. A fresh log has sealed epoch 0.
using Epoch = uint64_t;

// Limits of one group; beyond them Append answers kInvalid.
inline constexpr size_t kMaxGroupEvents = 1 << 20;
inline constexpr size_t kMaxEventBytes = 16 << 20;
inline constexpr size_t kMaxGroupBytes = 64 << 20;  // sum of the events' bytes

// Walks events in order. Used by one thread; must not outlive its log.
//
//   auto cursor = log.Read(1);
//   while (cursor->Next()) Use(cursor->position(), cursor->event());
//   if (!cursor->status().ok()) ...
class EventCursor {
 public:
  virtual ~EventCursor() = default;

  // Moves to the next event, at first to the one Read was asked for. False at the end or on damage;
  // status() tells which, and every later call is false too.
  virtual bool Next() = 0;

  // The event under the cursor; only after Next() was true. The bytes stay until the next Next().
  virtual Position position() const = 0;
  virtual std::string_view event() const = 0;

  // Ok, or kCorrupt with the first position that cannot be read (the whole group is lost with it),
  // or kIo.
  virtual const Status& status() const = 0;
};

// Threads: Append, Seal and all the reads may be called from any thread at any time; appends are
// carried out one at a time.
class EventLog {
 public:
  virtual ~EventLog() = default;

  // Makes `group` durable at positions first, first + 1, ...: all of it or nothing. When it returns
  // ok, a crash or a power cut does not take the events away. The bytes are copied. An event may be
  // empty, a group may not.
  //
  // Refusals, in order of precedence; none of them changes the log, except the first kFailed:
  //   kInvalid        the group is empty or over a limit above
  //   kFailed         this write or an earlier one failed. The outcome of the one that failed is
  //                   unknown until the log is reopened; until then every write is refused
  //   kFenced         `epoch` is older than the sealed one: somebody else writes now
  //   kWrongPosition  `first` is not Tail() + 1
  virtual Status Append(Epoch epoch, Position first, std::span<const std::string_view> group) = 0;

  // The events from position `from` (0 means 1) to the tail as it is now, in order, without gaps.
  // `from` may lie within a group; reading one event costs one seek. Later appends are not seen.
  // Works after a failed write, too. Every group's checksum is verified before its events are
  // shown.
  virtual std::unique_ptr<EventCursor> Read(Position from) const = 0;

  // The last durable position; 0 for an empty log.
  virtual Position Tail() const = 0;

  // Ends the right of every lower epoch to append, durably. A writer takes office with an epoch
  // above SealedEpoch() and appends under it; of two that ask for the same epoch only one gets it.
  // kFenced when `epoch` is not above the sealed one, kFailed as for Append.
  virtual Status Seal(Epoch epoch) = 0;
  virtual Epoch SealedEpoch() const = 0;

  // Which of the files it lives from are gone, shorter than they were written or cannot be read
  // under their names, though what is open of them may still be read: each with why, the events it
  // concerns and what to do. What is damaged within them shows when it is read.
  virtual std::vector<Status> LookAtFiles() const { return {}; }

  // The same, and reads of what lies on the disk all that reading events does not: takes its time.
  virtual std::vector<Status> ReadFiles() const { return LookAtFiles(); }
};

}  // namespace outturn::store
