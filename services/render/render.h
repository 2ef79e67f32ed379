// A table as bytes.
#pragma once

#include <cstddef>
#include <string>

#include "services/figures/table.h"

namespace outturn::render {

struct TextOptions {
  size_t width = 120;  // columns of the terminal or the page; at least 60
};

// Aligned text, wide characters counted as two columns; see width.h for the others.
[[nodiscard]] std::string Text(const figures::Table& table, const TextOptions& options = {});

// One object: {form, title, …, sections: [{title, columns, rows: [{kind, cells: [{figure, value,
// unit, printed}]}]}], notes, provenance}. A cell's "value" is the exact text (fen,
// "numerator/denominator", hundredths of a point …) that its "unit" says how to count, or null;
// labels have neither "figure" nor "value". services/render/README.md has an example.
[[nodiscard]] std::string Json(const figures::Table& table);

// RFC 4180, printed texts, CRLF. Sections follow each other after a blank line; notes and
// provenance come last, one cell per line. The mark makes spreadsheet programs read UTF-8. A text
// cell that a spreadsheet would run as a formula begins with an apostrophe.
[[nodiscard]] std::string Csv(const figures::Table& table, bool byte_order_mark = true);

}  // namespace outturn::render
