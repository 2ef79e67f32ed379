// Tables whose columns are held apart by spaces: text of a printed page. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "services/document/blocks.h"

namespace outturn::document {

// A piece of a line between gaps of two spaces or more, and what it takes of the line's width, in
// eighths of a column of print.
struct Piece {
  std::string text;
  size_t from = 0;
  size_t to = 0;  // behind its end
};
inline constexpr size_t kColumn = 8;

struct TextLine {
  std::string text;
  size_t number = 0;  // from 1, rises through the document
  Words where;
  std::vector<Piece> pieces;  // of a line of which more is known than its text
};

// Reads lines as ReadText does.
[[nodiscard]] Document ReadLines(std::vector<TextLine> lines);

// The end of the table that begins with line `at`; `at` where none does.
[[nodiscard]] size_t ColumnsEnd(const std::vector<TextLine>& lines, size_t at);
// The lines [begin, end) as cells in columns.
[[nodiscard]] Grid ColumnsGrid(const std::vector<TextLine>& lines, size_t begin, size_t end);

}  // namespace outturn::document
