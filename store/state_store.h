// Derived state: keys and values computed from the event log, with the position they have reached.
//
// Never the truth: the folder can be deleted at any time and is rebuilt from the log. Hence no
// fsync: after a crash the store comes back as it was after some earlier Apply, content and
// position together, and the caller folds the log from Reached() + 1 on.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

// One key's new value, or its deletion. A key has at least one byte, and its first byte is not
// 0x00: those keys are the store's own.
struct Change {
  std::string key;
  std::optional<std::string> value;  // nullopt: deleted
};

// Walks keys in byte order. Used by one thread; must not outlive its store nor see a Wipe().
class StateCursor {
 public:
  virtual ~StateCursor() = default;

  // Moves to the next key, at first to the first one. False at the end or on damage.
  virtual bool Next() = 0;

  // Only after Next() was true; the bytes stay until the next Next().
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;

  // Ok, kCorrupt or kIo.
  virtual const Status& status() const = 0;
};

// Threads: one thread calls Apply and Wipe; any thread reads at any time, except during Wipe.
class StateStore {
 public:
  virtual ~StateStore() = default;

  // Makes all of `changes` and the position visible at once. Of two changes to one key the later
  // wins. The position may stay but not go back: kWrongPosition. kInvalid for a bad key. kFailed
  // when the disk refused; then every later Apply is refused until reopened.
  virtual Status Apply(std::span<const Change> changes, Position reached) = 0;

  // The position of the last event that the content reflects; 0 when empty. A position beyond the
  // log's tail means that the log lost something or that this state belongs to another log.
  virtual Position Reached() const = 0;

  // kNotFound, kCorrupt, kIo. Cheap for a key that is not there.
  virtual Result<std::string> Get(std::string_view key) const = 0;

  // All keys that begin with `prefix` and are not below `from`, as they are now.
  virtual std::unique_ptr<StateCursor> Scan(std::string_view prefix,
                                            std::string_view from = {}) const = 0;

  // Back to empty, at position 0; also ends a kFailed. After an error the store is only good for
  // another Wipe().
  virtual Status Wipe() = 0;

  // As EventLog::LookAtFiles. Not during Wipe.
  virtual std::vector<Status> LookAtFiles() const { return {}; }

  // The same, and reads every file whole: takes its time. Not during Wipe.
  virtual std::vector<Status> ReadFiles() const { return LookAtFiles(); }
};

// The refusals of Apply that every implementation shares, for a store that has reached `now`.
Status CheckApply(std::span<const Change> changes, Position now, Position reached);

}  // namespace outturn::store
