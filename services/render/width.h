// How wide text stands on a terminal, and where a line of it may break.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outturn::render {

// The columns a terminal gives to UTF-8 text: 2 for East-Asian wide and full-width characters, 0
// for combining marks, 1 for the rest. Characters of ambiguous width (① ≥ “ ” … ─ ×) count 1, as
// terminals have it unless told otherwise. A byte that is no UTF-8 and a control character count 1:
// Printable shows them as one character.
[[nodiscard]] size_t DisplayWidth(std::string_view text);

// The text as it is safe to print: bytes that are no UTF-8 become U+FFFD, control characters (line
// breaks and tabs too) a space, so that no recorded text can steer a terminal.
[[nodiscard]] std::string Printable(std::string_view text);

// The lines of `text`, none wider than `width` (at least 2): broken at its line breaks, at spaces,
// and between wide characters, but not before a closing mark (，。）》%). A longer word is cut.
// Always gives at least one line.
[[nodiscard]] std::vector<std::string> Wrap(std::string_view text, size_t width);

}  // namespace outturn::render
