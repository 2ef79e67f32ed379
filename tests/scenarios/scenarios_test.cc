// Every text file of this folder is one case: its commands are played, its questions asked, and
// what the book says must be what the file says. OUTTURN_ACCEPT=1 writes the answers into the
// files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/scenarios/stage.h"

namespace outturn::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> FileNames() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / "tests/scenarios")) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

fs::path PathOf(const std::string& name) {
  return fs::path(SOURCE_DIR) / "tests/scenarios" / (name + ".txt");
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const app::Packs& ThePacks() {
  static const auto* const loaded =
      new app::LoadedPacks(app::LoadPacks(fs::path(SOURCE_DIR) / "deploy/packs"));
  return loaded->packs;
}

// The answers of a scenario are the lines that begin with two spaces and a mark.
bool IsAnswer(const std::string& line) {
  return line.size() > 2 && line.starts_with("  ") &&
         std::string("!~=|").find(line[2]) != std::string::npos;
}

// The scenario with the answers the book gives now. A command may go on in indented lines.
std::string Played(const std::string& scenario, Reopening reopening) {
  Stage stage(SOURCE_DIR, ThePacks(), reopening);
  std::istringstream lines(scenario);
  std::string played;
  std::string pending;  // a command whose last line may be yet to come
  const auto finish = [&] {
    if (!pending.empty()) played += stage.Play(pending);
    pending.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (IsAnswer(line)) continue;
    const bool goes_on = line.starts_with("  ") && !pending.empty();
    if (!goes_on) finish();
    played += line + "\n";
    if (line.empty() || line.front() == '#') continue;
    pending += goes_on ? " " + line.substr(line.find_first_not_of(' ')) : line;
  }
  finish();
  return played;
}

// The first line in which what was played is not what is written, as people read it.
std::string WhereTheyPart(const std::string& written, const std::string& played) {
  std::istringstream left(written);
  std::istringstream right(played);
  for (int number = 1;; ++number) {
    std::string a;
    std::string b;
    const bool more_written = static_cast<bool>(std::getline(left, a));
    const bool more_played = static_cast<bool>(std::getline(right, b));
    if (!more_written && !more_played) return "";
    if (more_written && more_played && a == b) continue;
    return "line " + std::to_string(number) + "\n  written: " + (more_written ? a : "(the end)") +
           "\n  played:  " + (more_played ? b : "(the end)") + "\n";
  }
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, EndsAsItsFileSays) {
  const fs::path path = PathOf(GetParam());
  const std::string written = ReadAll(path);
  const std::string played = Played(written, Reopening::kNever);
  if (std::getenv("OUTTURN_ACCEPT") != nullptr) {
    std::ofstream(path) << played;
    return;
  }
  EXPECT_TRUE(played == written)
      << WhereTheyPart(written, played)
      << "to take the answers over: OUTTURN_ACCEPT=1, then read the diff";
}

TEST_P(Scenario, EndsTheSameWhenTheBookIsReopenedBeforeEveryQuestion) {
  const std::string written = ReadAll(PathOf(GetParam()));
  EXPECT_EQ(Played(written, Reopening::kBeforeEveryQuestion), Played(written, Reopening::kNever));
}

INSTANTIATE_TEST_SUITE_P(Told, Scenario, testing::ValuesIn(FileNames()),
                         [](const auto& param) { return param.param; });

TEST(Scenarios, AreTheOnesThereAre) {
  EXPECT_GE(FileNames().size(), 12u) << "the folder was not found";
}

}  // namespace
}  // namespace outturn::scenarios
