#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "services/render/groups.h"
#include "services/render/render.h"

namespace outturn::render {
namespace {

// A recorded text that begins like a formula must stay a text; a plain signed number is none.
std::string Harmless(const std::string& text) {
  constexpr std::string_view kStarts = "=+-@\t\r";
  if (text.empty() || kStarts.find(text[0]) == kStarts.npos) return text;
  const bool number = (text[0] == '-' || text[0] == '+') && text.size() > 1 &&
                      text.find_first_not_of("0123456789.,%", 1) == std::string::npos;
  return number ? text : "'" + text;
}

std::string Field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

void AppendLine(std::string& csv, const std::vector<std::string>& fields) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) csv += ',';
    csv += Field(fields[i]);
  }
  csv += "\r\n";
}

void AppendSection(std::string& csv, const figures::Section& section) {
  if (!section.page.empty()) AppendLine(csv, {Harmless(section.page)});
  if (!section.title.empty()) AppendLine(csv, {Harmless(section.title)});
  for (const std::vector<Group>& line : GroupsAbove(section)) {
    std::vector<std::string> fields;
    for (const Group& group : line) {
      fields.push_back(Harmless(group.head));
      fields.resize(fields.size() + group.columns - 1);
    }
    AppendLine(csv, fields);
  }
  std::vector<std::string> heads;
  for (const figures::Column& column : section.columns) heads.push_back(column.head);
  if (std::any_of(heads.begin(), heads.end(), [](const auto& head) { return !head.empty(); })) {
    AppendLine(csv, heads);
  }
  for (const figures::Row& row : section.rows) {
    std::vector<std::string> fields;
    for (const figures::Cell& cell : row.cells) {
      fields.push_back(Harmless(cell.printed));
      for (int i = 1; i < cell.columns; ++i) fields.emplace_back();
    }
    // A record has as many fields as its head, however few cells the row has.
    fields.resize(std::max(fields.size(), section.columns.size()));
    AppendLine(csv, fields);
  }
}

}  // namespace

std::string Csv(const figures::Table& table, bool byte_order_mark) {
  std::string csv = byte_order_mark ? "\xEF\xBB\xBF" : "";
  AppendLine(csv, {Harmless(table.title)});
  if (!table.subtitle.empty()) AppendLine(csv, {Harmless(table.subtitle)});
  for (const figures::Section& section : table.sections) {
    csv += "\r\n";
    AppendSection(csv, section);
  }
  csv += "\r\n";
  for (const std::string& note : table.notes) AppendLine(csv, {Harmless(note)});
  for (const std::string& line : ProvenanceLines(table)) AppendLine(csv, {line});
  return csv;
}

}  // namespace outturn::render
