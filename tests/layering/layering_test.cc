// The house rules, read from the sources themselves: which folder may include which, how long a
// file and a function may be, where a README must be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path& Root() {
  static const fs::path root(SOURCE_DIR);
  return root;
}

struct Source {
  std::string path;  // from the root: "services/core/day.h"
  std::vector<std::string> lines;
};

std::vector<std::string> LinesOf(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// Every .h and .cc under the folders that hold C++.
const std::vector<Source>& Sources() {
  static const std::vector<Source>* const sources = [] {
    auto* found = new std::vector<Source>;
    for (const char* top : {"services", "store", "clients", "tests"}) {
      if (!fs::exists(Root() / top)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(Root() / top)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".h" && extension != ".cc") continue;
        found->push_back(
            {fs::relative(entry.path(), Root()).generic_string(), LinesOf(entry.path())});
      }
    }
    return found;
  }();
  return *sources;
}

// "services/core/kinds/cut.h" lives in "services/core"; "store/tree/merkle.h" in "store".
std::string FolderOf(const std::string& path) {
  static const std::vector<std::string> folders = {"services/core",   "services/figures",
                                                   "services/render", "services/intake",
                                                   "services/wire",   "services/audit",
                                                   "services/checks", "services/document",
                                                   "services/app",    "services/rpc",
                                                   "services/web",    "store",
                                                   "clients",         "tests"};
  for (const std::string& folder : folders) {
    if (StartsWith(path, folder + "/")) return folder;
  }
  return StartsWith(path, "services/") ? "services" : "";
}

// What the includes of a folder may begin with. Everybody may include the standard library and
// himself.
const std::map<std::string, std::vector<std::string>>& Arrows() {
  static const std::map<std::string, std::vector<std::string>> arrows = {
      {"services/core", {}},
      {"services/figures", {"services/core/"}},
      {"services/render",
       {"services/figures/table.h", "services/figures/document.h", "services/figures/value.h",
        "nlohmann/", "xlsxwriter.h"}},
      {"services/intake",
       {"services/core/", "outturn/v1/", "google/protobuf/", "csv.h", "iconv.h", "zip.h",
        "expat.h"}},
      {"services/checks", {"services/core/", "services/figures/", "nlohmann/"}},
      {"services/document",
       {"services/checks/", "services/figures/", "services/intake/", "nlohmann/", "zip.h",
        "pugixml.hpp"}},
      {"services/wire", {"services/core/", "outturn/v1/", "google/protobuf/"}},
      {"services/audit",
       {"services/core/", "services/figures/", "services/checks/", "services/app/packs/",
        "services/render/", "services/wire/", "store/tree/base64.h", "store/big_endian.h",
        "store/tree/digest.h", "store/tree/merkle.h", "store/tree/merkle_proof.h",
        "store/tree/signed_note.h", "store/tree/signing.h", "store/status.h", "nlohmann/"}},
      {"services/app",
       {"services/core/", "services/figures/", "services/audit/", "services/checks/",
        "services/render/render.h", "services/wire/", "store/", "outturn/v1/", "google/protobuf/",
        "nlohmann/", "spdlog/", "boost/", "xxhash.h"}},
      {"services/rpc",
       {"services/app/", "services/core/", "services/figures/", "services/checks/",
        "services/render/", "services/wire/", "outturn/v1/", "google/", "grpc", "spdlog/",
        "boost/"}},
      {"services/web",
       {"services/app/", "services/figures/", "services/render/", "services/intake/",
        "services/wire/", "outturn/v1/", "google/", "nlohmann/", "spdlog/", "boost/",
        "prometheus/"}},
      {"services",
       {"services/", "store/", "outturn/v1/", "google/", "grpc", "nlohmann/", "spdlog/", "boost/",
        "CLI/"}},
      {"store", {"rocksdb/", "openssl/", "libdeflate.h", "cpuid.h", "immintrin.h"}},
      {"clients",
       {"services/audit/", "services/intake/", "services/render/", "services/checks/",
        "services/document/", "outturn/v1/", "google/", "grpc", "nlohmann/", "fmt/", "CLI/",
        "zip.h"}},
  };
  return arrows;
}

