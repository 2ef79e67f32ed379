#include "tests/cli/at_server.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace outturn::cli {

namespace {

using Environment = std::map<std::string, std::string>;

// `first`, and of `others` what it does not say.
Environment Joined(Environment first, Environment others) {
  first.merge(others);
  return first;
}

}  // namespace

AtServer::AtServer(const Environment& more)
    : environment_(Joined(more, {{"OUTTURN_SOURCE", "test"},
                                 {"OUTTURN_ACTOR", "clerk"},
                                 {"OUTTURN_UNIT", "431200-136"},
                                 {"OUTTURN_YEAR", "2024"}})) {}

Ran AtServer::OutturnAt(const Server& server, const std::vector<std::string>& arguments,
                        const Environment& more) {
  Environment all = Joined(more, environment_);
  all["OUTTURN_SERVER"] = server.address();
  std::erase_if(all, [](const auto& one) { return one.second.empty(); });
  return RunProgram("outturn", arguments, folder_, all);
}

std::string AtServer::Must(const std::vector<std::string>& arguments, const Environment& more) {
  const Ran ran = Outturn(arguments, more);
  EXPECT_EQ(ran.code, 0) << testing::PrintToString(arguments) << ": " << ran.err << ran.out;
  return ran.out;
}

nlohmann::json AtServer::MustJson(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--format", "json"});
  return nlohmann::json::parse(Must(arguments), nullptr, false);
}

void AtServer::OpenLedger() {
  Must({"policy", "adopt", "--id", "P", "--on", "2024-01-01", "--file",
        SOURCE_DIR "/deploy/packs/hunan-2024/policy.json"});
  Must({"ledger", "open", "--id", "L", "--on", "2024-01-01", "--unit-name", "某市司法局",
        "--division", "431200", "--policy", "hunan-2024@1", "--code-tables", "2024"});
  Must({"line", "open", "--id", "LN", "--on", "2024-01-01", "--line", "GY01", "--name", "公用经费",
        "--category", "公用经费", "--functional-class", "2040601", "--fund-type", "111"});
  Must({"budget", "appropriate", "--id", "B", "--on", "2024-01-05", "--document", "财预〔2024〕1号",
        "--line", "GY01", "--amounts", "economic_class=30201,amount=10,000.00"});
}

std::vector<std::string> AtServer::SampleFiles(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(SOURCE_DIR "/deploy/sample/" + folder)) {
    if (entry.path().extension() != ".md") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void AtServer::ImportSample(const std::string& folder) {
  std::vector<std::string> words = SampleFiles(folder);
  words.insert(words.begin(), "import");
  Must(words);
}

}  // namespace outturn::cli
