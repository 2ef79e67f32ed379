// One commit group as bytes: what an event log keeps. FORMAT.md has the grammar.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "store/event_log.h"
#include "store/status.h"

namespace outturn::store {

inline constexpr char kRecordVersion = 1;

// kInvalid when `group` is empty or over a limit of event_log.h.
Status CheckGroup(std::span<const std::string_view> group);

// Replaces `record` with the record of `group`, which starts at position `first` (at least 1) and
// has passed CheckGroup.
void EncodeRecord(Position first, std::span<const std::string_view> group, std::string* record);

// Reads a record without copying: the bytes given to Parse must stay while it is used.
class RecordReader {
 public:
  RecordReader() = default;  // no events

  // Verifies checksum and structure, whatever the bytes are. kCorrupt says what is wrong (without a
  // position: only who fetched the bytes knows which was expected there).
  static Result<RecordReader> Parse(std::string_view bytes);

  Position first() const { return first_; }
  Position last() const { return first_ + count_ - 1; }

  // Moves to the next event; false after the last one.
  bool Next();
  // Only after Next() was true.
  Position position() const { return first_ + read_ - 1; }
  std::string_view event() const { return event_; }

 private:
  Position first_ = 0;
  size_t count_ = 0;
  size_t read_ = 0;           // events Next() has passed, the current one included
  std::string_view lengths_;  // of the events not passed yet
  std::string_view bytes_;    // of the events not passed yet
  std::string_view event_;
};

}  // namespace outturn::store
