// A record of the event log. The checksum is made right half of the time: what hides behind it must
// not trust it.
#include <vector>

#include "store/big_endian.h"
#include "store/checksum.h"
#include "store/record.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void Run(std::string_view bytes) {
  const bool mend = TakeByte(bytes) % 2 == 0;
  std::string record(bytes);
  if (mend && record.size() >= 4) {
    record.resize(record.size() - 4);
    store::AppendBigEndian32(&record, store::Checksum(record));
  }
  auto reader = store::RecordReader::Parse(record);
  if (!reader.ok()) return;
  std::vector<std::string_view> events;
  store::Position next = reader->first();
  while (reader->Next()) {
    Require(reader->position() == next++, "positions with gaps");
    events.push_back(reader->event());
  }
  Require(next == reader->last() + 1, "fewer events than told");
  if (!store::CheckGroup(events).ok()) return;
  std::string again;
  store::EncodeRecord(reader->first(), events, &again);
  const auto second = store::RecordReader::Parse(again);
  Require(second.ok() && second->first() == reader->first() && second->last() == reader->last(),
          "a record is read as another");
}

const Registered registered("record", Run);

}  // namespace
}  // namespace outturn::fuzz
