#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>

#include "services/document/files.h"

namespace outturn::document {
namespace {

using pugi::xml_document;
using pugi::xml_node;

constexpr size_t kMostRows = 20'000;
constexpr size_t kMostColumns = 300;

// How a number is shown, as far as it changes what is read.
struct Shown {
  int decimals = -1;  // -1: as many as there are
  bool percent = false;
  bool day = false;
};

Shown ShownAs(std::string_view code) {
  Shown shown;
  code = code.substr(0, code.find(';'));
  shown.percent = code.find('%') != std::string_view::npos;
  shown.day = code.find_first_of("yYdD") != std::string_view::npos &&
              code.find('0') == std::string_view::npos;
  const size_t zero = code.find('0');
  if (zero == std::string_view::npos) return shown;
  const size_t point = code.find('.');
  shown.decimals = 0;
  for (size_t i = point; point != std::string_view::npos && ++i < code.size() && code[i] == '0';) {
    ++shown.decimals;
  }
  return shown;
}

Shown BuiltIn(int id) {
  switch (id) {
    case 1:
    case 3:
    case 37:
    case 38:
      return {0, false, false};
    case 2:
    case 4:
    case 39:
    case 40:
      return {2, false, false};
    case 9:
      return {0, true, false};
    case 10:
      return {2, true, false};
    default:
      return {-1, false,
              (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)};
  }
}

std::string Printed(const std::string& raw, const Shown& shown) {
  char* end = nullptr;
  double number = std::strtod(raw.c_str(), &end);
  if (end == raw.c_str() || !(number > -1e13 && number < 1e13)) return raw;
  if (shown.day) return "";
  if (shown.percent) number *= 100;
  constexpr int kAll = 6;
  std::array<char, 64> text{};
  const int decimals = shown.decimals < 0 ? kAll : std::min(shown.decimals, kAll);
  std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
  std::string printed = text.data();
  if (shown.decimals < 0 && printed.find('.') != std::string::npos) {
    while (printed.back() == '0') printed.pop_back();
    if (printed.back() == '.') printed.pop_back();
  }
  if (printed == "-0") printed = "0";
  return printed + (shown.percent ? "%" : "");
}

// "C7" → column 2, row 6; false when it is no such name.
bool Locate(std::string_view name, size_t& row, size_t& column) {
  column = row = 0;
  size_t i = 0;
  for (; i < name.size() && name[i] >= 'A' && name[i] <= 'Z' && i < 3; ++i) {
    column = column * 26 + static_cast<size_t>(name[i] - 'A') + 1;
  }
  for (; i < name.size() && name[i] >= '0' && name[i] <= '9' && row < kMostRows; ++i) {
    row = row * 10 + static_cast<size_t>(name[i] - '0');
  }
  if (column == 0 || row == 0 || i < name.size()) return false;
  --column;
  --row;
  return column < kMostColumns && row < kMostRows;
}

std::string ColumnName(size_t column) {
  std::string name;
  for (++column; column > 0; column = (column - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return name;
}

// The text of a shared or inline string; readings of characters are left out.
std::string TextOf(const xml_node& node) {
  std::string text = node.child("t").text().get();
  for (const xml_node& run : node.children("r")) text += run.child("t").text().get();
  return CellText(text);
}

class XlsxReader {
 public:
  explicit XlsxReader(const Unpacked& unpacked) : unpacked_(unpacked) {}

  bool Read() {
    xml_document workbook;
    if (!Load("xl/workbook.xml", workbook)) return false;
    ReadStrings();
    ReadStyles();
    xml_document links;
    const bool linked = Load("xl/_rels/workbook.xml.rels", links);
    size_t number = 0;
    for (const xml_node& sheet : workbook.document_element().child("sheets").children("sheet")) {
      ++number;
      std::string path = "xl/worksheets/sheet" + std::to_string(number) + ".xml";
      const std::string id = sheet.attribute("r:id").value();
      for (const xml_node& link : links.document_element().children("Relationship")) {
        if (!linked || id != link.attribute("Id").value()) continue;
        const std::string target = link.attribute("Target").value();
        path = target.starts_with("/") ? target.substr(1) : "xl/" + target;
      }
      if (std::string_view(sheet.attribute("state").value()) == "hidden") continue;
      ReadSheet(path, sheet.attribute("name").value());
    }
    return true;
  }
  [[nodiscard]] Document& document() { return document_; }

 private:
  bool Load(const std::string& path, xml_document& into) const {
    const auto found = unpacked_.files.find(path);
    constexpr auto kParse = pugi::parse_default | pugi::parse_ws_pcdata_single;
    return found != unpacked_.files.end() &&
           into.load_buffer(found->second.data(), found->second.size(), kParse);
  }

  void ReadStrings() {
    xml_document strings;
    if (!Load("xl/sharedStrings.xml", strings)) return;
    for (const xml_node& one : strings.document_element().children("si")) {
      strings_.push_back(TextOf(one));
    }
  }

  void ReadStyles() {
    xml_document styles;
    if (!Load("xl/styles.xml", styles)) return;
    std::map<int, Shown> own;
    for (const xml_node& one : styles.document_element().child("numFmts").children("numFmt")) {
      own[one.attribute("numFmtId").as_int()] = ShownAs(one.attribute("formatCode").value());
    }
    for (const xml_node& one : styles.document_element().child("cellXfs").children("xf")) {
      const int id = one.attribute("numFmtId").as_int();
      const auto found = own.find(id);
      styles_.push_back(found == own.end() ? BuiltIn(id) : found->second);
    }
  }

  std::string CellOf(const xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") return TextOf(cell.child("is"));
    const std::string raw = cell.child("v").text().get();
    if (type == "s") {
      const auto index = static_cast<size_t>(std::strtoul(raw.c_str(), nullptr, 10));
      return index < strings_.size() ? strings_[index] : "";
    }
    if (type == "str" || type == "e" || type == "b") return CellText(raw);
    if (raw.empty()) return "";
    const auto style = static_cast<size_t>(cell.attribute("s").as_uint());
    return Printed(raw, style < styles_.size() ? styles_[style] : Shown());
  }

  void ReadSheet(const std::string& path, const std::string& name) {
    xml_document sheet;
    if (!Load(path, sheet)) {
      document_.notes.push_back(
          {"工作表“" + name + "”无法读取", "sheet \"" + name + "\" cannot be read"});
      return;
    }
    std::vector<std::vector<Cell>> rows;
    for (const xml_node& line : sheet.document_element().child("sheetData").children("row")) {
      for (const xml_node& cell : line.children("c")) {
        size_t row = 0;
        size_t column = 0;
        std::string text = CellOf(cell);
        if (text.empty() || !Locate(cell.attribute("r").value(), row, column)) continue;
        Widen(rows, row, column, name);
        rows[row][column].text = std::move(text);
      }
    }
    Merge(sheet, name, rows);
    Emit(std::move(rows), name);
  }

  void Widen(std::vector<std::vector<Cell>>& rows, size_t row, size_t column,
             const std::string& name) {
    if (rows.size() <= row) rows.resize(row + 1);
    while (rows[row].size() <= column) {
      const std::string at = ColumnName(rows[row].size()) + std::to_string(row + 1);
      const auto order = static_cast<int>(base_ + row * kMostColumns + rows[row].size());
      rows[row].push_back({"", {name + "!" + at, name + "!" + at}, order, false});
    }
  }

  void Merge(const xml_document& sheet, const std::string& name,
             std::vector<std::vector<Cell>>& rows) {
    size_t made = 0;
    constexpr size_t kMostMade = 200'000;
    for (const xml_node& merge :
         sheet.document_element().child("mergeCells").children("mergeCell")) {
      const std::string_view range = merge.attribute("ref").value();
      const size_t colon = range.find(':');
      if (colon == std::string_view::npos) continue;
      size_t top = 0, left = 0, bottom = 0, right = 0;
      if (!Locate(range.substr(0, colon), top, left)) continue;
      if (!Locate(range.substr(colon + 1), bottom, right) || top >= rows.size()) continue;
      if (left >= rows[top].size()) continue;
      const std::string text = rows[top][left].text;
      bottom = std::min(bottom, rows.size() - 1);
      for (size_t r = top; r <= bottom && made < kMostMade; ++r) {
        for (size_t c = left; c <= right && made < kMostMade; ++c, ++made) {
          if (r == top && c == left) continue;
          Widen(rows, r, c, name);
          rows[r][c].text = text;
          rows[r][c].covered = true;
        }
      }
    }
  }

  // A row with one text is a title or a note; between such rows stand tables.
  void Emit(std::vector<std::vector<Cell>> rows, const std::string& name) {
    Paragraph(name + "表", {name, name}, static_cast<int>(base_));
    Grid grid;
    for (auto& row : rows) {
      const Cell* only = nullptr;
      size_t filled = 0;
      for (const Cell& cell : row) {
        if (cell.text.empty() || cell.covered) continue;
        only = &cell;
        ++filled;
      }
      size_t widest = 0;
      for (const auto& other : grid.rows) widest = std::max(widest, other.size());
      const bool wide =
          filled == 1 && only == &row.front() && row.size() > 1 && row.size() >= widest &&
          std::all_of(row.begin() + 1, row.end(),
                      [&](const Cell& cell) { return cell.covered && cell.text == only->text; });
      const bool title = filled == 1 && (wide || grid.rows.empty());
      if (title) {
        Table(grid);
        Paragraph(only->text, only->where, only->order);
      } else if (filled > 0) {
        grid.rows.push_back(std::move(row));
      }
    }
    Table(grid);
    base_ += kMostColumns * (rows.size() + 1);
  }

  void Paragraph(const std::string& text, const Words& where, int order) {
    Block block;
    block.text = text;
    block.where = where;
    block.order = order;
    document_.blocks.push_back(std::move(block));
  }

  void Table(Grid& grid) {
    if (grid.rows.empty()) return;
    Block block;
    block.is_table = true;
    block.where = grid.rows.front().front().where;
    block.order = grid.rows.front().front().order;
    block.grid = std::move(grid);
    document_.blocks.push_back(std::move(block));
    grid = {};
  }

  const Unpacked& unpacked_;
  std::vector<std::string> strings_;
  std::vector<Shown> styles_;
  Document document_;
  size_t base_ = 1;
};

}  // namespace

Opened ReadXlsx(const Unpacked& unpacked) {
  XlsxReader reader(unpacked);
  if (!reader.Read()) {
    return {{}, {"Excel 工作簿的内容不是完好的 XML", "the workbook's content is no sound XML"}};
  }
  return {std::move(reader.document()), {}};
}

}  // namespace outturn::document
