// Base64 of RFC 4648 with padding; one text for every value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace outturn::store {

std::string Base64(std::string_view bytes);

// nullopt unless `text` is exactly what Base64 gives for some bytes.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace outturn::store
