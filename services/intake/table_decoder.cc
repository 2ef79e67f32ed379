#include "services/intake/table_decoder.h"

#include <algorithm>
#include <utility>

#include "services/intake/cells.h"
#include "services/intake/xlsx_values.h"

namespace outturn::intake {
namespace {

constexpr size_t kMostTitles = 30;  // rows above a head

// 合计, 小计, 总计, 本页合计, "302 小计", "合 计：" …, and what a ledger's pages carry over.
bool IsTotalWord(const std::string& cell) {
  constexpr size_t kLong = 60;  // bytes; most cells are done with here
  for (const std::string_view carried : {"承前页", "过次页", "期初余额", "期末余额", "转次页"}) {
    if (cell == carried) return true;
  }
  const bool maybe =
      cell.find("计") != std::string::npos || cell.ends_with('l') || cell.ends_with('L');
  if (!maybe || cell.size() > kLong) return false;
  std::string key = NameKey(cell);
  while (key.ends_with(':')) key.pop_back();
  if (key == "total" || key == "subtotal" || key == "grandtotal" || key == "累计") return true;
  for (const std::string_view word : {"合计", "小计", "总计", "累计", "共计"}) {
    if (key == word) return true;
    if (key.ends_with(word) && key.size() <= 40) return true;
  }
  return false;
}

}  // namespace

TableDecoder::TableDecoder(IntakeDefaults defaults, RowSink* sink)
    : defaults_(std::move(defaults)), sink_(sink) {}

void TableDecoder::Begin(std::string sheet, bool from_1904) {
  sheet_ = std::move(sheet);
  spreadsheet_ = !sheet_.empty();
  from_1904_ = from_1904;
  columns_ = Columns();
  has_head_ = false;
  before_.clear();
  upper_.reset();
  title_unit_.reset();
  failure_.reset();
}

void TableDecoder::Take(TableRow row) {
  if (failure_) return;
  if (has_head_) return ReadRow(std::move(row));
  Search(std::move(row));
}

void TableDecoder::End() {
  if (failure_ || has_head_) return;
  if (upper_) before_.push_back(*std::exchange(upper_, std::nullopt));
  if (!before_.empty()) GiveUpSearch();
}

// Whether these could be a head: two names at least that mean something.
bool TableDecoder::NamesFields(const std::vector<std::string>& cells) const {
  size_t known = 0;
  size_t texts = 0;
  for (const std::string& cell : cells) {
    if (Trim(cell).empty()) continue;
    ++texts;
    known += Columns::Knows(cell, defaults_) ? 1 : 0;
  }
  return known >= 2 && (defaults_.mapping != nullptr || spreadsheet_ || known * 2 >= texts);
}

// The names of a head of two rows: what is merged over both stands above, what is merged over
// several columns is divided below. Both together may be a name, or the lower alone.
std::vector<std::string> TableDecoder::Joined(const TableRow& upper, const TableRow& lower) {
  std::vector<std::string> names;
  std::string over;
  const size_t width = std::max(upper.cells.size(), lower.cells.size());
  for (size_t i = 0; i < width; ++i) {
    const std::string above = i < upper.cells.size() ? upper.cells[i] : "";
    const std::string below = i < lower.cells.size() ? lower.cells[i] : "";
    if (!Trim(above).empty()) over = upper.Has(i, CellNote::What::kWide) ? above : "";
    if (Trim(below).empty() || lower.Has(i, CellNote::What::kFromAbove)) {
      names.push_back(above);
      continue;
    }
    const std::string both = over + below;
    const bool together = !over.empty() && Columns::Knows(both, {});
    names.push_back(together ? both : below);
  }
  return names;
}

void TableDecoder::Search(TableRow row) {
  if (defaults_.mapping != nullptr && defaults_.mapping->head != 0) {
    if (row.number < defaults_.mapping->head) {
      before_.push_back(std::move(row));
      if (before_.size() > kMostTitles) before_.erase(before_.begin());
      return;
    }
    return ReadHead(std::move(row.cells));
  }
  if (upper_) {
    TableRow upper = *std::exchange(upper_, std::nullopt);
    if (row.Has(CellNote::What::kFromAbove) || !NamesFields(upper.cells)) {
      std::vector<std::string> joined = Joined(upper, row);
      if (NamesFields(joined)) return ReadHead(std::move(joined));
    }
    if (NamesFields(upper.cells)) {
      ReadHead(std::move(upper.cells));
      return Take(std::move(row));
    }
    before_.push_back(std::move(upper));
  }
  const auto texts = std::count_if(row.cells.begin(), row.cells.end(),
                                   [](const std::string& cell) { return !Trim(cell).empty(); });
  if (row.Has(CellNote::What::kWide) && texts >= 2) {
    upper_ = std::move(row);
  } else if (NamesFields(row.cells)) {
    ReadHead(std::move(row.cells));
  } else {
    before_.push_back(std::move(row));
    if (before_.size() >= kMostTitles) GiveUpSearch();
  }
}

// No row looks like a head. Taking the first for one tells what is unknown in it; or it is a head
// after all, of a single column.
void TableDecoder::GiveUpSearch() {
  std::vector<TableRow> rows = std::move(before_);
  before_.clear();
  ReadHead(std::move(rows.front().cells));
  for (size_t i = 1; i < rows.size() && !failure_; ++i) ReadRow(std::move(rows[i]));
}

void TableDecoder::SkipTitles() {
  for (TableRow& row : before_) {
    for (const std::string& cell : row.cells) {
      if (const auto unit = UnitOfTitle(cell)) title_unit_ = unit;
    }
    sink_->Skip(Source(std::move(row)), {"表头之上的标题", "a title above the head"});
  }
  before_.clear();
}

void TableDecoder::ReadHead(std::vector<std::string> headers) {
  SkipTitles();
  has_head_ = true;
  failure_ = columns_.Read(std::move(headers), defaults_);
}

std::vector<std::string> TableDecoder::HeaderCells() const {
  std::vector<std::string> cells;
  for (size_t i = 0; i < columns_.headers().size(); ++i) {
    const std::string& header = columns_.headers()[i];
    if (IsErrorColumn(header)) continue;
    const bool said = !title_unit_ || *title_unit_ == 0 || columns_.UnitOf(i);
    const bool money = columns_.kind() != nullptr && columns_.IsMoney(*columns_.kind(), i);
    cells.push_back(said || !money ? header : header + "（" + MoneyUnitName(*title_unit_) + "）");
  }
  return cells;
}

std::string TableDecoder::ColumnOf(const Kind& kind, int field) {
  const Columns::Mapping& mapping = columns_.For(kind);
  for (size_t i = 0; i < mapping.field_of.size(); ++i) {
    if (mapping.field_of[i] == field) return columns_.headers()[i];
  }
  return "";
}

std::vector<std::string> TableDecoder::UnreadColumns() {
  std::vector<std::string> unread;
  for (size_t i = 0; i < columns_.headers().size(); ++i) {
    const std::string& header = columns_.headers()[i];
    if (columns_.Ignored(i) && !IsErrorColumn(header) && !Trim(header).empty()) {
      unread.push_back(header);
    }
  }
  return unread;
}

// Without the columns of earlier errors, and as wide as the header.
SourceRow TableDecoder::Source(TableRow row) const {
  SourceRow source;
  source.number = row.number;
  source.sheet = sheet_;
  std::vector<std::string>& cells = row.cells;
  const size_t width = std::max(columns_.headers().size(), cells.size());
  for (size_t i = 0; i < width; ++i) {
    const bool beyond = i >= columns_.headers().size();
    if (!beyond && IsErrorColumn(columns_.headers()[i])) continue;
    if (beyond && Trim(cells[i]).empty()) continue;
    source.cells.push_back(i < cells.size() ? std::move(cells[i]) : "");
  }
  return source;
}

// A row of sums: it says so, and has neither a day nor an id of its own.
bool TableDecoder::IsTotal(const Columns::Mapping& mapping, const TableRow& row) const {
  bool says_so = false;
  bool has_day = false;
  bool has_id = false;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& cell = row.cells[i];
    if (Trim(cell).empty() || row.Has(i, CellNote::What::kFromAbove)) continue;
    const bool total = IsTotalWord(cell);
    says_so = says_so || total;
    const int index = i < mapping.field_of.size() ? mapping.field_of[i] : -1;
    if (index < 0 || total) continue;
    const std::string& path = mapping.kind->fields[index].dotted;
    has_id = has_id || path == "header.external_id";
    has_day = has_day || path == "header.effective_on";
  }
  return says_so && !has_day && !has_id;
}

