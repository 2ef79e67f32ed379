// CSV text to rows of cells, in pieces of any size. Wraps libcsv.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/intake/text.h"

struct csv_parser;

namespace outturn::intake {

// The separator is ',', ';' or tab: whichever is most frequent outside quotes in the first line
// that holds anything. Cells may be quoted, with "" for a quote and line breaks inside. Line ends
// are LF, CR LF or CR. Surrounding spaces of unquoted cells are dropped.
class CsvRows {
 public:
  // `number` counts as a spreadsheet does: rows from 1, empty ones included, a row whose cells hold
  // line breaks once. Rows without any text are counted but not passed on.
  struct Row {
    uint64_t number = 0;
    std::vector<std::string> cells;
    // The first cell longer than kMostCellBytes, of which only the beginning is kept.
    std::optional<size_t> too_long;
  };
  using OnRow = std::function<void(Row row)>;

  static constexpr size_t kMostCellBytes = 1 << 20;

  explicit CsvRows(OnRow on_row);
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  // Each returns why the file cannot be read further; then no other call may follow.
  [[nodiscard]] std::optional<Words> Feed(std::string_view utf8);
  [[nodiscard]] std::optional<Words> Finish();

  // ',' until enough has been read to know.
  [[nodiscard]] char separator() const { return separator_; }

 private:
  static void OnCellBytes(void* bytes, size_t size, void* self);
  static void OnLineEnd(int terminator, void* self);
  void EndRow(int terminator);
  bool Sniff(bool last);
  std::optional<Words> Parse(std::string_view utf8);
  void DropExcess();
  Words Unclosed() const;

  OnRow on_row_;
  csv_parser* parser_;
  char separator_ = ',';
  bool sniffed_ = false;
  std::string head_;  // what came before the separator was known
  uint64_t row_ = 0;
  int last_terminator_ = 0;
  Row next_;
  std::string beginning_;  // of the cell being read, once it is too long
};

// Appends one row with its line end, quoting what needs it.
void AppendCsvRow(const std::vector<std::string>& cells, char separator, std::string* to);

}  // namespace outturn::intake
