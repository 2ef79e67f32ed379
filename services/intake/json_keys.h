// Members given twice in one JSON object. The protobuf parser takes the last of them silently,
// which would record an amount that nobody can be sure of.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace outturn::intake {

// The path of the first member that its object already has, such as "payment.amount_fen" or
// "virement.legs[1].line", as `json` spells it; nullopt when there is none. amount_fen and
// amountFen are the same member. `json` must be well-formed.
[[nodiscard]] std::optional<std::string> DoubleJsonKey(std::string_view json);

}  // namespace outturn::intake
