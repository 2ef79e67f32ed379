// An Excel workbook's sheets as paragraphs and tables. The workbook itself is read by the reader
// that imports use.
#include <algorithm>

#include "services/document/source/files.h"
#include "services/intake/xlsx_book.h"

namespace outturn::document {
namespace {

constexpr size_t kMostRows = 20'000;
constexpr size_t kMostColumns = 300;
constexpr size_t kMostMerged = 200'000;  // cells

using Rows = std::vector<std::vector<Cell>>;

class XlsxReader {
 public:
  explicit XlsxReader(const intake::XlsxBook& book) : book_(book) {}

  Document Read() {
    for (const intake::XlsxBook::Sheet& sheet : book_.sheets()) {
      if (!sheet.hidden) ReadSheet(sheet);
    }
    return std::move(document_);
  }

 private:
  void ReadSheet(const intake::XlsxBook::Sheet& sheet) {
    Rows rows;
    bool longer = false;
    auto why = book_.Read(sheet, [&](const intake::TableRow& row) {
      longer = row.number > kMostRows;
      if (!longer) Take(row, sheet.name, rows);
      return !longer;
    });
    std::vector<intake::XlsxBook::Merge> merges;
    if (!why) why = book_.ReadMerges(sheet, &merges);
    if (longer) why = {"只读了前 20000 行", "only the first 20,000 rows were read"};
    if (why) {
      document_.notes.push_back(
          {"工作表“" + sheet.name + "”：" + why->zh, "sheet \"" + sheet.name + "\": " + why->en});
    }
    Merge(merges, sheet.name, rows);
    Emit(std::move(rows), sheet.name);
  }

  void Take(const intake::TableRow& row, const std::string& sheet, Rows& rows) {
    const size_t at = row.number - 1;
    for (size_t column = 0; column < std::min(row.cells.size(), kMostColumns); ++column) {
      std::string text = CellText(row.cells[column]);
      if (text.empty()) continue;
      Widen(rows, at, column, sheet);
      rows[at][column].text = std::move(text);
    }
  }

  void Widen(Rows& rows, size_t row, size_t column, const std::string& sheet) {
    if (rows.size() <= row) rows.resize(row + 1);
    while (rows[row].size() <= column) {
      const std::string at =
          sheet + "!" + intake::ColumnLetters(rows[row].size()) + std::to_string(row + 1);
      const auto order = static_cast<int>(base_ + row * kMostColumns + rows[row].size());
      rows[row].push_back({"", {at, at}, order, false});
    }
  }

  void Merge(const std::vector<intake::XlsxBook::Merge>& merges, const std::string& sheet,
             Rows& rows) {
    size_t made = 0;
    for (const auto& merge : merges) {
      const size_t top = merge.first_row - 1;
      const size_t left = merge.first_column;
      if (top >= rows.size() || left >= rows[top].size()) continue;
      const std::string text = rows[top][left].text;
      const size_t bottom = std::min<size_t>(merge.last_row, rows.size());
      const size_t right = std::min<size_t>(merge.last_column + 1, kMostColumns);
      for (size_t r = top; r < bottom && made < kMostMerged; ++r) {
        for (size_t c = left; c < right && made < kMostMerged; ++c, ++made) {
          if (r == top && c == left) continue;
          Widen(rows, r, c, sheet);
          rows[r][c].text = text;
          rows[r][c].covered = true;
        }
      }
    }
  }

  // Behind an empty row: what stands before the next table of the sheet.
  static bool IsCaption(const std::string& text) {
    for (const char* start : {"附", "表", "填表", "说明", "注"}) {
      if (text.starts_with(start)) return true;
    }
    return text.ends_with("表") || text.find("表（") != std::string::npos;
  }

  // A row with one text is a title or a note; between such rows stand tables.
  void Emit(std::vector<std::vector<Cell>> rows, const std::string& name) {
    Paragraph(name + "表", {name, name}, static_cast<int>(base_));
    Grid grid;
    bool gap = false;
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
      const bool between = gap && filled == 1 && only == &row.front() && IsCaption(only->text);
      const bool title = filled == 1 && (wide || grid.rows.empty() || between);
      gap = filled == 0;
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

  const intake::XlsxBook& book_;
  Document document_;
  size_t base_ = 1;
};

}  // namespace

Opened ReadXlsx(std::string bytes) {
  intake::XlsxBook book;
  if (const auto why = book.Open(std::move(bytes))) return {{}, {why->zh, why->en}};
  book.ReadAsShown();
  return {XlsxReader(book).Read(), {}};
}

}  // namespace outturn::document