// The standard library has neither dots nor slashes; the system's C headers are told apart by name.
bool IsStandard(const std::string& header) {
  return header.find_first_of("./") == std::string::npos;
}
bool IsSystem(const std::string& header) {
  static const std::set<std::string> unix_headers = {
      "unistd.h",   "fcntl.h",        "signal.h",   "pwd.h",       "termios.h",
      "sys/stat.h", "sys/ioctl.h",    "sys/file.h", "sys/types.h", "sys/mman.h",
      "sys/wait.h", "sys/resource.h", "poll.h"};
  return unix_headers.contains(header);
}

// The header between the quotes or brackets of an #include.
std::optional<std::string> IncludeOf(const std::string& line) {
  if (!StartsWith(line, "#include ")) return std::nullopt;
  const size_t open = line.find_first_of("\"<");
  const size_t close = line.find_first_of("\">", open + 1);
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;
  return line.substr(open + 1, close - open - 1);
}

bool MayInclude(const std::string& folder, const std::string& header) {
  if (IsStandard(header) || StartsWith(header, folder + "/")) return true;
  const bool pure = folder == "services/core" || folder == "services/figures";
  if (!pure && IsSystem(header)) return true;
  const auto& allowed = Arrows().at(folder);
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& prefix) { return StartsWith(header, prefix); });
}

bool IsPure(const std::string& path) {
  return StartsWith(path, "services/core/") || StartsWith(path, "services/figures/");
}

// A line without its strings and without what comes after "//".
std::string CodeOf(const std::string& line) {
  std::string code;
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (quoted && line[i] == '\\') {
      ++i;
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      if (line.compare(i, 2, "//") == 0) break;
      code += line[i];
    }
  }
  return code;
}

// Whether one of the words stands in the text by itself.
bool HasWord(const std::string& text, const std::set<std::string>& words) {
  std::string word;
  for (const char c : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      word += c;
    } else {
      if (words.contains(word)) return true;
      word.clear();
    }
  }
  return false;
}

TEST(Layering, KnowsTheFoldersThereAre) {
  EXPECT_GT(Sources().size(), 100u);
  for (const Source& source : Sources()) EXPECT_NE(FolderOf(source.path), "") << source.path;
}

TEST(Layering, LetsIncludesFollowTheArrowsOnly) {
  for (const Source& source : Sources()) {
    const std::string folder = FolderOf(source.path);
    if (folder == "tests") continue;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      const auto header = IncludeOf(source.lines[i]);
      if (!header) continue;
      EXPECT_TRUE(MayInclude(folder, *header))
          << source.path << ":" << i + 1 << " includes " << *header;
    }
  }
}

TEST(Layering, WouldSeeAnArrowThatPointsUp) {
  EXPECT_FALSE(MayInclude("services/core", "services/figures/table.h"));
  EXPECT_FALSE(MayInclude("services/core", "outturn/v1/event.pb.h"));
  EXPECT_FALSE(MayInclude("services/core", "boost/asio.hpp"));
  EXPECT_FALSE(MayInclude("services/core", "unistd.h"));
  EXPECT_FALSE(MayInclude("services/render", "services/figures/catalogue.h"));
  EXPECT_FALSE(MayInclude("store", "services/core/day.h"));
  EXPECT_FALSE(MayInclude("clients", "services/core/day.h"));
  EXPECT_FALSE(MayInclude("services/audit", "services/app/book.h"));
  EXPECT_FALSE(MayInclude("services/audit", "store/event_log.h"));
  EXPECT_FALSE(MayInclude("services/wire", "store/event_log.h"));
  EXPECT_TRUE(MayInclude("services/core", "vector"));
}

// The room of a folder with rooms: "services/app/proofs" for all that lies there; empty for what
// lies in front of them, and elsewhere.
std::string RoomOf(const std::string& path) {
  static const std::vector<std::string> folders = {"services/app", "services/document",
                                                   "services/figures", "store", "clients/cli"};
  for (const std::string& folder : folders) {
    if (!StartsWith(path, folder + "/")) continue;
    const size_t end = path.find('/', folder.size() + 1);
    return end == std::string::npos ? "" : path.substr(0, end);
  }
  return "";
}

