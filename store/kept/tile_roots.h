// The roots of a tree's full tiles: 256 leaves make a tile of level 0, 256 roots of those one of
// level 1 (C2SP tlog-tiles). Leaves are not kept, they can be hashed again; so this is 1/256 of
// them.
//
// Derived: kept in a file without fsync, and thrown away when it does not fit.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "store/file.h"
#include "store/status.h"
#include "store/tree/merkle.h"

namespace outturn::store {

inline constexpr int kTileHeight = 8;
inline constexpr uint64_t kTileWidth = uint64_t{1} << kTileHeight;

// Root of the perfect tree over `hashes`, as many as a power of two.
Hash FoldHashes(std::vector<Hash> hashes, Digest digest = Digest::kSha256);

// Threads: one at a time.
class TileRoots {
 public:
  // In memory only.
  explicit TileRoots(Digest digest) : digest_(digest) {}

  // With what the file at `path` holds; makes it when there is none. Roots the file holds are
  // believed: whether they are those of the log, Root() says. kIo.
  static Result<TileRoots> Open(const std::string& path, Digest digest);

  // How many tiles of level 0 are known.
  uint64_t tiles() const { return levels_[0].size(); }

  // The roots of the tiles of level 0, one behind the other; and what the file holds, which may be
  // fewer of them. kNotFound, kIo.
  std::string InMemory() const;
  Result<std::string> InFile() const;
  const std::string& path() const { return path_; }  // empty: in memory only

  // The next tile's root. An error says that it could not be written; it is known all the same.
  Status Append(const Hash& root);

  // Forgets all, on the disk too.
  Status Clear();

  // The root of 2^level leaves; level >= kTileHeight, (index + 1) * 2^level <= tiles() *
  // kTileWidth.
  Hash Subtree(int level, uint64_t index) const;

 private:
  static constexpr size_t kLevels = 7;  // 2^56 leaves
  void Add(const Hash& root);

  Digest digest_;
  std::array<std::vector<Hash>, kLevels> levels_;  // [0]: roots of the tiles of level 0
  std::string path_;                               // empty: memory only
  std::unique_ptr<File> file_;
};

}  // namespace outturn::store
