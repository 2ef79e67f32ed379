// What kinds of events are called, from the schema's own words.
#pragma once

#include <string>

#include "services/core/event.h"

namespace outturn::wire {

struct KindWords {
  std::string zh;
  std::string en;
};
[[nodiscard]] KindWords WordsOf(const core::Body& body);

}  // namespace outturn::wire