// Rooms beside each other: which one includes another, and where.
using Doors = std::map<std::string, std::map<std::string, std::string>>;

Doors DoorsBetweenRooms() {
  Doors doors;
  for (const Source& source : Sources()) {
    const std::string room = RoomOf(source.path);
    for (const std::string& line : source.lines) {
      const auto header = IncludeOf(line);
      const std::string other = header ? RoomOf(*header) : "";
      if (room.empty() || other.empty() || room == other) continue;
      if (fs::path(room).parent_path() != fs::path(other).parent_path()) continue;
      doors[room].try_emplace(other, source.path + " includes " + *header);
    }
  }
  return doors;
}

// The way back from a room to `home`, include by include; empty where there is none.
std::string WayBack(const Doors& doors, const std::string& from, const std::string& home,
                    std::set<std::string>& seen) {
  const auto out = doors.find(from);
  if (out == doors.end() || !seen.insert(from).second) return "";
  for (const auto& [other, where] : out->second) {
    if (other == home) return where;
    const std::string way = WayBack(doors, other, home, seen);
    if (!way.empty()) return where + "\n" + way;
  }
  return "";
}

std::string CircleFrom(const Doors& doors, const std::string& room) {
  std::set<std::string> seen;
  return WayBack(doors, room, room, seen);
}

TEST(Layering, LetsNoRoomLeadBackToItself) {
  const Doors doors = DoorsBetweenRooms();
  EXPECT_GT(doors.size(), 10u);
  for (const auto& [room, others] : doors) EXPECT_EQ(CircleFrom(doors, room), "") << room;
}

TEST(Layering, WouldSeeACircleOfRooms) {
  const Doors doors = {
      {"a", {{"b", "a/1 includes b/1"}}}, {"b", {{"c", "b/1 includes c/1"}}}, {"c", {}}};
  EXPECT_EQ(CircleFrom(doors, "a"), "");
  Doors closed = doors;
  closed["c"] = {{"a", "c/1 includes a/1"}};
  EXPECT_EQ(CircleFrom(closed, "b"), "b/1 includes c/1\nc/1 includes a/1\na/1 includes b/1");
}

TEST(Layering, LetsTheModelOfThePropertiesShareNothingWithCore) {
  for (const Source& source : Sources()) {
    if (!StartsWith(source.path, "tests/properties/model")) continue;
    for (const std::string& line : source.lines) {
      const auto header = IncludeOf(line);
      if (!header) continue;
      EXPECT_TRUE(IsStandard(*header) || StartsWith(*header, "tests/properties/model"))
          << source.path << " includes " << *header;
    }
  }
}

TEST(Layering, KeepsFloatingPointOutOfTheRules) {
  const std::set<std::string> floating = {"double", "float"};
  for (const Source& source : Sources()) {
    if (!IsPure(source.path)) continue;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      EXPECT_FALSE(HasWord(CodeOf(source.lines[i]), floating))
          << source.path << ":" << i + 1 << " " << source.lines[i];
    }
  }
}

TEST(Layering, KeepsTheClockAndFilesOutOfTheRules) {
  const std::set<std::string> impure = {"system_clock", "steady_clock", "fstream",
                                        "getenv",       "iostream",     "random_device"};
  for (const Source& source : Sources()) {
    if (!IsPure(source.path)) continue;
    for (size_t i = 0; i < source.lines.size(); ++i) {
      EXPECT_FALSE(HasWord(CodeOf(source.lines[i]), impure))
          << source.path << ":" << i + 1 << " " << source.lines[i];
    }
  }
}

TEST(Layering, LetsEveryHeaderBeIncludedOnce) {
  for (const Source& source : Sources()) {
    if (!source.path.ends_with(".h")) continue;
    const bool guarded =
        std::any_of(source.lines.begin(), source.lines.end(),
                    [](const std::string& line) { return line == "#pragma once"; });
    EXPECT_TRUE(guarded) << source.path;
  }
}

TEST(Layering, LetsAFileBeOneRoom) {
  constexpr size_t kMostLines = 600;
  for (const Source& source : Sources()) {
    EXPECT_LE(source.lines.size(), kMostLines) << source.path;
  }
}

