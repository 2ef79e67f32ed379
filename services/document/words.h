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

}  // namespace outturn::document
