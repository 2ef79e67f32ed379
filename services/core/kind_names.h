// The kinds' names as policies and filters write them.
#pragma once

#include <string_view>
#include <vector>

namespace outturn::core {

// Every kind, in the order of Body.
[[nodiscard]] const std::vector<std::string_view>& KindNames();
[[nodiscard]] bool IsKindName(std::string_view name);

}  // namespace outturn::core
