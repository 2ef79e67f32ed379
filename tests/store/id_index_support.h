// What the tests of the id index share: the model, and fingerprints to fill it with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/ids/id_index.h"

namespace outturn::store {

// Evenly spread and without repetition (splitmix64).
inline uint64_t Fingerprint(uint64_t number) {
  uint64_t mixed = (number + 1) * 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
  return mixed ^ mixed >> 31;
}

// What an index should answer.
class IdModel {
 public:
  void Add(uint64_t fingerprint, Position position) {
    positions_[fingerprint].push_back(position);
    history_.push_back({fingerprint, position});
  }

  // To both.
  void Add(IdIndex& index, uint64_t fingerprint, Position position) {
    index.Add(fingerprint, position);
    Add(fingerprint, position);
  }

  // The answer when only what is up to `reached` was added.
  std::vector<Position> Find(uint64_t fingerprint, Position reached = ~Position{0}) const {
    const auto known = positions_.find(fingerprint);
    std::vector<Position> found =
        known == positions_.end() ? std::vector<Position>() : known->second;
    std::erase_if(found, [reached](Position position) { return position > reached; });
    return found;
  }

  // Adds to the index what comes after its Reached(), as a start does.
  void AddTheRestTo(IdIndex& index) const {
    const Position reached = index.Reached();
    for (const IdEntry& entry : history_) {
      if (entry.position > reached) index.Add(entry.fingerprint, entry.position);
    }
  }

  // The index answers right for everything up to `reached`, and knows nothing else.
  void Check(const IdIndex& index, Position reached = ~Position{0}) const {
    for (const auto& [fingerprint, positions] : positions_) {
      const auto found = index.Find(fingerprint);
      ASSERT_TRUE(found.ok()) << found.status().ToString();
      ASSERT_EQ(*found, Find(fingerprint, reached)) << std::hex << fingerprint;
    }
    for (uint64_t i = 0; i < 100; ++i) {
      const uint64_t unknown = Fingerprint((uint64_t{1} << 40) + i);
      const auto found = index.Find(unknown);
      ASSERT_TRUE(found.ok()) << found.status().ToString();
      ASSERT_TRUE(found->empty()) << std::hex << unknown;
    }
  }

  const std::vector<IdEntry>& history() const { return history_; }

 private:
  std::map<uint64_t, std::vector<Position>> positions_;
  std::vector<IdEntry> history_;
};

inline std::unique_ptr<IdIndex> MustOpenIds(const std::string& path, size_t memory_entries) {
  auto index = OpenIdIndex(path, {memory_entries});
  EXPECT_TRUE(index.ok()) << index.status().ToString();
  return index.ok() ? *std::move(index) : nullptr;
}

inline void WriteAllBehind(IdIndex& index) {
  while (index.WantsWriting()) ASSERT_TRUE(index.WriteBehind(false).ok());
}

inline std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void PutBytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline std::vector<std::filesystem::path> FilesIn(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path());
  }
  return files;
}

}  // namespace outturn::store
