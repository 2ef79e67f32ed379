// Overload: one function object out of several, for std::visit.
#pragma once

namespace outturn::core {

template <typename... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overload(Cases...) -> Overload<Cases...>;  // clang 14 does not find it by itself

}  // namespace outturn::core
