// The keys of derived state. First byte: 'i' external id → position, 'l' ledger and position →
// nothing, 'm' position → Merkle frontier after it, 'r' the frontier after the position reached: by
// it derived state of another history is told. Positions are 8 bytes, big-endian, so that order is
// kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/core/ids.h"

namespace outturn::app {

[[nodiscard]] std::string BigEndian(core::Position position);
// nullopt unless `bytes` is 8 bytes long.
[[nodiscard]] std::optional<core::Position> PositionOf(std::string_view bytes);

[[nodiscard]] std::string IdKey(const core::EventRef& ref);
[[nodiscard]] std::string LedgerPrefix(const core::LedgerId& ledger);  // append BigEndian(position)
[[nodiscard]] std::string FrontierKey(core::Position position);
inline constexpr std::string_view kFrontierPrefix = "m";
inline constexpr std::string_view kReachedKey = "r";

}  // namespace outturn::app
