// Instants as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace outturn::cli {

// Microseconds since 1970-01-01T00:00:00Z of
//   2024-08-01T12:00:00Z, 2024-08-01T12:00:00.5+08:00  RFC 3339, with its own offset
//   2024-08-01 12:00, 2024-08-01 12:00:30               China's time (UTC+8)
//   2024-08-01                                           the end of that day in China
// What is given to the second is the last of it: so times that are printed lead back to what they
// were printed of. nullopt for anything else.
[[nodiscard]] std::optional<int64_t> ParseMoment(std::string_view text);

}  // namespace outturn::cli
