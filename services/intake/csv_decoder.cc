#include "services/intake/csv_decoder.h"

#include <utility>

namespace outturn::intake {

CsvDecoder::CsvDecoder(IntakeDefaults defaults, Encoding encoding, RowSink* sink)
    : table_(std::move(defaults), sink), decoder_(encoding), rows_([this](CsvRows::Row row) {
        any_ = true;
        table_.Take({row.number, std::move(row.cells), row.too_long, {}});
      }) {}

std::optional<Words> CsvDecoder::Feed(std::string_view bytes) {
  text_.clear();
  decoder_.Feed(bytes, &text_);
  if (auto why = rows_.Feed(text_)) return why;
  return table_.failure();
}

std::optional<Words> CsvDecoder::Finish() {
  text_.clear();
  decoder_.Finish(&text_);
  if (auto why = rows_.Feed(text_)) return why;
  if (table_.failure()) return table_.failure();
  if (auto why = rows_.Finish()) return why;
  table_.End();
  if (!any_) return Words{"文件是空的", "the file is empty"};
  return table_.failure();
}

}  // namespace outturn::intake
