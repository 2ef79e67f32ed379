#include "services/app/keys.h"

namespace outturn::app {

std::string BigEndian(core::Position position) {
  std::string bytes(8, '\0');
  for (int i = 7; i >= 0; --i, position >>= 8) {
    bytes[static_cast<size_t>(i)] = static_cast<char>(position & 0xff);
  }
  return bytes;
}

std::optional<core::Position> PositionOf(std::string_view bytes) {
  if (bytes.size() != 8) return std::nullopt;
  core::Position position = 0;
  for (const char byte : bytes) position = position << 8 | static_cast<unsigned char>(byte);
  return position;
}

// Codes hold no control characters, so a zero byte ends the first part unmistakably.
std::string IdKey(const core::EventRef& ref) {
  std::string key = "i" + ref.source;
  key += '\0';
  return key + ref.external_id;
}

std::string LedgerPrefix(const core::LedgerId& ledger) {
  std::string key = "l" + ledger.unit;
  key += '\0';
  return key + std::to_string(ledger.year) + ":";
}

std::string FrontierKey(core::Position position) {
  return std::string(kFrontierPrefix) + BigEndian(position);
}

}  // namespace outturn::app
