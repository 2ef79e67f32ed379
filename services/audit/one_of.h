// For overload sets over the kinds of events that have no generic fallback, so that the compiler
// finds the case a new kind misses.
#pragma once

#include <type_traits>

namespace outturn::audit {

template <typename Kind, typename... Kinds>
concept IsOneOf = (std::is_same_v<Kind, Kinds> || ...);

}  // namespace outturn::audit
