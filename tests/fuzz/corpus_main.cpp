// fuzz_corpus unpack FILE FOLDER: each kept input becomes a file. pack FOLDER FILE: the way back,
// as far as there is room. append FOLDER FILE: these besides what is there.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/fuzz/corpus.h"

namespace {

namespace fs = std::filesystem;
using namespace outturn::fuzz;

void Unpack(const fs::path& file, const fs::path& folder) {
  int number = 0;
  for (const std::string& input : ReadCorpus(file.string())) {
    std::ofstream(folder / std::to_string(number++), std::ios::binary) << input;
  }
}

std::vector<std::string> Read(const fs::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream in(entry.path(), std::ios::binary);
    lines.push_back(Escaped(std::string(std::istreambuf_iterator<char>(in), {})));
  }
  return lines;
}

// Sorted, so that a changed corpus is a small difference.
void Write(std::vector<std::string> lines, const fs::path& file) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::ofstream out(file);
  for (const std::string& line : lines) out << line << "\n";
}

// The smallest, as many as a repository can bear.
void Pack(const fs::path& folder, const fs::path& file) {
  constexpr size_t kMostBytes = 100'000;
  std::vector<std::string> lines = Read(folder);
  std::sort(lines.begin(), lines.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  });
  size_t bytes = 0;
  const auto end = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
    bytes += line.size();
    return bytes > kMostBytes;
  });
  lines.erase(end, lines.end());
  Write(std::move(lines), file);
}

// What did harm once is never left out again.
void Append(const fs::path& folder, const fs::path& file) {
  std::vector<std::string> lines = Read(folder);
  if (lines.empty()) return;
  for (const std::string& input : ReadCorpus(file.string())) lines.push_back(Escaped(input));
  Write(std::move(lines), file);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string what = count == 4 ? arguments[1] : "";
  if (what == "unpack") {
    Unpack(arguments[2], arguments[3]);
  } else if (what == "pack") {
    Pack(arguments[2], arguments[3]);
  } else if (what == "append") {
    Append(arguments[2], arguments[3]);
  } else {
    std::cerr << "fuzz_corpus unpack FILE FOLDER | pack FOLDER FILE | append FOLDER FILE\n";
    return 2;
  }
  return 0;
}
