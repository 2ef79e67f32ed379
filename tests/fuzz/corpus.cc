#include "tests/fuzz/corpus.h"

#include <fstream>

namespace outturn::fuzz {

std::string Escaped(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string line;
  for (const char byte : bytes) {
    if (byte >= ' ' && byte <= '~' && byte != '\\') {
      line.push_back(byte);
      continue;
    }
    const auto value = static_cast<unsigned char>(byte);
    line += {'\\', 'x', kHex[value >> 4], kHex[value & 15]};
  }
  return line;
}

std::string Unescaped(std::string_view line) {
  std::string bytes;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 3 < line.size()) {
      bytes.push_back(
          static_cast<char>(std::stoi(std::string(line.substr(i + 2, 2)), nullptr, 16)));
      i += 3;
    } else {
      bytes.push_back(line[i]);
    }
  }
  return bytes;
}

std::vector<std::string> ReadCorpus(const std::string& path) {
  std::vector<std::string> inputs;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) inputs.push_back(Unescaped(line));
  return inputs;
}

}  // namespace outturn::fuzz
