// A CSV file, in pieces of any size, to commands. Memory does not grow with the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/intake/csv_rows.h"
#include "services/intake/encoding.h"
#include "services/intake/rows.h"
#include "services/intake/table_decoder.h"

namespace outturn::intake {

class CsvDecoder {
 public:
  // `sink` must outlive the decoder.
  CsvDecoder(IntakeDefaults defaults, Encoding encoding, RowSink* sink);

  // Each returns why the file cannot be taken at all (its columns, a quote never closed); then no
  // other call may follow. Rows passed on before stay passed on.
  [[nodiscard]] std::optional<Words> Feed(std::string_view bytes);
  [[nodiscard]] std::optional<Words> Finish();

  [[nodiscard]] TableDecoder& table() { return table_; }
  [[nodiscard]] char separator() const { return rows_.separator(); }

 private:
  TableDecoder table_;
  TextDecoder decoder_;
  CsvRows rows_;
  std::string text_;  // decoded, not yet parsed; kept for its memory
  bool any_ = false;
};

}  // namespace outturn::intake
