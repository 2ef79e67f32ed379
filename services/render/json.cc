#include <nlohmann/json.hpp>
#include <string>

#include "services/render/render.h"

namespace outturn::render {
namespace {

using Object = nlohmann::ordered_json;

Object Encode(const figures::Cell& cell) {
  Object json;
  if (!cell.figure.empty()) {
    json["figure"] = cell.figure;
    if (figures::HasValue(cell.value)) {
      json["value"] = Exact(cell.value);
      json["unit"] = UnitName(cell.value);
    } else {
      json["value"] = nullptr;
      json["absent"] = figures::Why(std::get<figures::NoValue>(cell.value).why).en;
    }
  }
  json["printed"] = cell.printed;
  if (cell.columns > 1) json["columns"] = cell.columns;
  if (cell.indent > 0) json["indent"] = cell.indent;
  return json;
}

std::string_view Name(figures::RowKind kind) {
  switch (kind) {
    case figures::RowKind::kPlain:
      return "plain";
    case figures::RowKind::kHeading:
      return "heading";
    case figures::RowKind::kTotal:
      return "total";
  }
  return "";
}

Object Encode(const figures::Section& section) {
  Object json;
  if (!section.page.empty()) json["page"] = section.page;
  json["title"] = section.title;
  json["columns"] = Object::array();
  bool grouped = false;
  for (const figures::Column& column : section.columns) {
    json["columns"].push_back(column.head);
    grouped |= !column.above.empty();
  }
  if (grouped) {  // for each column the heads of its groups, the outermost first
    json["above"] = Object::array();
    for (const figures::Column& column : section.columns) json["above"].push_back(column.above);
  }
  json["rows"] = Object::array();
  for (const figures::Row& row : section.rows) {
    Object cells = Object::array();
    for (const figures::Cell& cell : row.cells) cells.push_back(Encode(cell));
    json["rows"].push_back({{"kind", Name(row.kind)}, {"cells", std::move(cells)}});
  }
  return json;
}

}  // namespace

std::string Json(const figures::Table& table) {
  const figures::Provenance& from = table.provenance;
  Object json;
  json["form"] = table.id;
  json["title"] = table.title;
  json["subtitle"] = table.subtitle;
  json["language"] = table.language == figures::Language::kChinese ? "zh" : "en";
  json["sections"] = Object::array();
  for (const figures::Section& section : table.sections) {
    json["sections"].push_back(Encode(section));
  }
  json["notes"] = table.notes;
  json["provenance"] = {{"book", from.book},
                        {"position", from.position},
                        {"root", figures::Hex(from.root)},
                        {"as_of", from.as_of.ToString()},
                        {"known_at_us", from.known_at.microseconds()},
                        {"policy", from.policy.ToString()}};
  // Recorded texts may hold bytes that are no UTF-8; they are replaced, never refused.
  return json.dump(2, ' ', false, Object::error_handler_t::replace) + "\n";
}

}  // namespace outturn::render
