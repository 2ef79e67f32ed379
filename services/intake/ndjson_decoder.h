// NDJSON (one protobuf-JSON Command per line), in pieces of any size, to commands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/intake/rows.h"

namespace outturn::intake {

// Field names are the schema's, in either spelling (amount_fen, amountFen); values as protobuf JSON
// has them: amounts in fen, days as 20240731. A member given twice is an error of its line, in
// whichever of the two spellings. Empty lines are skipped. UTF-8 only.
class NdjsonDecoder {
 public:
  // A line may have this many bytes; a longer one is rejected by itself.
  static constexpr size_t kMostLineBytes = 4 << 20;

  // `sink` must outlive the decoder.
  NdjsonDecoder(IntakeDefaults defaults, RowSink* sink);

  // As CsvDecoder's.
  [[nodiscard]] std::optional<Words> Feed(std::string_view bytes);
  [[nodiscard]] std::optional<Words> Finish();

 private:
  void OnLine(std::string_view line);
  void RejectTooLong(std::string_view line);

  IntakeDefaults defaults_;
  RowSink* sink_;
  std::string pending_;
  bool too_long_ = false;  // pending_ is the beginning of a line whose end has not come
  uint64_t line_ = 0;
};

// The line with a leading member "error", as it goes into the file of rejects. Reading such a line
// drops the member again.
[[nodiscard]] std::string WithError(std::string_view line, std::string_view error);
[[nodiscard]] std::string WithoutError(std::string_view line);

}  // namespace outturn::intake
