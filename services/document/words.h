// Words cut at marks and ends. For this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace outturn::document {

// Behind the last of these marks; all of it where none stands.
[[nodiscard]] std::string BehindLast(std::string text,
                                     std::initializer_list<std::string_view> marks);
// Without any of these at its end, however many follow each other.
[[nodiscard]] std::string Without(std::string text, std::initializer_list<std::string_view> ends);

// Whether two characters, one behind the other, stand in both, but for those of `common` words,
// which say nothing.
[[nodiscard]] bool ShareTwoCharacters(std::string_view a, std::string b,
                                      std::initializer_list<std::string_view> common);

}  // namespace outturn::document
