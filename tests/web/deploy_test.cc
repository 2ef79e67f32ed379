// The dashboard and the alert rules name metrics that are there, and say what they must.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "services/web/metrics.h"
#include "tests/app/support.h"

namespace outturn::web {
namespace {

std::string Contents(const std::string& path) {
  std::ifstream file(std::string(SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every name of a sample on the metrics page.
std::set<std::string> NamesThere() {
  const app::World world;
  std::set<std::string> names;
  std::istringstream lines(MetricsText(*world.book));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#')
      names.insert(line.substr(0, line.find_first_of("{ ")));
  }
  return names;
}

// Names of metrics in an expression; words within quotes are labels' values.
std::set<std::string> NamesIn(const std::string& expression) {
  const std::string bare = std::regex_replace(expression, std::regex("\"[^\"]*\""), "\"\"");
  const std::regex name("\\b(outturn|grpc_server|process)_[a-z0-9_]+");
  std::set<std::string> names;
  for (std::sregex_iterator it(bare.begin(), bare.end(), name), end; it != end; ++it) {
    names.insert(it->str());
  }
  return names;
}

void ExpectThere(const std::string& expression) {
  static const std::set<std::string> there = NamesThere();
  const std::set<std::string> named = NamesIn(expression);
  EXPECT_FALSE(named.empty() && expression.rfind("up{", 0) != 0) << expression;
  for (const std::string& name : named) EXPECT_TRUE(there.contains(name)) << name;
  EXPECT_EQ(std::count(expression.begin(), expression.end(), '('),
            std::count(expression.begin(), expression.end(), ')'))
      << expression;
}

TEST(Dashboard, ShowsMetricsThatAreThere) {
  const auto dashboard = nlohmann::json::parse(Contents("deploy/dashboards/outturn.json"));
  std::set<int> ids;
  std::set<std::string> shown;
  for (const auto& panel : dashboard["panels"]) {
    EXPECT_TRUE(ids.insert(panel["id"].get<int>()).second) << "a panel's id is there twice";
    EXPECT_NE(panel["title"], "");
    const auto& place = panel["gridPos"];
    EXPECT_LE(place["x"].get<int>() + place["w"].get<int>(), 24) << panel["title"];
    if (panel["type"] == "row") continue;
    ASSERT_FALSE(panel["targets"].empty()) << panel["title"];
    for (const auto& target : panel["targets"]) {
      const auto expression = target["expr"].get<std::string>();
      ExpectThere(expression);
      shown.merge(NamesIn(expression));
    }
  }
  for (const auto& annotation : dashboard["annotations"]["list"]) {
    ExpectThere(annotation["expr"].get<std::string>());
  }
  // And everything there is to see is on it.
  for (std::string name : NamesThere()) {
    name = std::regex_replace(name, std::regex("_(bucket|sum|count)$"), "");
    EXPECT_TRUE(shown.contains(name) || shown.contains(name + "_bucket")) << name;
  }
}

// One alert's lines, by key: "expr", "severity", "summary" …
std::map<std::string, std::string> AlertOf(const std::string& block) {
  std::map<std::string, std::string> values;
  const std::regex line("(^|\n) *(- )?([a-z]+): *([^\n]*)");
  for (std::sregex_iterator it(block.begin(), block.end(), line), end; it != end; ++it) {
    values[(*it)[3]] = (*it)[4];
  }
  return values;
}

TEST(AlertRules, WatchMetricsThatAreThereAndSayWhatToDo) {
  const std::string rules = Contents("deploy/alerts/outturn.rules.yml");
  EXPECT_EQ(rules.find('\t'), std::string::npos) << "YAML has no tabs";
  std::set<std::string> alerts;
  size_t begin = rules.find("- alert: ");
  while (begin != std::string::npos) {
    const size_t end = rules.find("- alert: ", begin + 1);
    auto alert = AlertOf(rules.substr(begin, end - begin));
    const std::string name = alert["alert"];
    EXPECT_TRUE(alerts.insert(name).second) << name;
    ExpectThere(alert["expr"]);
    EXPECT_TRUE(alert["severity"] == "critical" || alert["severity"] == "warning") << name;
    EXPECT_GT(alert["summary"].size(), 10u) << name;
    EXPECT_GT(alert["description"].size(), 10u) << name;
    begin = end;
  }
  for (const char* wanted :
       {"OutturnDown", "OutturnNotWritable", "OutturnDiskLow", "OutturnRecordSlow",
        "OutturnDerivedFarBehind", "OutturnRefusalsSurge", "OutturnRestarted"}) {
    EXPECT_TRUE(alerts.contains(wanted)) << wanted;
  }
}

TEST(DeployTest, WouldSeeAMetricThatIsNotThere) {
  EXPECT_FALSE(NamesThere().contains("outturn_no_such_metric"));
  EXPECT_EQ(NamesIn("rate(outturn_a_total{job=\"outturn_b\"}[5m]) > process_c"),
            (std::set<std::string>{"outturn_a_total", "process_c"}));
}

TEST(DeployReadme, NamesTheFiles) {
  const std::string readme = Contents("deploy/README.md");
  EXPECT_NE(readme.find("dashboards/outturn.json"), std::string::npos);
  EXPECT_NE(readme.find("alerts/outturn.rules.yml"), std::string::npos);
}

}  // namespace
}  // namespace outturn::web
