#include "services/app/derived/keys.h"

#include <charconv>

#include "store/big_endian.h"

namespace outturn::app {

std::string BigEndian(core::Position position) {
  std::string bytes;
  store::AppendBigEndian64(&bytes, position);
  return bytes;
}

std::optional<core::Position> PositionOf(std::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  return store::BigEndian64(bytes);
}

namespace {
// Codes hold no control characters, so a zero byte ends the unit unmistakably.
std::string KeyOf(char kind, const core::LedgerId& ledger) {
  std::string key = kind + ledger.unit;
  key += '\0';
  return key + std::to_string(ledger.year) + ":";
}
}  // namespace

std::string LedgerPrefix(const core::LedgerId& ledger) { return KeyOf('p', ledger); }
std::string RunPrefix(const core::LedgerId& ledger) { return KeyOf('g', ledger); }
std::string CheckpointPrefix(const core::LedgerId& ledger) { return KeyOf('c', ledger); }
std::string SnapshotKey(const core::LedgerId& ledger) { return KeyOf('s', ledger); }

std::optional<core::LedgerId> LedgerOf(std::string_view key) {
  const size_t end_of_unit = key.find('\0');
  if (end_of_unit == std::string_view::npos) return std::nullopt;
  core::LedgerId ledger{std::string(key.substr(1, end_of_unit - 1)), 0};
  const char* const end = key.data() + key.size();
  const auto year = std::from_chars(key.data() + end_of_unit + 1, end, ledger.year);
  if (year.ec != std::errc() || year.ptr == end || *year.ptr != ':') return std::nullopt;
  return ledger;
}

std::string FrontierKey(uint64_t size) { return std::string(kFrontierPrefix) + BigEndian(~size); }

std::string Packed(const std::vector<core::Position>& positions) {
  std::string bytes;
  core::Position before = 0;
  for (const core::Position position : positions) {
    core::Position step = position - before;
    for (; step >= 0x80; step >>= 7) bytes.push_back(static_cast<char>(step | 0x80));
    bytes.push_back(static_cast<char>(step));
    before = position;
  }
  return bytes;
}

std::optional<std::vector<core::Position>> Unpacked(std::string_view bytes) {
  std::vector<core::Position> positions;
  core::Position before = 0;
  core::Position step = 0;
  int shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (shift > 63) return std::nullopt;
    step |= static_cast<core::Position>(byte & 0x7f) << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    if (step == 0) return std::nullopt;
    before += step;
    positions.push_back(before);
    step = 0;
    shift = 0;
  }
  if (shift != 0) return std::nullopt;
  return positions;
}

}  // namespace outturn::app
