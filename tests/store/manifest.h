// The manifest of a RocksDB database, for tests that cut it off.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace outturn::store {

inline std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path Manifest(const std::string& folder) {
  const std::string name = BytesOf(folder + "/CURRENT");
  return folder + "/" + name.substr(0, name.size() - 1);
}

// Sizes to cut it to: behind each of its records and within. Each has its checksum, length (2,
// little-endian) and type before it; the manifest is no longer than a block.
inline std::vector<size_t> CutsOf(const std::filesystem::path& path) {
  const std::string manifest = BytesOf(path);
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(manifest[at]); };
  std::vector<size_t> cuts;
  for (size_t at = 0; at + 7 <= manifest.size();) {
    at += 7 + byte(at + 4) + (size_t{byte(at + 5)} << 8);
    cuts.push_back(at - 1);
    cuts.push_back(at);
  }
  return cuts;
}

}  // namespace outturn::store
