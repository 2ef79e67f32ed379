// A fiscal year as people give it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/intake/text.h"

namespace outturn::cli {

// A year a ledger may have, 1900 to 2999; nullopt for anything else.
[[nodiscard]] std::optional<int32_t> ReadYear(const std::string& text);
// What is wrong with a year: `what` names where it was given.
[[nodiscard]] intake::Words NoYear(const intake::Words& what, const std::string& text);

}  // namespace outturn::cli
