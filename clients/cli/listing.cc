#include "clients/cli/listing.h"

#include <google/protobuf/util/json_util.h>

#include <ctime>

#include "services/intake/csv_rows.h"
#include "services/render/text_table.h"

namespace outturn::cli {

std::string Listing::ToText(bool english, size_t width, std::vector<size_t>* widths) const {
  const bool later_page = widths != nullptr && !widths->empty();
  render::TextTable table;
  for (const Column& column : columns) {
    const std::string head = english ? column.head.en : column.head.zh;
    table.columns.push_back({later_page ? "" : head, column.right, !column.right && !column.whole});
  }
  for (const auto& cells : rows) {
    render::TextTable::Row row;
    for (const std::string& cell : cells) row.cells.emplace_back(cell);
    table.rows.push_back(std::move(row));
  }
  return table.ToText(width, widths);
}

std::string Listing::ToCsv(bool english, bool with_heads) const {
  std::string csv;
  if (with_heads) {
    std::vector<std::string> heads;
    for (const Column& column : columns) {
      heads.push_back(english ? column.head.en : column.head.zh);
    }
    intake::AppendCsvRow(heads, ',', &csv);
  }
  for (const auto& cells : rows) intake::AppendCsvRow(cells, ',', &csv);
  return csv;
}

void Facts::Add(intake::Words name, std::string value) {
  facts.push_back({std::move(name), std::move(value)});
}

std::string Facts::ToText(bool english, size_t width) const {
  render::TextTable table;
  table.columns = {{"", false, false}, {"", false, true}};
  for (const Fact& fact : facts) {
    render::TextTable::Row row;
    row.cells.emplace_back(english ? fact.name.en : fact.name.zh);
    row.cells.emplace_back(fact.value);
    table.rows.push_back(std::move(row));
  }
  return table.ToText(width);
}

std::string Facts::ToCsv(bool english) const {
  std::vector<std::string> heads;
  std::vector<std::string> values;
  for (const Fact& fact : facts) {
    heads.push_back(english ? fact.name.en : fact.name.zh);
    values.push_back(fact.value);
  }
  std::string csv;
  intake::AppendCsvRow(heads, ',', &csv);
  intake::AppendCsvRow(values, ',', &csv);
  return csv;
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}\n";
  if (!json.ends_with('\n')) json.push_back('\n');
  return json;
}

std::string InstantText(int64_t microseconds) {
  if (microseconds == 0) return "";
  constexpr int64_t kChinaSeconds = 8 * 3600;
  const std::time_t seconds = microseconds / 1'000'000 + kChinaSeconds;
  std::tm civil{};
  gmtime_r(&seconds, &civil);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &civil);
  return text;
}

std::string Hex(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

}  // namespace outturn::cli