// By clang-format's layout: the signature of a definition begins in column one, its "{" ends a line
// and its "}" stands in column one. Namespaces, types and initialisers are no functions.
struct Function {
  size_t line;  // where it begins, from 1
  size_t length;
};

// Whether the line is the end of a function's signature: ") {", ") const {" and the like.
bool EndsSignature(const std::string& line) {
  static const std::vector<std::string> ends = {") {", ") const {", ") noexcept {", ") override {",
                                                ") const override {"};
  return std::any_of(ends.begin(), ends.end(),
                     [&](const std::string& end) { return line.ends_with(end); });
}

// The line on which the signature that ends with line `i` begins; lines.size() when none does.
size_t SignatureOf(const std::vector<std::string>& lines, size_t i) {
  static const std::vector<std::string> others = {"namespace", "struct", "class", "enum", "union",
                                                  "extern",    "using",  "}",     "#",    "/"};
  if (!EndsSignature(lines[i])) return lines.size();
  size_t begin = i;
  while (begin > 0 && StartsWith(lines[begin], "    ")) --begin;
  const std::string& first = lines[begin];
  const bool other = first.empty() || first.front() == ' ' ||
                     std::any_of(others.begin(), others.end(),
                                 [&](const std::string& word) { return StartsWith(first, word); });
  if (other) return lines.size();
  const bool other_block = begin < i && std::string("{;}:").find(first.back()) != std::string::npos;
  return other_block ? lines.size() : begin;
}

std::vector<Function> FunctionsOf(const Source& source) {
  const auto& lines = source.lines;
  std::vector<Function> functions;
  size_t begin = lines.size();
  for (size_t i = 0; i < lines.size(); ++i) {
    if (begin == lines.size()) {
      begin = SignatureOf(lines, i);
    } else if (lines[i] == "}") {
      functions.push_back({begin + 1, i - begin + 1});
      begin = lines.size();
    }
  }
  return functions;
}

// A ratchet: what is longer than a screen. Tables of data may be; their lengths only fall.
const std::map<std::string, size_t> kLongFunctions = {
    {"services/figures/values/money_figures.cc", 77},  // the catalogue of money figures
    {"services/wire/codec.cc", 72},                    // the list of kinds
};

TEST(Layering, LetsAFunctionFitAScreen) {
  constexpr size_t kMostLines = 70;
  size_t seen = 0;
  for (const Source& source : Sources()) {
    for (const Function& function : FunctionsOf(source)) {
      ++seen;
      const auto longer = kLongFunctions.find(source.path);
      const size_t most = longer == kLongFunctions.end() ? kMostLines : longer->second;
      EXPECT_LE(function.length, most) << source.path << ":" << function.line;
    }
  }
  EXPECT_GT(seen, 300u) << "the heuristic no longer sees functions";
}

TEST(Layering, PutsAReadmeInEveryFolderOfSourcesOrTheOneAbove) {
  std::set<fs::path> folders;
  for (const Source& source : Sources()) folders.insert(fs::path(source.path).parent_path());
  for (const fs::path& folder : folders) {
    if (folder == "services") continue;
    const fs::path root = Root() / folder;
    EXPECT_TRUE(fs::exists(root / "README.md") || fs::exists(root.parent_path() / "README.md"))
        << folder;
  }
}

TEST(Layering, TellsOfEveryFolderOfTestsInTheirReadme) {
  std::string readme;
  for (const std::string& line : LinesOf(Root() / "tests/README.md")) readme += line + "\n";
  for (const auto& entry : fs::directory_iterator(Root() / "tests")) {
    if (!entry.is_directory()) continue;
    const std::string name = entry.path().filename().string();
    EXPECT_NE(readme.find("`" + name + "`"), std::string::npos) << name;
  }
}

TEST(Layering, KeepsNoNotesForLater) {
  const std::set<std::string> notes = {
      "TO"
      "DO",
      "FIX"
      "ME",
      "X"
      "XX",
      "HA"
      "CK"};
  for (const Source& source : Sources()) {
    for (size_t i = 0; i < source.lines.size(); ++i) {
      EXPECT_FALSE(HasWord(source.lines[i], notes))
          << source.path << ":" << i + 1 << " " << source.lines[i];
    }
  }
}

}  // namespace
