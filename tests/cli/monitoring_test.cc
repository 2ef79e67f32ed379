// Mid-year monitoring of the sample year, as a clerk sees it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "services/render/width.h"
#include "tests/cli/at_server.h"

namespace outturn::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class SampleYear : public AtServer {
 protected:
  void SetUp() override {
    AtServer::SetUp();
    ImportSample();
  }
  // What the command prints on a terminal so many columns wide.
  std::string OnTerminal(int columns, const std::string& arguments) {
    const std::string outturn = std::string(BINARY_DIR) + "/bin/outturn";
    const Ran ran = RunProgram(
        "/usr/bin/script",
        {"-qec", "stty cols " + std::to_string(columns) + "; " + outturn + " " + arguments,
         "/dev/null"},
        folder_,
        {{"OUTTURN_SERVER", server_.address()},
         {"OUTTURN_UNIT", "431200-136"},
         {"OUTTURN_YEAR", "2024"},
         {"SHELL", "/bin/sh"},
         {"NO_COLOR", "1"}});
    EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    return ran.out;
  }
  void ExpectNoLineWiderThanTheTerminal() {
    for (const char* language : {"zh", "en"}) {
      std::string list = OnTerminal(
          80, std::string("warning list --as-of 2024-07-31 --lang ") + language + " 2>/dev/null");
      std::erase(list, '\r');
      EXPECT_THAT(list, HasSubstr("project-behind-15"));
      std::istringstream lines(list);
      for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(render::DisplayWidth(line), 80u) << line;
      }
    }
  }
  // A warning is a line of columns, and its sentence across the table under it.
  void ExpectEverySentenceOnItsLine() {
    const std::string list = Must({"warning", "list", "--as-of", "2024-07-31"});
    EXPECT_THAT(list, testing::ContainsRegex("\n黄色预警 +project-behind-15 +project=ZX02 +普法宣传"
                                             "经费 +待处理\n +执行率 39.82%，序时进度 58.33%，"));
    const std::string english = Must({"warning", "list", "--as-of", "2024-07-31", "--lang", "en"});
    EXPECT_THAT(english, testing::ContainsRegex(
                             "\nyellow +project-behind-15 +project=ZX02 +普法宣传经费 "
                             "+pending\n +execution rate 39.82%, time progress 58.33%, "));
    std::istringstream lines(list + english);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(render::DisplayWidth(line), 110u) << line;
    }
  }
  // "LEVEL rule subject" of each warning on a day.
  std::set<std::string> WarningsOn(const std::string& day) {
    std::set<std::string> names;
    const auto reply = MustJson({"warning", "list", "--as-of", day});
    for (const auto& warning : reply["warnings"]) {
      names.insert(std::string(warning["level"]) + " " + std::string(warning["rule"]) + " " +
                   std::string(warning["subject"]));
    }
    return names;
  }

  // Position, day and root of what changed, where people and grep can see them.
  void ExpectUpdatesToSayTheirRoot() {
    const std::string status = Must({"book", "status"});
    std::smatch root;
    ASSERT_TRUE(std::regex_search(status, root, std::regex("[0-9a-f]{64}"))) << status;
    for (const char* format : {"table", "csv"}) {
      const std::string changes =
          Must({"watch", "paid", "--as-of", "2024-07-31", "--from", "300", "--from-as-of",
                "2024-03-31", "--updates", "1", "--format", format});
      EXPECT_THAT(changes, HasSubstr("paid")) << format;
      EXPECT_THAT(changes, HasSubstr("截至 2024-07-31")) << format;
      EXPECT_THAT(changes, HasSubstr(root.str())) << format << ": what the update rests on";
    }
  }

  // The subjects that are derived are those the book takes.
  void ExpectEveryWarningCanBeHandled() {
    for (const char* day : {"2024-07-31", "2024-12-31"}) {
      const auto reply = MustJson({"warning", "list", "--as-of", day});
      for (const auto& warning : reply["warnings"]) {
        const Ran ran =
            Outturn({"warning", "handle", "--dry-run", "--id", "CL-9", "--on", day, "--rule",
                     warning["rule"], "--subject", warning["subject"], "--handling", "改正",
                     "--reason", "已核实", "--attachment", "说明"});
        EXPECT_EQ(ran.code, 0) << warning["rule"] << " " << warning["subject"] << ran.err;
      }
    }
  }

  void ExpectHandlingToBeTold() {
    const std::vector<std::string> handle = {"warning",    "handle",
                                             "--id",       "CL-1",
                                             "--on",       "2024-09-25",
                                             "--rule",     "suspected-three-public",
                                             "--subject",  "payment=accounting/ZF2024060030",
                                             "--handling", "改正",
                                             "--reason",   "更正到30217"};
    EXPECT_EQ(Outturn(handle).code, 3) << "the control asks for an attachment";
    std::vector<std::string> with = handle;
    with.insert(with.end(), {"--attachment", "更正说明"});
    Must(with);
    EXPECT_THAT(Must({"warning", "list", "--as-of", "2024-09-30", "--rule",
                      "suspected-three-public", "--format", "csv"}),
                HasSubstr("改正 2024-09-25"));
    ExpectEverySentenceOnItsLine();
    ExpectNoLineWiderThanTheTerminal();
    // The policy's code of a band is in no language.
    const std::string explained = Must({"explain", "indicators_score"});
    EXPECT_THAT(explained, testing::ContainsRegex("定性评级 +performance/PJ2024-0005 +90%"));
    EXPECT_THAT(explained, Not(HasSubstr("achieved")));
    EXPECT_EQ(Outturn({"warning", "list", "--level", "pink"}).code, 2);
    // What was never there is handled by nobody; what ceased, or was not raised, is told.
    with[3] = "CL-2";
    with[9] = "payment=accounting/none";
    const Ran none = Outturn(with);
    EXPECT_EQ(none.code, 3);
    EXPECT_THAT(none.err, testing::AllOf(HasSubstr("预警对象"), HasSubstr("payment=SOURCE/ID")));
    with[9] = "payment=accounting/ZF2024060029";
    const Ran other = Outturn(with);
    EXPECT_EQ(other.code, 0) << other.err;
    EXPECT_THAT(other.err, HasSubstr("payment=accounting/ZF2024060030"));
    ExpectEveryWarningCanBeHandled();
  }
};

