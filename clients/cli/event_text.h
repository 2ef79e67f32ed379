// An event in words, from the schema's names.
#pragma once

#include "clients/cli/listing.h"
#include "outturn/v1/event.pb.h"

namespace outturn::cli {

// Columns of a list of events, and one event as a row of it. Brief: the day of the recording
// without the time, so that a row fits a page. Of several amounts the row has the sum.
[[nodiscard]] std::vector<Listing::Column> EventColumns();
[[nodiscard]] std::vector<std::string> EventRow(const v1::Event& event, bool english, bool brief);

// Everything an event says, field by field.
[[nodiscard]] Facts EventFacts(const v1::Event& event, bool english);

// "HEADROOM_EXCEEDED asked=5.00 …": a warning as the event has it.
[[nodiscard]] std::string BareWarning(const v1::Warning& warning);

}  // namespace outturn::cli