void TableDecoder::ReadRow(TableRow row) {
  std::vector<Problem> problems;
  v1::Command command;
  const Kind* total_kind = columns_.kind();
  if (total_kind != nullptr && !row.too_long && IsTotal(columns_.For(*total_kind), row)) {
    return sink_->Skip(Source(std::move(row)), {"合计行", "a row of totals"});
  }
  if (row.too_long) {
    problems.push_back({columns_.Label(*row.too_long),
                        row.cells[*row.too_long],
                        {},
                        {"太长：一格最多 1 MiB", "is too long: a cell has at most 1 MiB"}});
  } else if (const Kind* kind = KindOfRow(row.cells, &problems)) {
    const Columns::Mapping& mapping = columns_.For(*kind);
    *command.mutable_header() = DefaultsFor(*kind, defaults_.header);
    // A forgotten cell is nobody's money; the default is for files without the column.
    if (mapping.has_unit) command.mutable_header()->clear_unit();
    FieldSet given = GivenInHeader(*kind, command.header());
    // A body without any cell is still a body: that an event of its kind happened.
    command.GetReflection()->MutableMessage(&command, kind->member);
    FieldSet in_cells = 0;
    ReadCells(mapping, &row, &command, &in_cells, &problems);
    given |= in_cells;
    AddConstants(*kind, &command, &in_cells, &problems);
    given |= in_cells;
    CompleteYear(*kind, &command, &given);
    CheckComplete(mapping, given, &problems);
  }
  SourceRow source = Source(std::move(row));
  if (problems.empty()) {
    sink_->Accept(std::move(source), std::move(command));
  } else {
    sink_->Reject(std::move(source), std::move(problems));
  }
}