// One test, as every one of them imports a year.
TEST_F(SampleYear, IsMonitoredFromTheTableToTheHandlingOfItsWarnings) {
  EXPECT_EQ(
      WarningsOn("2024-07-31"),
      (std::set<std::string>{
          "RED project-behind-50 project=ZX03", "ORANGE target-unlikely indicator=A04",
          "ORANGE suspected-three-public payment=accounting/ZF2024060030",
          "YELLOW project-behind-15 project=ZX02", "YELLOW project-behind-15 project=ZX05",
          "YELLOW project-behind-15 project=ZX08", "YELLOW project-behind-15 project=ZX09",
          "YELLOW target-behind-10 indicator=ZX06-1", "YELLOW target-behind-10 indicator=ZX08-1",
          "BLUE three-public-trend three_public=vehicle_operation",
          "GREY indicator-silent indicator=ZX03-1"}));

  // The official table is cut at the end of July by itself.
  const std::string table = Must({"report", "monitoring", "--format", "csv"});
  EXPECT_THAT(table, HasSubstr("截至2024-07-31"));
  EXPECT_THAT(table, HasSubstr("1880.00"));
  EXPECT_THAT(table, HasSubstr("考试在9月和10月，考务费用考后结算"));
  EXPECT_THAT(Must({"report", "monitoring", "--as-of", "2024-09-30", "--format", "csv"}),
              HasSubstr("1–9月"));
  EXPECT_THAT(Must({"report", "progress", "--as-of", "2024-07-31", "--format", "csv"}),
              HasSubstr("-54.37"));

  // What is pending, why, and what is decided about it.
  const std::string pending =
      Must({"warning", "list", "--as-of", "2024-07-31", "--pending", "--format", "csv"});
  EXPECT_THAT(pending, Not(HasSubstr("project-behind-50")));
  EXPECT_THAT(pending, HasSubstr("project=ZX09"));
  EXPECT_THAT(
      Must({"warning", "show", "project-behind-50", "project=ZX03", "--as-of", "2024-07-31"}),
      testing::AllOf(HasSubstr("paid(project=ZX03)"), HasSubstr("2024年法考考务工作方案")));
  EXPECT_EQ(Outturn({"warning", "show", "project-behind-50", "project=ZX01"}).code, 6);
  const Ran unknown = Outturn({"warning", "show", "project-behind-5", "--lang", "en"});
  EXPECT_EQ(unknown.code, 6);
  EXPECT_THAT(unknown.err, HasSubstr("has no warning rule project-behind-5; near it: "
                                     "project-behind-"));
  ExpectHandlingToBeTold();

  // Roll-ups.
  EXPECT_THAT(Must({"monitor", "city", "--as-of", "2024-07-31"}), HasSubstr("53.33%"));
  EXPECT_THAT(Must({"monitor", "ranking", "--format", "csv"}), HasSubstr("怀化市司法局"));
  EXPECT_THAT(Must({"monitor", "unit", "--by", "function", "--levels", "1"}), HasSubstr("204"));
  EXPECT_EQ(Outturn({"monitor", "unit", "--unit", "1"}).code, 6);
  EXPECT_EQ(Outturn({"monitor", "city", "--by", "colour"}).code, 2);

  // Watching.
  std::istringstream lines(Must({"watch", "paid", "--warnings", "--as-of", "2024-07-31",
                                 "--updates", "1", "--format", "json"}));
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const auto update = nlohmann::json::parse(line, nullptr, false);
  EXPECT_EQ(update["previous"], "0");
  EXPECT_EQ(update["figures"][0]["printed"], "1006.20");
  EXPECT_EQ(update["raised"].size(), 11U);
  ExpectUpdatesToSayTheirRoot();
  EXPECT_EQ(Outturn({"watch", "payed"}).code, 13);
  const Ran timed = Outturn({"watch", "paid", "--as-of", "2024-07-31", "--timeout", "1"});
  EXPECT_EQ(timed.code, 0) << timed.err;
  EXPECT_THAT(timed.out, HasSubstr("1006.20"));

  // What is asked for wrongly.
  const Ran bare = Outturn({"monitor", "--as-of", "2024-07-31"});
  EXPECT_EQ(bare.code, 2);
  EXPECT_THAT(bare.err, HasSubstr("outturn monitor 之后应为： unit city ranking"));
  const Ran named =
      Outturn({"warning", "show", "project-behind-15", "ZX02", "--as-of", "2024-07-31"});
  EXPECT_EQ(named.code, 6);
  EXPECT_THAT(named.err, HasSubstr("project=ZX02"));
}

}  // namespace
}  // namespace outturn::cli
