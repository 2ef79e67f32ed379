// What kinds of events are called, from the schema's own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/core/event.h"

namespace outturn::wire {

struct KindWords {
  std::string zh;
  std::string en;
};
[[nodiscard]] KindWords WordsOf(const core::Body& body);
// By its name on the wire, "payment"; nullopt where there is no such kind.
[[nodiscard]] std::optional<KindWords> WordsOfKind(std::string_view name);

}  // namespace outturn::wire
