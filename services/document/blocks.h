// A document taken apart: paragraphs and tables in their order, whatever file they came from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/figures/problem.h"

namespace outturn::document {

using figures::Words;

struct Cell {
  std::string text;  // trimmed; line breaks within it are taken out
  Words where;
  int order = 0;         // rises through the document
  bool covered = false;  // belongs to a merged cell whose text stands before or above it
};

struct Grid {
  std::vector<std::vector<Cell>> rows;  // every row as long as the widest; blank cells are there
  bool exact = true;  // cells stand in their columns; false: a row may have lost cells on the way
  bool flat = false;  // a row is the words and numbers of a line; nobody knows the columns (flat.h)
  bool partial = false;  // of indicators: rows at its end may be missing
  std::string caption;   // of a flat one, bare
  Cell goals;            // of a form put together: its words on goals and results, all of them
  std::string unit;      // of its money
};

struct Block {
  bool is_table = false;
  std::string text;  // of a paragraph
  Words where;
  int order = 0;
  Grid grid;
};

struct Document {
  std::vector<Block> blocks;
  std::vector<Words> notes;  // what could not be read of the file
};

// Text of a file: UTF-8 by now. Tables as text has them: cells on lines of their own behind tabs,
// tabs between cells, "|", columns of spaces. Any bytes are taken.
[[nodiscard]] Document ReadText(const std::string& text);

// How wide a text is printed: Chinese counts two.
[[nodiscard]] size_t DisplayWidth(std::string_view text);
// Trimmed, line breaks and the spaces around them taken out.
[[nodiscard]] std::string CellText(std::string_view text);
// "第 12 行".
[[nodiscard]] Words LinePlace(size_t line);
// Makes every row as long as the widest.
void Square(Grid& grid);

}  // namespace outturn::document
