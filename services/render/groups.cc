#include "services/render/groups.h"

#include <algorithm>

namespace outturn::render {
namespace {

using figures::Column;

std::string HeadAt(const Column& column, size_t line) {
  return line < column.above.size() ? column.above[line] : "";
}

bool ShareHead(const Column& a, const Column& b, size_t line) {
  for (size_t outer = 0; outer <= line; ++outer) {
    if (HeadAt(a, outer) != HeadAt(b, outer)) return false;
  }
  return true;
}

}  // namespace

std::vector<std::vector<Group>> GroupsAbove(const figures::Section& section) {
  size_t depth = 0;
  for (const Column& column : section.columns) depth = std::max(depth, column.above.size());
  std::vector<std::vector<Group>> lines(depth);
  for (size_t line = 0; line < depth; ++line) {
    const Column* before = nullptr;
    for (const Column& column : section.columns) {
      const std::string head = HeadAt(column, line);
      if (before != nullptr && !head.empty() && ShareHead(*before, column, line)) {
        ++lines[line].back().columns;
      } else {
        lines[line].push_back({head, 1});
      }
      before = &column;
    }
  }
  return lines;
}

bool HasHeads(const figures::Section& section) {
  return std::any_of(section.columns.begin(), section.columns.end(),
                     [](const Column& column) { return !column.head.empty(); });
}

}  // namespace outturn::render
