// Control characters have no place in what is stored.
#pragma once

#include <string_view>

namespace outturn::wire {

[[nodiscard]] bool HasNoControlCharacters(std::string_view text);

}  // namespace outturn::wire
