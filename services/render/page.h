// Where everything of a table stands on paper: the one layout of spreadsheet and printed page. For
// this folder only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/figures/table.h"

namespace outturn::render {

enum class BoxKind : uint8_t { kTitle, kHead, kCell };  // title: of a section

// A rectangle of the grid with what is in it.
struct Box {
  BoxKind kind = BoxKind::kCell;
  size_t row = 0;
  size_t column = 0;
  size_t rows = 1;
  size_t columns = 1;
  std::string text;                     // clean: see Clean
  const figures::Cell* cell = nullptr;  // kCell only; not owned; nullptr: blank
  figures::Align align = figures::Align::kLeft;
  int indent = 0;
  bool strong = false;  // of a total or a heading
};

struct Block {             // a section
  size_t heads = 0;        // rows of title and heads, which repeat where a page breaks
  size_t first = 0;        // row
  size_t rows = 0;         // with the heads
  std::vector<Box> boxes;  // by row, then column; they cover the grid's rectangle exactly
};

struct Page {
  std::string name;           // empty: the table's only page
  std::vector<int> widths;    // of the grid's columns, in tenths of a character
  std::vector<size_t> lines;  // of each row, how many lines of text are in it
  std::vector<Block> blocks;
  [[nodiscard]] int Width() const;  // all columns together
};

// Whether the page stands better on its side.
[[nodiscard]] bool IsWide(const Page& page);

// Sections of one page share a grid: each takes the whole width, and boundaries of columns that
// nearly meet are made to. At least one page.
[[nodiscard]] std::vector<Page> PagesOf(const figures::Table& table);

// The text with line breaks kept, all else as Printable has it.
[[nodiscard]] std::string Clean(std::string_view text);

// A subtitle's parts, apart by four or more spaces: "单位名称", "单位：万元".
[[nodiscard]] std::vector<std::string> PartsOf(std::string_view subtitle);

// What tells a cell's figure: its name, its exact value and what that counts. Empty for labels.
[[nodiscard]] std::string NoteOf(const figures::Cell& cell, figures::Language language);

}  // namespace outturn::render
