// A CSV file, in pieces of any size, to commands. Memory does not grow with the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/intake/columns.h"
#include "services/intake/csv_rows.h"
#include "services/intake/encoding.h"
#include "services/intake/rows.h"

namespace outturn::intake {

// The first row with text holds the column names, each row after it one command. A row with
// anything wrong is rejected with everything that is wrong in it; the others go on.
class CsvDecoder {
 public:
  // `sink` must outlive the decoder.
  CsvDecoder(IntakeDefaults defaults, Encoding encoding, RowSink* sink);

  // Each returns why the file cannot be taken at all (its columns, a quote never closed); then no
  // other call may follow. Rows passed on before stay passed on.
  [[nodiscard]] std::optional<Words> Feed(std::string_view bytes);
  [[nodiscard]] std::optional<Words> Finish();

  // For the file of rejects: the column names (without those of earlier errors) and the separator.
  // Empty before the first row.
  [[nodiscard]] std::vector<std::string> HeaderCells() const;
  // The column of a field of Kind::fields; "" where the file has none.
  [[nodiscard]] std::string ColumnOf(const Kind& kind, int field);
  [[nodiscard]] char separator() const { return rows_.separator(); }

 private:
  void OnRow(CsvRows::Row row);
  const Kind* KindOfRow(const std::vector<std::string>& cells, std::vector<Problem>* problems);
  void ReadCells(const Columns::Mapping& mapping, const std::vector<std::string>& cells,
                 v1::Command* command, FieldSet* given, std::vector<Problem>* problems);
  void CheckComplete(const Columns::Mapping& mapping, FieldSet given,
                     std::vector<Problem>* problems);

  IntakeDefaults defaults_;
  RowSink* sink_;
  TextDecoder decoder_;
  CsvRows rows_;
  Columns columns_;
  std::string text_;  // decoded, not yet parsed; kept for its memory
  bool has_header_ = false;
  std::optional<Words> failure_;
};

}  // namespace outturn::intake
