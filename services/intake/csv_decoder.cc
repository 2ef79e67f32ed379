#include "services/intake/csv_decoder.h"

#include <utility>

namespace outturn::intake {
namespace {

// Without the columns of earlier errors, and as wide as the header.
std::vector<std::string> SourceCells(const Columns& columns, std::vector<std::string> cells) {
  std::vector<std::string> kept;
  const size_t width = std::max(columns.headers().size(), cells.size());
  for (size_t i = 0; i < width; ++i) {
    const bool beyond = i >= columns.headers().size();
    if (!beyond && IsErrorColumn(columns.headers()[i])) continue;
    if (beyond && Trim(cells[i]).empty()) continue;
    kept.push_back(i < cells.size() ? std::move(cells[i]) : "");
  }
  return kept;
}

std::string ColumnLabel(const Columns& columns, size_t column) {
  const bool named = column < columns.headers().size() && !Trim(columns.headers()[column]).empty();
  return named ? columns.headers()[column] : "#" + std::to_string(column + 1);
}

}  // namespace

CsvDecoder::CsvDecoder(IntakeDefaults defaults, Encoding encoding, RowSink* sink)
    : defaults_(std::move(defaults)),
      sink_(sink),
      decoder_(encoding),
      rows_([this](CsvRows::Row row) { OnRow(std::move(row)); }) {}

std::optional<Words> CsvDecoder::Feed(std::string_view bytes) {
  text_.clear();
  decoder_.Feed(bytes, &text_);
  if (auto why = rows_.Feed(text_)) return why;
  return failure_;
}

std::optional<Words> CsvDecoder::Finish() {
  text_.clear();
  decoder_.Finish(&text_);
  if (auto why = rows_.Feed(text_)) return why;
  if (failure_) return failure_;
  if (auto why = rows_.Finish()) return why;
  if (!failure_ && !has_header_) return Words{"文件是空的", "the file is empty"};
  return failure_;
}

std::vector<std::string> CsvDecoder::HeaderCells() const {
  std::vector<std::string> cells;
  for (const std::string& header : columns_.headers()) {
    if (!IsErrorColumn(header)) cells.push_back(header);
  }
  return cells;
}

std::string CsvDecoder::ColumnOf(const Kind& kind, int field) {
  const Columns::Mapping& mapping = columns_.For(kind);
  for (size_t i = 0; i < mapping.field_of.size(); ++i) {
    if (mapping.field_of[i] == field) return columns_.headers()[i];
  }
  return "";
}

void CsvDecoder::OnRow(CsvRows::Row row) {
  if (failure_) return;
  std::vector<std::string>& cells = row.cells;
  if (!has_header_) {
    has_header_ = true;
    failure_ = columns_.Read(std::move(cells), defaults_);
    return;
  }
  std::vector<Problem> problems;
  v1::Command command;
  if (row.too_long) {
    problems.push_back({ColumnLabel(columns_, *row.too_long),
                        cells[*row.too_long],
                        {},
                        {"太长：一格最多 1 MiB", "is too long: a cell has at most 1 MiB"}});
  } else if (const Kind* kind = KindOfRow(cells, &problems)) {
    const Columns::Mapping& mapping = columns_.For(*kind);
    *command.mutable_header() = DefaultsFor(*kind, defaults_.header);
    FieldSet given = GivenInHeader(*kind, command.header());
    // A body without any cell is still a body: that an event of its kind happened.
    command.GetReflection()->MutableMessage(&command, kind->member);
    ReadCells(mapping, cells, &command, &given, &problems);
    CompleteYear(*kind, &command, &given);
    CheckComplete(mapping, given, &problems);
  }
  SourceRow source{row.number, SourceCells(columns_, std::move(cells)), ""};
  if (problems.empty()) {
    sink_->Accept(std::move(source), std::move(command));
  } else {
    sink_->Reject(std::move(source), std::move(problems));
  }
}

const Kind* CsvDecoder::KindOfRow(const std::vector<std::string>& cells,
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

void CsvDecoder::ReadCells(const Columns::Mapping& mapping, const std::vector<std::string>& cells,
                           v1::Command* command, FieldSet* given, std::vector<Problem>* problems) {
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = cells[i];
    const bool beyond = i >= mapping.field_of.size();
    if (!beyond && (columns_.Ignored(i) || static_cast<int>(i) == columns_.kind_column())) continue;
    if (Trim(cell).empty()) continue;
    const int index = beyond ? -1 : mapping.field_of[i];
    if (index < 0) {
      problems->push_back({ColumnLabel(columns_, i),
                           cell,
                           {"空（“" + mapping.kind->name.zh + "”没有这一项）",
                            "nothing (" + mapping.kind->name.en + " has no such field)"},
                           {}});
      continue;
    }
    if (auto expected = SetField(mapping.kind->fields[index], cell, command)) {
      problems->push_back({columns_.headers()[i], cell, std::move(*expected), {}});
    }
    *given |= Bit(index);
  }
}

void CsvDecoder::CheckComplete(const Columns::Mapping& mapping, FieldSet given,
                               std::vector<Problem>* problems) {
  for (int i; (i = FirstMissing(*mapping.kind, given)) >= 0; given |= Bit(i)) {
    const Field& field = mapping.kind->fields[i];
    std::string column = ColumnOf(*mapping.kind, i);
    if (column.empty()) column = field.name.zh + "/" + field.name.en;
    problems->push_back({std::move(column), "", Notation(field), {}});
  }
}

}  // namespace outturn::intake
