// A table as bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "services/figures/document.h"
#include "services/figures/table.h"

namespace outturn::render {

struct TextOptions {
  size_t width = 120;           // columns of the terminal or the page; at least 60
  bool with_provenance = true;  // lines that say where the figures come from, below
};

// Aligned text, wide characters counted as two columns; see width.h for the others.
[[nodiscard]] std::string Text(const figures::Table& table, const TextOptions& options = {});

// Prose with its tables. Paragraphs are not broken into lines: whoever takes them over does that.
[[nodiscard]] std::string Text(const figures::Document& document);

// One object: {form, title, …, sections: [{title, columns, rows: [{kind, cells: [{figure, value,
// unit, printed}]}]}], notes, provenance}. A cell's "value" is the exact text (fen,
// "numerator/denominator", hundredths of a point …) that its "unit" says how to count, or null;
// labels have neither "figure" nor "value". services/render/README.md has an example.
[[nodiscard]] std::string Json(const figures::Table& table);

// RFC 4180, printed texts, CRLF. Sections follow each other after a blank line; notes and
// provenance come last, one cell per line. The mark makes spreadsheet programs read UTF-8. A text
// cell that a spreadsheet would run as a formula begins with an apostrophe.
[[nodiscard]] std::string Csv(const figures::Table& table, bool byte_order_mark = true);

// A page for A4 that a browser prints: heads repeat where a page breaks, and the margin of every
// page says where the figures come from. Needs nothing but itself. A cell's title names its figure.
[[nodiscard]] std::string Html(const figures::Table& table);
[[nodiscard]] std::string Html(const figures::Document& document);

// A workbook: a sheet for each page, merged heads, borders, widths, A4, one page wide. Money,
// rates, points and counts are numbers, exact as far as a spreadsheet's can be; a note on the cell
// names its figure and the exact value, the footer says where the figures come from. The same table
// gives the same bytes. nullopt when there was no room in memory for it. Threads: any; they take
// turns.
[[nodiscard]] std::optional<std::string> Xlsx(const figures::Table& table);

}  // namespace outturn::render
