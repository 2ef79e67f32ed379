// What is stored as an event: refused, or read as something that is written as itself again.
#include <google/protobuf/stubs/logging.h>

#include "services/wire/codec.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void Run(std::string_view bytes) {
  const auto event = wire::DecodeEvent(bytes);
  if (!event) return;
  const std::string written = wire::EncodeEvent(*event);
  const auto again = wire::DecodeEvent(written);
  Require(again.has_value() && again->command == event->command, "an event is read as another");
  Require(wire::EncodeEvent(*again) == written, "an event's bytes change");
}

// The library tells of every text that is no UTF-8.
[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("event", Run);

}  // namespace
}  // namespace outturn::fuzz
