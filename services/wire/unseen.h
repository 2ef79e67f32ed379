// Characters that cannot be seen: two names that differ in them only look the same.
#pragma once

#include <string_view>

namespace outturn::wire {

// Takes one character off the front of valid UTF-8, which is what all texts of the wire are; not
// empty.
[[nodiscard]] char32_t TakeCharacter(std::string_view& text);

// What has no width, turns the direction of writing, or is a control of the upper half: zero-width
// marks, overrides of direction, the mark of byte order, tags. Not variation selectors of Chinese
// characters, which names need.
[[nodiscard]] bool IsUnseen(char32_t character);

}  // namespace outturn::wire
