// Heads that several columns share. For this folder only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/figures/table.h"

namespace outturn::render {

struct Group {
  std::string head;  // empty over columns that have none on this line
  size_t columns = 1;
};

// The lines over the columns' own heads, the outermost first; none where no column has any.
// Neighbours share a head while they also share those outside it.
[[nodiscard]] std::vector<std::vector<Group>> GroupsAbove(const figures::Section& section);

// Whether any column of the section has a head at all.
[[nodiscard]] bool HasHeads(const figures::Section& section);

}  // namespace outturn::render
