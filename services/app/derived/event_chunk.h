// EventChunk: stored events that follow each other, copied out of the log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/core/ids.h"

namespace outturn::app {

struct EventChunk {
  core::Position first = 0;
  std::string bytes;
  std::vector<size_t> ends;  // of each event in `bytes`

  [[nodiscard]] size_t size() const { return ends.size(); }
  [[nodiscard]] core::Position position(size_t index) const { return first + index; }
  [[nodiscard]] std::string_view event(size_t index) const {
    const size_t begin = index == 0 ? 0 : ends[index - 1];
    return std::string_view(bytes).substr(begin, ends[index] - begin);
  }

  void Add(core::Position position, std::string_view event) {
    if (ends.empty()) first = position;
    bytes += event;
    ends.push_back(bytes.size());
  }
  void Clear() {  // keeps the memory
    bytes.clear();
    ends.clear();
  }
};

}  // namespace outturn::app
