// CSV and NDJSON files: the same rows whatever pieces they come in.
#include <google/protobuf/stubs/logging.h>

#include "services/intake/csv_decoder.h"
#include "services/intake/ndjson_decoder.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

// Everything that came out, as one text.
class Rows final : public intake::RowSink {
 public:
  void Accept(intake::SourceRow row, v1::Command command) override {
    Note(row);
    text_ += command.SerializeAsString();
  }
  void Reject(intake::SourceRow row, std::vector<intake::Problem> problems) override {
    Require(!problems.empty(), "a row is rejected for nothing");
    Note(row);
    for (const intake::Problem& problem : problems) text_ += intake::Describe(problem).en + "\n";
  }
  [[nodiscard]] std::string& text() { return text_; }

 private:
  void Note(const intake::SourceRow& row) {
    Require(row.number > last_, "rows out of order");
    last_ = row.number;
    text_ += "\n" + std::to_string(row.number) + ": ";
  }
  std::string text_;
  uint64_t last_ = 0;
};

template <typename Decoder>
std::string Decode(Decoder decoder, Rows& rows, std::string_view bytes, size_t piece) {
  std::optional<intake::Words> failure;
  for (; !bytes.empty() && !failure; bytes.remove_prefix(std::min(piece, bytes.size()))) {
    failure = decoder.Feed(bytes.substr(0, piece));
  }
  if (!failure) failure = decoder.Finish();
  Require(!failure || !failure->empty(), "a file is refused without words");
  return rows.text() + "\n" + (failure ? failure->en : "");
}

std::string DecodeAs(uint8_t how, std::string_view bytes, size_t piece) {
  constexpr intake::Encoding kEncodings[] = {intake::Encoding::kDetect, intake::Encoding::kUtf8,
                                             intake::Encoding::kGb18030,
                                             intake::Encoding::kUtf16Le};
  Rows rows;
  intake::IntakeDefaults defaults;
  defaults.header.set_source("fuzz");
  defaults.header.set_actor("clerk");
  defaults.header.set_unit("101001");
  defaults.header.set_year(2024);
  defaults.ignore_unknown_columns = (how & 8) == 0;
  if ((how & 1) != 0) return Decode(intake::NdjsonDecoder(defaults, &rows), rows, bytes, piece);
  return Decode(intake::CsvDecoder(defaults, kEncodings[how >> 1 & 3], &rows), rows, bytes, piece);
}

void Run(std::string_view bytes) {
  const uint8_t how = TakeByte(bytes);
  const size_t piece = 1 + TakeByte(bytes) % 64;
  const std::string whole = DecodeAs(how, bytes, bytes.size() + 1);
  Require(DecodeAs(how, bytes, piece) == whole, "rows hang on the pieces they come in");
}

// The library tells of every text that is no UTF-8.
[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("intake", Run);

}  // namespace
}  // namespace outturn::fuzz
