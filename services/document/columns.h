// Tables whose columns are held apart by spaces: text of a printed page. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "services/document/blocks.h"

namespace outturn::document {

struct TextLine {
  std::string text;
  size_t number = 0;  // from 1
};

// The end of the table that begins with line `at`; `at` where none does.
[[nodiscard]] size_t ColumnsEnd(const std::vector<TextLine>& lines, size_t at);
// The lines [begin, end) as cells in columns.
[[nodiscard]] Grid ColumnsGrid(const std::vector<TextLine>& lines, size_t begin, size_t end);

}  // namespace outturn::document
