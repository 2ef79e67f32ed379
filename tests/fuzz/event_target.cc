// What is stored as an event: refused, or read as something that is written as itself again. What a
// glance sees of a payment is what parsing it sees.
#include <google/protobuf/stubs/logging.h>

#include "services/wire/codec.h"
#include "services/wire/glance.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

void CheckGlance(std::string_view bytes) {
  const auto glance = wire::GlanceAtPayment(bytes);
  if (!glance) return;
  v1::Event event;
  // What it does not look at may be anything.
  if (!event.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const v1::Header& header = event.command().header();
  const v1::Payment& payment = event.command().payment();
  Require(event.command().has_payment() && payment.commitment().external_id().empty(),
          "a glance at what is no plain payment");
  Require(glance->position == event.position() &&
              glance->recorded_at_us == event.recorded_at_us() &&
              glance->source == header.source() && glance->external_id == header.external_id() &&
              glance->unit == header.unit() && glance->year == header.year() &&
              glance->effective_on == header.effective_on() && glance->line == payment.line() &&
              glance->economic_class == payment.economic_class() &&
              glance->amount_fen == payment.amount_fen() &&
              glance->procurement == payment.procurement(),
          "a glance sees something else");
}

void Run(std::string_view bytes) {
  CheckGlance(bytes);
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
