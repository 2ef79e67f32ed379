// An event in words, from the schema's names.
#pragma once

#include "clients/cli/listing.h"
#include "outturn/v1/event.pb.h"

namespace outturn::cli {

// Columns of a list of events, and one event as a row of it.
[[nodiscard]] std::vector<Listing::Column> EventColumns();
[[nodiscard]] std::vector<std::string> EventRow(const v1::Event& event, bool english);

// Everything an event says, field by field.
[[nodiscard]] Facts EventFacts(const v1::Event& event, bool english);

}  // namespace outturn::cli
