#include "services/intake/xlsx_sheet.h"

#include <algorithm>
#include <charconv>

#include "services/intake/xlsx_values.h"

namespace outturn::intake {
namespace {

constexpr size_t kKeptOfTooLong = 90;  // bytes: enough to recognise the cell by

constexpr size_t kMostFilledBytes = 4'096;

size_t Number(std::string_view text, size_t otherwise) {
  size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return read ? value : otherwise;
}

}  // namespace

void XlsxSheetReader::Fail(Words words) {
  if (!failure_) failure_ = std::move(words);
  stop();
}

void XlsxSheetReader::Start(const XmlElement& element) {
  if (element.name == "row") return StartRow(element);
  if (!in_row_) return;
  if (element.name == "c") return StartCell(element);
  if (!in_cell_) return;
  if (element.name == "rPh") ++phonetic_;
  if (element.name == "f") formula_ = true;
  in_value_ = element.name == "v" || (element.name == "t" && phonetic_ == 0);
  has_value_ = has_value_ || in_value_;
}

void XlsxSheetReader::StartRow(const XmlElement& element) {
  const uint64_t number = Number(element["r"], last_row_ + 1);
  if (number <= last_row_ || number > 1'048'576) {
    const std::string after = std::to_string(last_row_);
    return Fail(
        {"第 " + after + " 行之后的行号有误", "the row after row " + after + " is misnumbered"});
  }
  last_row_ = number;
  row_ = TableRow();
  row_bytes_ = 0;
  row_.number = number;
  next_column_ = 0;
  in_row_ = true;
}

void XlsxSheetReader::StartCell(const XmlElement& element) {
  const auto name = ParseCellName(element["r"]);
  column_ = name ? name->column : next_column_;
  next_column_ = column_ + 1;
  const std::string_view type = element["t"];
  type_ = type;
  const size_t style = Number(element["s"], 0);
  format_ = style < book_.formats_.size() ? book_.formats_[style] : NumberFormat();
  formula_ = has_value_ = in_value_ = cut_ = false;
  phonetic_ = 0;
  value_.clear();
  in_cell_ = true;
}

void XlsxSheetReader::Text(std::string_view text) {
  if (!in_value_) return;
  const size_t room = XlsxBook::kMostCellBytes - std::min(value_.size(), XlsxBook::kMostCellBytes);
  cut_ = cut_ || text.size() > room;
  value_.append(text.substr(0, room));
}

bool XlsxSheetReader::End(std::string_view name) {
  if (name == "v" || name == "t") in_value_ = false;
  if (name == "rPh" && phonetic_ > 0) --phonetic_;
  if (name == "c" && in_cell_) EndCell();
  if (name == "row" && in_row_) return EndRow();
  return true;
}

std::string* XlsxSheetReader::CellAt(size_t column) {
  if (row_.cells.size() <= column) row_.cells.resize(column + 1);
  return &row_.cells[column];
}

void XlsxSheetReader::EndCell() {
  in_cell_ = false;
  if (!has_value_ && !formula_) return;  // only a style
  if (column_ >= XlsxBook::kMostColumns) {
    return Fail({"第 " + std::to_string(last_row_) + " 行超过 1024 列",
                 "row " + std::to_string(last_row_) + " has more than 1,024 columns"});
  }
  std::string* cell = CellAt(column_);
  if (!has_value_) {
    *cell = "=";
    return Note(column_, CellNote::What::kWrong);
  }
  if (type_ == "e") Note(column_, CellNote::What::kWrong);
  if (type_ == "s") {
    const size_t index = Number(value_, book_.texts_.size());
    if (index >= book_.texts_.size()) Note(column_, CellNote::What::kWrong);
    *cell = index < book_.texts_.size() ? book_.texts_[index] : "#" + value_;
    cut_ = cell->size() > XlsxBook::kMostCellBytes;
  } else if (type_ == "b") {
    *cell = value_ == "1" ? "true" : "false";
  } else if (type_ == "d") {
    *cell = value_.substr(0, 10);
  } else if (type_.empty() || type_ == "n") {
    const auto day = format_.day ? SerialDay(value_, book_.from_1904_) : std::nullopt;
    *cell = day               ? day->ToString()
            : book_.as_shown_ ? ShownNumber(value_, format_)
                              : PlainNumber(value_);
    if (!day) Note(column_, CellNote::What::kNumber);
  } else {
    *cell = value_;
  }
  if (cell->size() <= XlsxBook::kMostCellBytes && !cut_) return Weigh(cell->size());
  bool half = false;
  cell->resize(ValidUtf8Prefix(std::string_view(*cell).substr(0, kKeptOfTooLong), &half));
  cell->append(kUnreadable);  // keeps the row from going in with a text that nobody wrote
  if (!row_.too_long) row_.too_long = column_;
}

// A text that many cells share, or an area of many rows, makes much of a small file.
void XlsxSheetReader::Weigh(size_t bytes) {
  constexpr size_t kMostRowBytes = size_t{8} << 20;
  constexpr size_t kMostSheetBytes = size_t{1} << 30;
  row_bytes_ += bytes;
  sheet_bytes_ += bytes;
  if (row_bytes_ <= kMostRowBytes && sheet_bytes_ <= kMostSheetBytes) return;
  const std::string row = std::to_string(last_row_);
  Fail({"第 " + row + " 行内容过多，不予读取", "row " + row + " holds too much; it is not read"});
}

// Areas that begin in this row: how wide they are, and what rows below take from them.
void XlsxSheetReader::TakeMerges() {
  for (; next_merge_ < merges_.size() && merges_[next_merge_].first_row <= row_.number;
       ++next_merge_) {
    const XlsxBook::Merge& area = merges_[next_merge_];
    if (area.first_row < row_.number || area.first_column >= XlsxBook::kMostColumns) continue;
    const size_t column = area.first_column;
    const std::string text = column < row_.cells.size() ? row_.cells[column] : "";
    if (area.last_column > area.first_column) Note(column, CellNote::What::kWide);
    if (area.last_row > area.first_row && !text.empty() && text.size() <= kMostFilledBytes) {
      const bool number = row_.Has(column, CellNote::What::kNumber);
      areas_[area.first_column] = {area.last_row, text, number};
    }
  }
}

void XlsxSheetReader::FillFromAbove() {
  for (auto area = areas_.begin(); area != areas_.end();) {
    if (area->second.last_row < row_.number) {
      area = areas_.erase(area);
      continue;
    }
    std::string* cell = CellAt(area->first);
    if (cell->empty()) {
      *cell = area->second.text;
      Weigh(cell->size());
      Note(area->first, CellNote::What::kFromAbove);
      if (area->second.number) Note(area->first, CellNote::What::kNumber);
    }
    ++area;
  }
}

bool XlsxSheetReader::EndRow() {
  in_row_ = false;
  const auto has_text = [](const std::string& cell) { return !Trim(cell).empty(); };
  const bool any = std::any_of(row_.cells.begin(), row_.cells.end(), has_text);
  if (any) FillFromAbove();
  TakeMerges();
  return !any || failure_ || on_row_(std::move(row_));
}

}  // namespace outturn::intake
