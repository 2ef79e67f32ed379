// Commands and events on the wire and on disk ↔ core. The only meeting of core and protobuf.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "outturn/v1/event.pb.h"
#include "outturn/v1/services.pb.h"
#include "services/core/event.h"
#include "services/wire/fields.h"

namespace outturn::wire {

// A well-formed command, or everything that is wrong with it.
[[nodiscard]] std::variant<core::Command, Violations> Decode(const v1::Command& from);

void Encode(const core::Command& from, v1::Command& to);
void Encode(const core::Outcome& from, v1::Outcome& to);

// Appends the bytes that are stored and hashed.
void AppendEvent(const core::Event& event, std::string& bytes);
[[nodiscard]] std::string EncodeEvent(const core::Event& event);

// nullopt when `bytes` is no event this program understands.
[[nodiscard]] std::optional<core::Event> DecodeEvent(std::string_view bytes);

struct Difference {
  std::string field;  // "payment.amount_fen"
  std::string recorded;
  std::string sent;
};

// The first field in which a request sent again differs from what was recorded under its id;
// nullopt when the content is the same. Fields the book resolves count as same where the request
// leaves them empty, those it alone decides always do, and expected_version is no content.
[[nodiscard]] std::optional<Difference> FirstDifference(const v1::Command& recorded,
                                                        const v1::Command& sent);

}  // namespace outturn::wire