const Kind* TableDecoder::KindOfRow(const std::vector<std::string>& cells,
                                    std::vector<Problem>* problems) {
  if (columns_.kind_column() < 0) return columns_.kind();
  const auto column = static_cast<size_t>(columns_.kind_column());
  const std::string cell = column < cells.size() ? cells[column] : "";
  const Kind* kind = Trim(cell).empty() ? defaults_.kind : FindKind(cell);
  if (kind == nullptr) {
    problems->push_back(
        {columns_.headers()[column],
         cell,
         {"一类事项，如 支付、红冲退回、追加", "a kind, such as payment or supplement"},
         {}});
  }
  return kind;
}

int TableDecoder::PowerOf(size_t column) const {
  if (const auto own = columns_.UnitOf(column)) return *own;
  if (title_unit_) return *title_unit_;
  return defaults_.mapping != nullptr ? defaults_.mapping->money.value_or(0) : 0;
}

void TableDecoder::ReadCells(const Columns::Mapping& mapping, TableRow* row, v1::Command* command,
                             FieldSet* given, std::vector<Problem>* problems) {
  for (size_t i = 0; i < row->cells.size(); ++i) {
    const bool beyond = i >= mapping.field_of.size();
    if (!beyond && (columns_.Ignored(i) || static_cast<int>(i) == columns_.kind_column())) continue;
    if (Trim(row->cells[i]).empty()) continue;
    const int index = beyond ? -1 : mapping.field_of[i];
    if (index < 0) {
      problems->push_back({columns_.Label(i),
                           row->cells[i],
                           {"空（“" + mapping.kind->name.zh + "”没有这一项）",
                            "nothing (" + mapping.kind->name.en + " has no such field)"},
                           {}});
      continue;
    }
    if (auto problem = ReadCell(mapping.kind->fields[index], i, row, command)) {
      problems->push_back(*std::move(problem));
    }
    *given |= Bit(index);
  }
}

std::optional<Problem> TableDecoder::ReadCell(const Field& field, size_t column, TableRow* row,
                                              v1::Command* command) const {
  std::string& cell = row->cells[column];
  const std::string label =
      columns_.Label(column) +
      (spreadsheet_ ? " " + ColumnLetters(column) + std::to_string(row->number) : "");
  if (row->Has(column, CellNote::What::kWrong)) {
    return Problem{label,
                   cell,
                   {},
                   {"是电子表格的错误值，或公式没有存下结果",
                    "is an error of the spreadsheet, or a formula without its "
                    "value"}};
  }
  std::string text = cell;
  if (field.shape == Shape::kYuan) {
    if (row->Has(column, CellNote::What::kFromAbove)) {
      return Problem{
          label,
          cell,
          {},
          {"与上一行合并，说不清各行多少", "is merged with the row above: how much is whose?"}};
    }
    const int power = PowerOf(column);
    const auto yuan = power == 0 ? std::nullopt : ToYuan(cell, power);
    if (power != 0 && !yuan) {
      const std::string unit = MoneyUnitName(power);
      return Problem{
          label,
          cell,
          {"以" + unit + "为单位、折合整分的金额", "an amount in " + unit + " that is whole fen"},
          {}};
    }
    if (yuan) text = *yuan;
  } else if (field.shape == Shape::kDay) {
    const Mapping* how = defaults_.mapping;
    const bool serial =
        row->Has(column, CellNote::What::kNumber) || (how != nullptr && how->serial_days);
    const std::string_view bare = Trim(text);
    const size_t digits = std::min(bare.find('.'), bare.size());
    const auto day = serial && digits == 5 ? SerialDay(bare, from_1904_) : std::nullopt;
    if (day) {
      text = cell = day->ToString();
    } else if (how != nullptr) {
      text = YearFirst(text, how->days);
    }
  }
  if (auto expected = SetField(field, text, command)) {
    return Problem{label, cell, std::move(*expected), {}};
  }
  return std::nullopt;
}

void TableDecoder::AddConstants(const Kind& kind, v1::Command* command, FieldSet* given,
                                std::vector<Problem>* problems) const {
  if (defaults_.mapping == nullptr) return;
  for (const auto& [name, text] : defaults_.mapping->constants) {
    const int index = kind.Find(name);
    if (index < 0 || (*given & Bit(index)) != 0) continue;
    if (auto expected = SetField(kind.fields[index], text, command)) {
      problems->push_back({name, text, std::move(*expected), {}});
    }
    *given |= Bit(index);
  }
}

void TableDecoder::CheckComplete(const Columns::Mapping& mapping, FieldSet given,
                                 std::vector<Problem>* problems) {
  for (int i; (i = FirstMissing(*mapping.kind, given)) >= 0; given |= Bit(i)) {
    const Field& field = mapping.kind->fields[i];
    std::string column = ColumnOf(*mapping.kind, i);
    if (column.empty()) column = field.name.zh + "/" + field.name.en;
    problems->push_back({std::move(column), "", Notation(field), {}});
  }
}

}  // namespace outturn::intake
