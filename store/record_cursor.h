// The cursor of a log that keeps records: opens them one by one and checks that they join.
#pragma once

#include <memory>
#include <string_view>

#include "store/event_log.h"
#include "store/record.h"

namespace outturn::store {

// Where the records come from.
class RecordSource {
 public:
  virtual ~RecordSource() = default;

  // The bytes of the record with the greatest first position not above `at`; they stay until the
  // next call. Each call's `at` is above the one before. kCorrupt when there is none, kIo.
  virtual Result<std::string_view> Load(Position at) = 0;
};

class RecordCursor final : public EventCursor {
 public:
  // Shows positions `from` (0 means 1) to `tail`.
  RecordCursor(std::unique_ptr<RecordSource> source, Position from, Position tail);

  bool Next() override;
  Position position() const override { return record_.position(); }
  std::string_view event() const override { return record_.event(); }
  const Status& status() const override { return status_; }

 private:
  // Makes the record that holds next_ the current one, at that event; false on damage.
  bool LoadNext();

  const std::unique_ptr<RecordSource> source_;
  const Position tail_;
  Position next_;
  RecordReader record_;
  Status status_;
};

}  // namespace outturn::store
