// Data packages of random years: valid by the published rules, and their rows are our figures.
#include "clients/export/package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/export/data_package.h"
#include "tests/export/random_year.h"

namespace outturn::exporter {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

PackageFiles PackageOf(const RandomYear& year, int ledger, bool with_classified) {
  PackageFiles files;
  Package package(
      [&](std::string_view file, std::string_view bytes) { files[std::string(file)] += bytes; });
  Feed(year, ledger, with_classified, package);
  package.End();
  return files;
}

// The sum of movements.csv by account and line, in fen.
std::map<std::string, int64_t> Sums(const PackageFiles& files) {
  std::map<std::string, int64_t> sums;
  const auto rows = RowsOf(files.at("movements.csv"));
  for (size_t i = 1; i < rows.size(); ++i) {
    std::string yuan = rows[i].at(8);
    yuan.erase(yuan.find('.'), 1);
    sums[rows[i].at(6) + " " + rows[i].at(4)] += std::stoll(yuan);
  }
  return sums;
}

TEST(DataPackage, OfEveryRandomYearIsValid) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const RandomYear year(seed);
    for (int ledger = 0; ledger < year.ledgers(); ++ledger) {
      EXPECT_THAT(FaultsOf(PackageOf(year, ledger, true)), IsEmpty()) << seed;
      EXPECT_THAT(FaultsOf(PackageOf(year, ledger, false)), IsEmpty()) << seed << " public";
    }
  }
}

TEST(DataPackage, RowsAddUpToOurFiguresOfEveryLine) {
  const core::Day end = core::Day::LastOf(2024);
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    const RandomYear year(seed);
    auto sums = Sums(PackageOf(year, 0, true));
    for (int line = 0; line < model::kLinesPerLedger; ++line) {
      const std::string code = properties::LineOf(line);
      const auto figure = [&](const char* name) {
        return year.Figure(0, std::string(name) + "(line=" + code + ")", end);
      };
      EXPECT_EQ(sums["paid " + code], figure("paid")) << seed << " " << code;
      EXPECT_EQ(sums["committed " + code], figure("committed")) << seed << " " << code;
      EXPECT_EQ(sums["received " + code], figure("received")) << seed << " " << code;
      EXPECT_EQ(sums["initial " + code] + sums["carry_in " + code] + sums["supplement " + code] +
                    sums["cut " + code] + sums["virement " + code],
                figure("full_year_budget"))
          << seed << " " << code;
    }
  }
}

// The checks can fail: each rule of the profile, broken in a package that was valid.
TEST(DataPackage, FaultsAreSeen) {
  const PackageFiles good = PackageOf(RandomYear(3), 0, true);
  ASSERT_THAT(FaultsOf(good), IsEmpty());
  const auto faults_after = [&](const char* file, const std::string& from, const std::string& to) {
    PackageFiles files = good;
    std::string& text = files.at(file);
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return FaultsOf(files);
  };
  const char* const json = "datapackage.json";
  EXPECT_THAT(faults_after(json, "tabular-data-package", "data-package"), Contains("profile"));
  EXPECT_THAT(faults_after(json, "\"outturn-", "\"Outturn-"), Contains("name"));
  EXPECT_THAT(faults_after(json, "\"CN\"", "\"CHN\""), Contains("countryCode"));
  EXPECT_THAT(faults_after(json, "2024-12-31", "2023-12-31"), Contains("fiscalPeriod"));
  EXPECT_THAT(faults_after(json, "lines.csv", "../lines.csv"), Contains("lines: path"));
  EXPECT_THAT(faults_after(json, "tabular-data-resource", "data-resource"),
              Contains("lines: profile"));
  EXPECT_THAT(faults_after(json, "\"integer\"", "\"int\""), Contains(HasSubstr("position: type")));
  EXPECT_THAT(faults_after(json, "transaction-id:contract-id", "transaction-id"),
              Contains(HasSubstr("columnType")));
  EXPECT_THAT(faults_after(json, "\"required\"", "\"must\""), Contains(HasSubstr("constraint")));
  EXPECT_THAT(faults_after(json, "%Y-%m-%dT%H:%M:%S.%fZ", "default"),
              Contains(HasSubstr("recorded_at: type")));
  EXPECT_THAT(faults_after("events.csv", "position,", "place,"), Contains("events.csv: head"));
  EXPECT_THAT(faults_after("movements.csv", "2024-", "24-"), Contains(HasSubstr("type of 24-")));
  EXPECT_THAT(faults_after("movements.csv", ",initial,", ",first,"),
              Contains(HasSubstr("not one of enum")));
  const std::string row = RowsOf(good.at("lines.csv")).at(1).at(0) + ",";
  EXPECT_THAT(faults_after("lines.csv", row, "ZZ,"), Contains(HasSubstr("is not in lines")));
  EXPECT_THAT(faults_after("lines.csv", row, ","), Contains(HasSubstr("line: missing")));
  PackageFiles twice = good;
  twice["lines.csv"] += twice["lines.csv"].substr(twice["lines.csv"].find('\n') + 1);
  EXPECT_THAT(FaultsOf(twice), Contains("lines: primary key is not unique"));
}

}  // namespace
}  // namespace outturn::exporter
