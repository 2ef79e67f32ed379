// A spreadsheet file (.xlsx), in pieces of any size, to commands. The rows come when it is whole:
// such a file says at its end what is in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/intake/table_decoder.h"

namespace outturn::intake {

// Reads every visible sheet that has a head, or the one the mapping names; sheets without one are
// passed over and told. Dates are understood as days whatever they look like in the spreadsheet.
class XlsxDecoder {
 public:
  // `sink` outlives the decoder.
  XlsxDecoder(IntakeDefaults defaults, RowSink* sink);

  // Each returns why the file cannot be taken at all; then no other call may follow. Rows passed on
  // before stay passed on.
  [[nodiscard]] std::optional<Words> Feed(std::string_view bytes);
  [[nodiscard]] std::optional<Words> Finish();

  [[nodiscard]] TableDecoder& table() { return table_; }

 private:
  IntakeDefaults defaults_;
  RowSink* sink_;
  TableDecoder table_;
  std::string bytes_;
};

}  // namespace outturn::intake
