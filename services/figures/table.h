// Table: what a form or a report says, before anybody decides how it looks. services/render turns
// it into text, JSON, CSV, a spreadsheet or a printed page and needs nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/day.h"
#include "services/core/ids.h"
#include "services/figures/value.h"

namespace outturn::figures {

enum class Align : uint8_t { kLeft, kRight, kCentre };

struct Cell {
  std::string figure;  // canonical name; empty: a label
  Value value;         // NoValue for labels and for figures without a value
  std::string printed;
  Align align = Align::kLeft;
  int indent = 0;              // steps, of a label
  int columns = 1;             // how many columns the cell spans; the next cell stands behind them
  bool same_as_above = false;  // belongs to the cell above: a spreadsheet merges them
  friend bool operator==(const Cell&, const Cell&) = default;
};

enum class RowKind : uint8_t { kPlain, kHeading, kTotal };

struct Row {
  RowKind kind = RowKind::kPlain;
  std::vector<Cell> cells;  // may be fewer than the columns: the rest is blank
  friend bool operator==(const Row&, const Row&) = default;
};

struct Column {
  std::string head;  // may be empty in every column: then the section prints no head
  Align align = Align::kLeft;
  int width = 0;  // what a paper form would give it, in characters; 0: whatever the content needs
  // Heads of the groups of columns it stands in, the outermost first. Neighbours with the same
  // words share them; a column with fewer has its own head reach up.
  std::vector<std::string> above = {};
  friend bool operator==(const Column&, const Column&) = default;
};

struct Section {
  // Not empty: begins a page (a sheet) of its own under that name, with the table's title again.
  std::string page = {};
  std::string title;  // may be empty
  std::vector<Column> columns;
  std::vector<Row> rows;
  friend bool operator==(const Section&, const Section&) = default;
};

// Where the figures come from; stands on everything that is printed.
struct Provenance {
  std::string book;             // administrative division code
  core::Position position = 0;  // the last event taken into account
  std::string root;             // RFC 6962 root over events 1 … position: bytes, not hex
  core::Day as_of;              // effective day of the cut
  core::Instant known_at;       // when the event at `position` was recorded
  core::PolicyRef policy;
  friend bool operator==(const Provenance&, const Provenance&) = default;
};

// Two lower-case digits for each byte.
[[nodiscard]] std::string Hex(std::string_view bytes);

struct Table {
  std::string id;  // "annex1"
  std::string title;
  std::string subtitle;  // unit of money, disclosure; may be empty
  std::vector<Section> sections;
  std::vector<std::string> notes;
  Provenance provenance;
  Language language = Language::kChinese;
  MoneyUnit money = MoneyUnit::kWanYuan;  // what the printed amounts count
  friend bool operator==(const Table&, const Table&) = default;
};

// One line per fact, in the table's language: "账套 431200", "事项 1–8234，根哈希 …".
[[nodiscard]] std::vector<std::string> ProvenanceLines(const Provenance& from, Language language);
[[nodiscard]] std::vector<std::string> ProvenanceLines(const Table& table);

}  // namespace outturn::figures
