// Rows of a table to commands: finds the head below the titles, reads each row by it, passes over
// totals. What CSV and spreadsheets have in common.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/intake/columns.h"
#include "services/intake/rows.h"
#include "services/intake/table_row.h"

namespace outturn::intake {

// The head is the first row that names at least two fields (rows before it are titles and told as
// skipped); of a spreadsheet two rows, where merged cells say so. Where none does, the first row is
// taken for it, so that its unknown names are told. A row after it is one command. A row with
// anything wrong is rejected with everything that is wrong in it; the others go on.
class TableDecoder {
 public:
  // `sink` outlives the decoder.
  TableDecoder(IntakeDefaults defaults, RowSink* sink);

  // A table begins; "" where the file is only one.
  void Begin(std::string sheet, bool from_1904);
  void Take(TableRow row);
  // No more rows of this table come.
  void End();

  // Why the table cannot be taken at all; then nothing more is taken of it.
  [[nodiscard]] const std::optional<Words>& failure() const { return failure_; }
  [[nodiscard]] bool has_head() const { return has_head_; }

  // For the file of rejects: the column names, without those of earlier errors, with the unit of
  // amounts where only a title said it. Empty before the head.
  [[nodiscard]] std::vector<std::string> HeaderCells() const;
  // The column of a field of Kind::fields; "" where the table has none.
  [[nodiscard]] std::string ColumnOf(const Kind& kind, int field);
  // Columns that are not read, as the table spells them.
  [[nodiscard]] std::vector<std::string> UnreadColumns();

 private:
  void Search(TableRow row);
  void ReadHead(std::vector<std::string> headers);
  void GiveUpSearch();
  void SkipTitles();
  [[nodiscard]] bool NamesFields(const std::vector<std::string>& cells) const;
  [[nodiscard]] static std::vector<std::string> Joined(const TableRow& upper,
                                                       const TableRow& lower);
  void ReadRow(TableRow row);
  [[nodiscard]] bool IsTotal(const Columns::Mapping& mapping, const TableRow& row) const;
  const Kind* KindOfRow(const std::vector<std::string>& cells, std::vector<Problem>* problems);
  void ReadCells(const Columns::Mapping& mapping, TableRow* row, v1::Command* command,
                 FieldSet* given, std::vector<Problem>* problems);
  [[nodiscard]] std::optional<Problem> ReadCell(const Field& field, size_t column, TableRow* row,
                                                v1::Command* command) const;
  void AddConstants(const Kind& kind, v1::Command* command, FieldSet* given,
                    std::vector<Problem>* problems) const;
  void CheckComplete(const Columns::Mapping& mapping, FieldSet given,
                     std::vector<Problem>* problems);
  [[nodiscard]] SourceRow Source(TableRow row) const;
  [[nodiscard]] int PowerOf(size_t column) const;

  IntakeDefaults defaults_;
  RowSink* sink_;
  Columns columns_;
  std::string sheet_;
  bool spreadsheet_ = false;
  bool from_1904_ = false;
  bool has_head_ = false;
  std::vector<TableRow> before_;   // rows above the head, while it is looked for
  std::optional<TableRow> upper_;  // may be the upper row of a head of two
  std::optional<int> title_unit_;
  std::optional<Words> failure_;
};

}  // namespace outturn::intake
