#include "store/record_cursor.h"

#include <algorithm>
#include <utility>

namespace outturn::store {

RecordCursor::RecordCursor(std::unique_ptr<RecordSource> source, Position from, Position tail)
    : source_(std::move(source)), tail_(tail), next_(std::max<Position>(from, 1)) {}

bool RecordCursor::Next() {
  if (next_ > tail_ || !status_.ok()) return false;
  if (!record_.Next() && !LoadNext()) return false;
  ++next_;
  return true;
}

bool RecordCursor::LoadNext() {
  Result<std::string_view> bytes = source_->Load(next_);
  Result<RecordReader> record =
      bytes.ok() ? RecordReader::Parse(*bytes) : Result<RecordReader>(bytes.status());
  if (!record.ok()) {
    status_ = record.status();
    if (status_.code() == Code::kCorrupt) status_ = Status::Corrupt(next_, status_.message());
    return false;
  }
  if (next_ < record->first() || next_ > record->last()) {
    status_ = Status::Corrupt(next_, "the record of this position is missing");
    return false;
  }
  record_ = *record;
  while (record_.Next() && record_.position() != next_) {
  }
  return true;
}

}  // namespace outturn::store
