// Spreadsheet files: the bytes as a file, or as the XML of a sheet, of shared texts or of a
// workbook in an otherwise sound one, so that the zip's checksums do not keep every change out.
#include <google/protobuf/stubs/logging.h>

#include "services/intake/xlsx_decoder.h"
#include "tests/fuzz/target.h"
#include "tests/intake/xlsx_maker.h"

namespace outturn::fuzz {
namespace {

class Rows final : public intake::RowSink {
 public:
  void Accept(intake::SourceRow row, v1::Command command) override {
    Note(row);
    Require(command.body_case() != v1::Command::BODY_NOT_SET, "a row of no kind");
  }
  void Reject(intake::SourceRow row, std::vector<intake::Problem> problems) override {
    Require(!problems.empty(), "a row is rejected for nothing");
    for (const intake::Problem& problem : problems) {
      Require(!intake::Describe(problem).empty(), "a problem without words");
    }
    Note(row);
  }
  void Skip(intake::SourceRow row, intake::Words why) override {
    Require(!why.empty(), "a row is skipped for nothing");
    Note(row);
  }

 private:
  void Note(const intake::SourceRow& row) {
    Require(row.sheet != sheet_ || row.number > last_, "rows out of order");
    sheet_ = row.sheet;
    last_ = row.number;
  }
  std::string sheet_;
  uint64_t last_ = 0;
};

std::string FileOf(uint8_t how, std::string_view bytes) {
  const std::string text(bytes);
  switch (how % 4) {
    case 0:
      return text;
    case 1:
      return intake::XlsxOf({{"a", text, "A1:B1 C2:C9"}}, {"支付单号", "金额（万元）"});
    case 2:
      return intake::XlsxOf({{"a", intake::RowOf(1, {"支付单号", "金额"})}}, {text});
    default:
      return intake::ZipOf({{"xl/workbook.xml", text}});
  }
}

void Run(std::string_view bytes) {
  const uint8_t how = TakeByte(bytes);
  Rows rows;
  intake::Mapping mapping;
  mapping.columns = {{"a", "external_id"}, {"b", "amount"}};
  intake::IntakeDefaults defaults;
  defaults.header.set_source("fuzz");
  defaults.header.set_actor("clerk");
  defaults.header.set_unit("101001");
  defaults.header.set_year(2024);
  defaults.kind = (how & 8) == 0 ? intake::FindKind("payment") : nullptr;
  if ((how & 16) != 0) defaults.mapping = &mapping;
  intake::XlsxDecoder decoder(defaults, &rows);
  auto failure = decoder.Feed(FileOf(how, bytes));
  if (!failure) failure = decoder.Finish();
  Require(!failure || !failure->empty(), "a file is refused without words");
}

[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("xlsx", Run);

}  // namespace
}  // namespace outturn::fuzz
