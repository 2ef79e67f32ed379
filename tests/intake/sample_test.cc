// The files of the sample year, as they lie in the repository.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/intake/support.h"

namespace outturn::intake {
namespace {

TEST(SampleYear, EveryRowOfEveryFileIsUnderstood) {
  const std::string folder = std::string(SOURCE_DIR) + "/deploy/sample/huaihua-justice-2024";
  size_t rows = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const bool csv = entry.path().extension() == ".csv";
    if (!csv && entry.path().extension() != ".ndjson") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    Collector collector;
    std::optional<Words> failure;
    if (csv) {
      CsvDecoder decoder(IntakeDefaults(), Encoding::kDetect, &collector);
      failure = decoder.Feed(bytes);
      if (!failure) failure = decoder.Finish();
    } else {
      NdjsonDecoder decoder(IntakeDefaults(), &collector);
      failure = decoder.Feed(bytes);
      if (!failure) failure = decoder.Finish();
    }
    EXPECT_FALSE(failure) << entry.path() << ": " << failure->en;
    for (const Rejected& rejected : collector.rejected) {
      ADD_FAILURE() << entry.path() << " row " << rejected.row.number << ": "
                    << Describe(rejected.problems[0]).en;
    }
    rows += collector.accepted.size();
  }
  EXPECT_GT(rows, 900u);
}

}  // namespace
}  // namespace outturn::intake
