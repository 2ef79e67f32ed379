// How much two short texts differ, for "did you mean".
#pragma once

#include <cstddef>
#include <string_view>

namespace outturn::core {

// Edits (insert, delete, replace, swap neighbours) between the texts, in characters of UTF-8. Takes
// time and memory by the product of their lengths: the caller keeps long ones out.
[[nodiscard]] size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace outturn::core
