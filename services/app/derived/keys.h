// The keys and values of derived state. First byte of a key: 'p' ledger and the last of some of its
// positions → those positions, 'n' size → Merkle frontier of a tree of that many leaves, largest
// size first, 'h' the leaf hash of the last event reached: by it derived state of another history
// is told, 'f' that of the first event, 's' ledger → its snapshot, 't' what snapshots of ledgers
// need to be a book. Numbers in keys are 8 bytes, big-endian, so that order is kept.
//
// Of history, a store of its own (history.h): 'n' as above, 'g' ledger and the first position of a
// run of its events → that run, 'c' ledger and position → the ledger as it was there, both latest
// first; 'h' how far it is, 'f' as above.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/ids.h"

namespace outturn::app {

[[nodiscard]] std::string BigEndian(core::Position position);
// nullopt unless `bytes` is 8 bytes long.
[[nodiscard]] std::optional<core::Position> PositionOf(std::string_view bytes);

inline constexpr std::string_view kPositionsPrefix = "p";
[[nodiscard]] std::string LedgerPrefix(const core::LedgerId& ledger);  // append BigEndian(position)
[[nodiscard]] std::string FrontierKey(uint64_t size);
inline constexpr std::string_view kFrontierPrefix = "n";
inline constexpr std::string_view kReachedKey = "h";
inline constexpr std::string_view kFirstEventKey = "f";
inline constexpr std::string_view kRunsPrefix = "g";
inline constexpr std::string_view kCheckpointsPrefix = "c";
// append BigEndian(~position)
[[nodiscard]] std::string RunPrefix(const core::LedgerId& ledger);
[[nodiscard]] std::string CheckpointPrefix(const core::LedgerId& ledger);
[[nodiscard]] std::string SnapshotKey(const core::LedgerId& ledger);
inline constexpr std::string_view kSnapshotHeadKey = "t";
// The ledger that a key of one begins with, whichever of these it is; nullopt of another key.
[[nodiscard]] std::optional<core::LedgerId> LedgerOf(std::string_view key);

// Rising positions as varints of their differences.
[[nodiscard]] std::string Packed(const std::vector<core::Position>& positions);
// nullopt unless `bytes` is what Packed gives.
[[nodiscard]] std::optional<std::vector<core::Position>> Unpacked(std::string_view bytes);

}  // namespace outturn::app
