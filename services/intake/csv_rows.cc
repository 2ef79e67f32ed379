#include "services/intake/csv_rows.h"

#include <csv.h>

#include <algorithm>
#include <array>

namespace outturn::intake {
namespace {

constexpr size_t kSniffBytes = 64 * 1024;
constexpr size_t kKeptOfTooLong = 90;  // bytes: enough to recognise the cell by

struct FirstLine {
  std::array<size_t, 3> counts{};  // of kSeparators
  bool any = false;
  bool ended = false;
};

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};

FirstLine ReadFirstLine(std::string_view text) {
  FirstLine line;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) {
      line.ended = line.any;
      if (line.ended) break;
      continue;
    }
    line.any |= c != ' ';
    if (quoted) continue;
    for (size_t i = 0; i < kSeparators.size(); ++i) line.counts[i] += c == kSeparators[i] ? 1 : 0;
  }
  return line;
}

}  // namespace

CsvRows::CsvRows(OnRow on_row) : on_row_(std::move(on_row)), parser_(new csv_parser) {
  csv_init(parser_, CSV_REPALL_NL);
  csv_set_blk_size(parser_, 64 << 10);  // else a long cell grows, and may be copied, by 128 bytes
}

CsvRows::~CsvRows() {
  csv_free(parser_);
  delete parser_;
}

std::optional<Words> CsvRows::Feed(std::string_view utf8) {
  if (sniffed_) return Parse(utf8);
  head_.append(utf8);
  if (!Sniff(false)) return std::nullopt;
  const std::string head = std::move(head_);
  return Parse(head);
}

std::optional<Words> CsvRows::Finish() {
  if (!sniffed_) {
    Sniff(true);
    const std::string head = std::move(head_);
    if (auto why = Parse(head)) return why;
  }
  // libcsv tells of this only in its strict mode, which refuses quotes that exports really contain.
  constexpr int kInsideCell = 2;
  if (parser_->pstate == kInsideCell && parser_->quoted) return Unclosed();
  csv_fini(parser_, OnCellBytes, OnLineEnd, this);
  return std::nullopt;
}

bool CsvRows::Sniff(bool last) {
  const FirstLine line = ReadFirstLine(head_);
  if (!line.ended && !last && head_.size() < kSniffBytes) return false;
  const auto most = std::max_element(line.counts.begin(), line.counts.end());
  separator_ = kSeparators[static_cast<size_t>(most - line.counts.begin())];
  csv_set_delim(parser_, static_cast<unsigned char>(separator_));
  // A tab that separates is no space to be trimmed.
  if (separator_ == '\t') {
    csv_set_space_func(parser_, [](unsigned char c) { return c == ' ' ? 1 : 0; });
  }
  sniffed_ = true;
  return true;
}

// In pieces, so that a quote that is never closed is noticed before it has swallowed the file.
std::optional<Words> CsvRows::Parse(std::string_view utf8) {
  constexpr size_t kPiece = 64 * 1024;
  while (!utf8.empty()) {
    const size_t size = std::min(kPiece, utf8.size());
    if (csv_parse(parser_, utf8.data(), size, OnCellBytes, OnLineEnd, this) != size) {
      return Words{"无法解析 CSV", "cannot read the CSV"};
    }
    if (parser_->entry_pos > kMostCellBytes) DropExcess();
    utf8.remove_prefix(size);
  }
  return std::nullopt;
}

// Forgets what libcsv has gathered of a cell that is too long, so that memory stays bounded and the
// cell's end is still found. The one byte left is the quote that may be about to close it.
void CsvRows::DropExcess() {
  if (beginning_.empty()) {
    const auto* bytes = static_cast<const char*>(static_cast<const void*>(parser_->entry_buf));
    beginning_.assign(bytes, kKeptOfTooLong);
  }
  parser_->entry_pos = 1;
  parser_->spaces = 0;
}

Words CsvRows::Unclosed() const {
  const std::string row = std::to_string(row_ + 1);
  return {"第 " + row + " 行有引号没有闭合，其后的内容无法读取",
          "row " + row + " opens a quote that is never closed; nothing after it can be read"};
}

void CsvRows::OnCellBytes(void* bytes, size_t size, void* self) {
  auto& rows = *static_cast<CsvRows*>(self);
  std::vector<std::string>& cells = rows.next_.cells;
  std::string_view cell(static_cast<const char*>(bytes), size);
  if (size <= kMostCellBytes && rows.beginning_.empty()) {
    cells.emplace_back(cell);
    return;
  }
  if (!rows.next_.too_long) rows.next_.too_long = cells.size();
  cell = rows.beginning_.empty() ? cell.substr(0, kKeptOfTooLong) : rows.beginning_;
  bool cut = false;
  // The mark keeps a row of the rejects from going in with a text that nobody wrote.
  cells.push_back(std::string(cell.substr(0, ValidUtf8Prefix(cell, &cut))).append(kUnreadable));
  rows.beginning_.clear();
}

void CsvRows::OnLineEnd(int terminator, void* self) {
  static_cast<CsvRows*>(self)->EndRow(terminator);
}

void CsvRows::EndRow(int terminator) {
  const bool second_half =
      terminator == CSV_LF && last_terminator_ == CSV_CR && next_.cells.empty();
  last_terminator_ = terminator;
  if (second_half) {
    last_terminator_ = 0;
    return;
  }
  ++row_;
  Row row = std::move(next_);
  next_ = Row();
  row.number = row_;
  const bool empty = std::all_of(row.cells.begin(), row.cells.end(),
                                 [](const std::string& cell) { return Trim(cell).empty(); });
  if (!empty) on_row_(std::move(row));
}

void AppendCsvRow(const std::vector<std::string>& cells, char separator, std::string* to) {
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = cells[i];
    if (i > 0) to->push_back(separator);
    const bool outer_space = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    const bool special = cell.find_first_of("\"\r\n,;\t") != std::string::npos || outer_space;
    if (!special) {
      to->append(cell);
      continue;
    }
    to->push_back('"');
    for (const char c : cell) {
      if (c == '"') to->push_back('"');
      to->push_back(c);
    }
    to->push_back('"');
  }
  to->append("\r\n");
}

}  // namespace outturn::intake
