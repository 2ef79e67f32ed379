// Where in a JSON text something stands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace outturn::app {

// The line, from 1, on which the value at a JSON pointer ("/sections/0/rows/3") begins; of what is
// not there, the line of the nearest thing around it that is. The text is valid JSON.
[[nodiscard]] size_t LineOf(std::string_view text, std::string_view pointer);

// "line 3, column 7" of the byte at `offset`, counted from 1, as a JSON parser tells it.
[[nodiscard]] std::string LineAndColumn(std::string_view text, size_t offset);

}  // namespace outturn::app
