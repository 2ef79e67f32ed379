// Shared by the tests of this folder.
#pragma once

#include <string>
#include <vector>

#include "services/intake/csv_decoder.h"
#include "services/intake/ndjson_decoder.h"

namespace outturn::intake {

struct Accepted {
  SourceRow row;
  v1::Command command;
};
struct Rejected {
  SourceRow row;
  std::vector<Problem> problems;
};

class Collector : public RowSink {
 public:
  void Accept(SourceRow row, v1::Command command) override {
    accepted.push_back({std::move(row), std::move(command)});
  }
  void Reject(SourceRow row, std::vector<Problem> problems) override {
    rejected.push_back({std::move(row), std::move(problems)});
  }
  void Skip(SourceRow row, Words why) override { skipped.push_back({std::move(row), why.en}); }
  void SkipSheet(const std::string& sheet, const Words&) override { sheets.push_back(sheet); }
  std::vector<std::pair<SourceRow, std::string>> skipped;
  std::vector<std::string> sheets;  // not read
  std::vector<Accepted> accepted;
  std::vector<Rejected> rejected;
};

inline IntakeDefaults Defaults(const char* kind = nullptr) {
  IntakeDefaults defaults;
  if (kind != nullptr) defaults.kind = FindKind(kind);
  defaults.header.set_source("budget-system");
  defaults.header.set_actor("clerk");
  defaults.header.set_unit("145001");
  return defaults;
}

struct Decoded : Collector {
  std::optional<Words> failure;
  std::vector<std::string> header;
  char separator = ',';
};

// Decodes `text` in pieces of `piece` bytes.
inline Decoded DecodeCsv(const std::string& text, const IntakeDefaults& defaults,
                         size_t piece = 1 << 20, Encoding encoding = Encoding::kDetect) {
  Decoded decoded;
  CsvDecoder decoder(defaults, encoding, &decoded);
  for (size_t at = 0; at < text.size() && !decoded.failure; at += piece) {
    decoded.failure = decoder.Feed(std::string_view(text).substr(at, piece));
  }
  if (!decoded.failure) decoded.failure = decoder.Finish();
  decoded.header = decoder.table().HeaderCells();
  decoded.separator = decoder.separator();
  return decoded;
}

}  // namespace outturn::intake
