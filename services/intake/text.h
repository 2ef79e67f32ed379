// Text as people and spreadsheets write it: full-width letters, stray spaces, names spelled in
// ways. Everything here takes and gives UTF-8 and keeps no state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "services/core/edit_distance.h"

namespace outturn::intake {

// A sentence for people, in both languages.
struct Words {
  std::string zh;
  std::string en;
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
};

// U+FFFD, which stands for bytes that could not be read in the file's encoding.
inline constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";

// Takes the first code point off `text`; a malformed byte counts as U+FFFD. `text` must not be
// empty.
[[nodiscard]] char32_t TakeCodePoint(std::string_view* text);
void AppendUtf8(char32_t code_point, std::string* to);

// Bytes at the start of `text` that are whole UTF-8 characters. Less than text.size(): either the
// text is malformed there, or (`*cut` is set) it merely ends in the middle of a character.
[[nodiscard]] size_t ValidUtf8Prefix(std::string_view text, bool* cut);

// Without surrounding white space: ASCII, no-break and ideographic spaces, zero-width marks.
[[nodiscard]] std::string_view Trim(std::string_view text);

// Full-width ASCII (U+FF01 … U+FF5E) and ￥ as their ordinary forms, every kind of space as ' '.
[[nodiscard]] std::string HalfWidth(std::string_view text);

// The form in which two spellings of a name are the same: half-width, lower case, without spaces,
// '_' and '-'. "Economic class", "economic_class" and "ＥＣＯＮＯＭＩＣ　class" give one name.
[[nodiscard]] std::string NameKey(std::string_view text);

// Re-exported: the command line reads core only through intake.
using core::EditDistance;

}  // namespace outturn::intake
