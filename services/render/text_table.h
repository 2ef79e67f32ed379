// TextTable: rows and columns as aligned text for a terminal or a plain file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace outturn::render {

struct TextColumn {
  std::string head;
  bool right = false;   // aligned to the right: numbers; a long head is broken over lines
  bool shrinks = true;  // may be made narrower, its cells broken over lines
};

struct TextCell {
  TextCell(std::string text_in, size_t columns_in = 1)  // NOLINT: a string is a cell
      : text(std::move(text_in)), columns(columns_in) {}
  TextCell(const char* text_in) : text(text_in) {}  // NOLINT
  std::string text;    // any text; control characters are never printed
  size_t columns = 1;  // spans that many columns
  size_t indent = 0;   // spaces before every line of it
};

struct TextTable {
  std::vector<TextColumn> columns;
  std::vector<std::vector<TextCell>> above;  // lines over the heads: heads of groups of columns
  struct Row {
    std::vector<TextCell> cells;
    bool rule_above = false;
  };
  std::vector<Row> rows;

  // Lines no wider than `width` where the columns that shrink allow it (none gets narrower than 8,
  // nor than its widest word while there is room elsewhere), each ended by a line break, without
  // spaces at their ends. Columns stand two spaces apart; heads over a rule, which is left out when
  // every head is empty. Numbers are never broken; text among numbers is, once it is wider than 20.
  //
  // `widths`, where given, holds the least width of each column and is left with those taken: so
  // the pages of a long list stand under one another.
  [[nodiscard]] std::string ToText(size_t width = 120, std::vector<size_t>* widths = nullptr) const;
};

}  // namespace outturn::render
