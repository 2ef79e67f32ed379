#include "services/intake/xlsx_decoder.h"

#include <utility>

#include "services/intake/xlsx_book.h"

namespace outturn::intake {
namespace {

Words OnSheet(const std::string& sheet, const Words& why) {
  return {"表“" + sheet + "”：" + why.zh, "sheet \"" + sheet + "\": " + why.en};
}

}  // namespace

XlsxDecoder::XlsxDecoder(IntakeDefaults defaults, RowSink* sink)
    : defaults_(defaults), sink_(sink), table_(std::move(defaults), sink) {}

std::optional<Words> XlsxDecoder::Feed(std::string_view bytes) {
  if (bytes_.size() + bytes.size() > XlsxArchive::kMostFileBytes) {
    return Words{"文件过大：.xlsx 最多 64 MiB",
                 "the file is too large: an .xlsx has at most 64 MiB"};
  }
  bytes_.append(bytes);
  return std::nullopt;
}

std::optional<Words> XlsxDecoder::Finish() {
  XlsxBook book;
  if (auto why = book.Open(std::move(bytes_))) return why;
  const std::string wanted = defaults_.mapping != nullptr ? defaults_.mapping->sheet : "";
  bool read = false;
  std::optional<Words> first_failure;
  for (const XlsxBook::Sheet& sheet : book.sheets()) {
    if (wanted.empty() ? sheet.hidden : NameKey(sheet.name) != NameKey(wanted)) continue;
    table_.Begin(sheet.name, book.from_1904());
    const auto why = book.Read(sheet, [&](TableRow row) {
      table_.Take(std::move(row));
      return !table_.failure().has_value();
    });
    if (why) return OnSheet(sheet.name, *why);
    table_.End();
    if (!table_.failure() && table_.has_head()) {
      read = true;
      continue;
    }
    if (table_.failure() && !first_failure) first_failure = OnSheet(sheet.name, *table_.failure());
    const Words none = {"没有内容", "is empty"};
    sink_->SkipSheet(sheet.name, table_.failure().value_or(none));
  }
  if (read) return std::nullopt;
  if (first_failure) return first_failure;
  if (!wanted.empty()) {
    return Words{"没有名为“" + wanted + "”的表", "there is no sheet \"" + wanted + "\""};
  }
  return Words{"文件是空的", "the file is empty"};
}

}  // namespace outturn::intake
