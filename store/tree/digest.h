// A fingerprint of bytes.
#pragma once

#include <string>
#include <string_view>

namespace outturn::store {

// SHA-256: 32 bytes, not hex.
[[nodiscard]] std::string Sha256Of(std::string_view bytes);
// SM3 (GB/T 32905): 32 bytes, not hex.
[[nodiscard]] std::string Sm3Of(std::string_view bytes);

}  // namespace outturn::store
