// A table's rows as their numbering orders them. For this folder.
#pragma once

#include <string>
#include <vector>

#include "services/document/tables/amounts.h"

namespace outturn::document {

struct OutlineRow {
  size_t row = 0;
  int rank = 0;  // 0: a total; 1: "一、"; 2: "(一)"; 3: "1."; one more than the row above: none
  bool opens = false;  // "其中："
  bool numbered = false;
  std::string name;  // without its number
};

// The named rows of a side that have numbers, from top to bottom.
[[nodiscard]] std::vector<OutlineRow> OutlineOf(const Numbers& numbers, size_t side);
// The rows of the next rank right below `at`.
[[nodiscard]] std::vector<size_t> ChildrenOf(const std::vector<OutlineRow>& outline, size_t at);

}  // namespace outturn::document
