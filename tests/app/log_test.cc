// One event, one line, readable by people or by machines.
#include "services/app/log.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

namespace outturn::app {
namespace {

class LogTest : public testing::Test {
 protected:
  LogTest() : before_(spdlog::default_logger()) {}
  ~LogTest() override { spdlog::set_default_logger(before_); }

  void Use(LogFormat format) {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(out);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink));
    UseLogFormat(format);
  }

  std::ostringstream out;

 private:
  std::shared_ptr<spdlog::logger> before_;
};

TEST_F(LogTest, IsKeysAndValuesForPeople) {
  Use(LogFormat::kText);
  Log(LogLevel::kWarning, "disk low", {{"free", 12}, {"path", "/a b"}, {"empty", ""}});
  const std::string line = out.str();
  EXPECT_EQ(line.substr(line.find(' ')), " warning disk low free=12 path=\"/a b\" empty=\"\"\n");
}

TEST_F(LogTest, IsOneJsonObjectPerLineForMachines) {
  Use(LogFormat::kJson);
  Log(LogLevel::kError, "bad \"thing\"\nnext", {{"n", 7}, {"text", "x\ty \xff 中"}});
  const std::string line = out.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["event"], "bad \"thing\"\nnext");
  EXPECT_EQ(json["level"], "error");
  EXPECT_EQ(json["n"], 7);
  EXPECT_EQ(json["text"], "x\ty \xef\xbf\xbd 中");
  EXPECT_TRUE(json["time"].is_string());
}

TEST_F(LogTest, TakesWhatIsLoggedWithoutFacts) {
  Use(LogFormat::kJson);
  spdlog::info("plain {} %v", 1);
  EXPECT_EQ(nlohmann::json::parse(out.str())["event"], "plain 1 %v");
}

TEST_F(LogTest, KeepsAnEventOnOneLine) {
  Use(LogFormat::kText);
  Log(LogLevel::kInfo, "two\nlines", {{"reason", "a\nb"}, {"mark", "x\x1ey=z\x1f"}});
  const std::string line = out.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_NE(line.find("two lines reason=\"a\\nb\" mark=\"x y=z \""), std::string::npos) << line;
}

TEST_F(LogTest, TellsOfARepeatedTroubleWhenItChanges) {
  Use(LogFormat::kText);
  RepeatedWarning behind("behind");
  EXPECT_FALSE(behind.Tell(""));
  EXPECT_TRUE(behind.Tell("no descriptors"));
  EXPECT_FALSE(behind.Tell("no descriptors"));
  EXPECT_TRUE(behind.Tell("damage"));
  EXPECT_FALSE(behind.Tell("")) << "over";
  EXPECT_TRUE(behind.Tell("damage"));
  const std::string lines = out.str();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
}

}  // namespace
}  // namespace outturn::app
