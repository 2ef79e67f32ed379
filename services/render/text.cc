#include <algorithm>
#include <string>

#include "services/render/groups.h"
#include "services/render/render.h"
#include "services/render/text_table.h"
#include "services/render/width.h"

namespace outturn::render {
namespace {

using figures::Align;
using figures::RowKind;

constexpr size_t kLong = 20;  // columns of a terminal; no number is as wide

// Prose among numbers, as a filed form has it, is printed once in a row: "〃" is as on the left.
std::string DittoOr(const figures::Row& row, size_t i) {
  const figures::Cell& cell = row.cells[i];
  if (cell.same_as_above) return "";
  const bool repeats = i > 0 && cell.align == Align::kRight &&
                       row.cells[i - 1].align == Align::kRight &&
                       row.cells[i - 1].printed == cell.printed;
  return repeats && DisplayWidth(cell.printed) > kLong ? "〃" : cell.printed;
}

TextTable LayOut(const figures::Section& section) {
  TextTable table;
  for (const figures::Column& column : section.columns) {
    const bool right = column.align == Align::kRight;
    table.columns.push_back({.head = column.head, .right = right, .shrinks = !right});
  }
  for (const std::vector<Group>& line : GroupsAbove(section)) {
    table.above.emplace_back();
    for (const Group& group : line) table.above.back().emplace_back(group.head, group.columns);
  }
  for (const figures::Row& row : section.rows) {
    TextTable::Row line{.cells = {}, .rule_above = row.kind == RowKind::kTotal};
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const figures::Cell& cell = row.cells[i];
      TextCell text(DittoOr(row, i), static_cast<size_t>(std::max(cell.columns, 1)));
      text.indent = static_cast<size_t>(std::max(cell.indent, 0)) * 2;
      line.cells.push_back(std::move(text));
    }
    table.rows.push_back(std::move(line));
  }
  return table;
}

std::string Wrapped(const std::string& text, size_t width) {
  std::string lines;
  for (const std::string& line : Wrap(text, width)) lines += line + "\n";
  return lines;
}

}  // namespace

std::string Text(const figures::Table& table, const TextOptions& options) {
  const size_t width = std::max<size_t>(options.width, 60);
  std::string text = Wrapped(table.title, width);
  if (!table.subtitle.empty()) text += Wrapped(table.subtitle, width);
  for (const figures::Section& section : table.sections) {
    text += "\n";
    if (!section.page.empty()) text += Wrapped("== " + section.page, width);
    if (!section.title.empty()) text += Wrapped(section.title, width);
    text += LayOut(section).ToText(width);
  }
  if (!table.notes.empty()) text += "\n";
  for (const std::string& note : table.notes) text += Wrapped(note, width);
  if (!options.with_provenance) return text;
  text += "\n";
  for (const std::string& line : ProvenanceLines(table)) text += Wrapped(line, width);
  return text;
}

std::string Text(const figures::Document& document) {
  std::string text;
  for (const figures::Document::Part& part : document.parts) {
    if (part.kind == figures::PartKind::kTable) {
      text += Text(document.tables.at(part.table), {.with_provenance = false});
    } else {
      text += Printable(part.text) + "\n";
    }
  }
  text += "\n";
  for (const std::string& line : ProvenanceLines(document.provenance, document.language)) {
    text += line + "\n";
  }
  return text;
}

}  // namespace outturn::render
