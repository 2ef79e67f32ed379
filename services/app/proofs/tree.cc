#include "services/app/proofs/tree.h"

#include <algorithm>
#include <utility>

#include "services/app/data_folder.h"
#include "services/app/log.h"

namespace outturn::app {
namespace {

using store::kTileHeight;
using store::kTileWidth;

constexpr size_t kMostRecent = 64;  // tiles: half a MiB

store::Status Beyond(uint64_t size, uint64_t tail) {
  return {store::Code::kInvalid, "a tree of " + std::to_string(size) +
                                     " is asked for, the log ends at " + std::to_string(tail)};
}

}  // namespace

store::Result<std::unique_ptr<Tree>> Tree::Open(const Book& book, const std::string& path,
                                                store::Digest digest) {
  auto roots = store::TileRoots::Open(path, digest);
  if (!roots.ok()) return MadeAnew(roots.status(), "the file tiles");
  auto tree = std::unique_ptr<Tree>(new Tree(book, *std::move(roots), digest));
  const auto is_of = tree->IsOfTheBook();
  if (!is_of.ok()) return is_of.status();
  if (!*is_of) {
    Log(LogLevel::kWarning, "the tiles are damaged or of another log: making them anew");
    if (auto status = tree->roots_.Clear(); !status.ok()) return status;
  }
  return tree;
}

store::Result<bool> Tree::IsOfTheBook() {
  const uint64_t size = roots_.tiles() * kTileWidth;
  if (size == 0) return true;
  if (size > book_.DurableTip().position) return false;
  if (digest_ == store::Digest::kSha256) {
    const auto known = book_.RootAt(size);
    if (!known.ok()) return known.status();
    const auto kept = Root(size);
    return kept.ok() && *kept == *known;
  }
  // The book keeps no root of this digest: the last tile has to do.
  auto leaves = Leaves(roots_.tiles() - 1, kTileWidth);
  if (!leaves.ok()) return leaves.status();
  return store::FoldHashes(*std::move(leaves), digest_) ==
         roots_.Subtree(kTileHeight, roots_.tiles() - 1);
}

store::Result<store::Hash> Tree::Subtree(int level, uint64_t index) {
  const std::lock_guard lock(mutex_);
  if (level >= kTileHeight) {
    const int above = level - kTileHeight;
    if (auto status = Follow((index + 1) << above); !status.ok()) return status;
    return roots_.Subtree(level, index);
  }
  const uint64_t first = index << level;
  const size_t within = first % kTileWidth;
  const size_t count = size_t{1} << level;
  const auto leaves = Leaves(first / kTileWidth, within + count);
  if (!leaves.ok()) return leaves.status();
  const auto begin = leaves->begin() + static_cast<std::ptrdiff_t>(within);
  return store::FoldHashes({begin, begin + static_cast<std::ptrdiff_t>(count)}, digest_);
}

void Tree::CatchUp(uint64_t most) {
  const uint64_t tail = book_.DurableTip().position;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock()) return;  // somebody asked for all of it and follows to the end
  const uint64_t tiles = std::min(tail, roots_.tiles() * kTileWidth + most) / kTileWidth;
  const auto status = Follow(tiles);
  behind_.Tell(status.ok() ? "" : status.ToString());
}

KeptTiles Tree::ReadBack(const FindTile& find) {
  const std::lock_guard lock(mutex_);  // half written it would look damaged
  KeptTiles kept{roots_.InMemory(), digest_};
  const auto in_file = roots_.InFile();
  if (in_file.ok()) {
    kept.CompareFile(*in_file, find);
  } else if (!roots_.path().empty()) {
    const bool gone = in_file.status().code() == store::Code::kNotFound;
    const store::Status missing(store::Code::kNotFound, roots_.path() + ": is missing");
    find(0, MadeAnew(gone ? missing : in_file.status(), "the file tiles").message());
  }
  return kept;
}

store::Status Tree::Follow(uint64_t tiles) {
  if (tiles <= roots_.tiles()) return {};
  const uint64_t tail = book_.DurableTip().position;
  if (tiles > tail / kTileWidth) return Beyond(tiles * kTileWidth, tail);
  std::vector<store::Hash> leaves;
  bool told = false;
  const auto take = [&](core::Position, std::string_view bytes) {
    leaves.push_back(store::LeafHash(bytes, digest_));
    if (leaves.size() < kTileWidth) return true;
    const auto status = roots_.Append(store::FoldHashes(std::exchange(leaves, {}), digest_));
    if (!status.ok() && !std::exchange(told, true)) {
      Log(LogLevel::kWarning, "tiles cannot be written", {{"reason", status.ToString()}});
    }
    return true;
  };
  return book_.Visit(nullptr, roots_.tiles() * kTileWidth + 1, tiles * kTileWidth, take);
}

store::Result<std::vector<store::Hash>> Tree::Leaves(uint64_t tile, size_t count) {
  auto found = std::find_if(recent_.begin(), recent_.end(),
                            [&](const Leafy& one) { return one.tile == tile; });
  if (found == recent_.end()) {
    recent_.push_front({tile, {}});
    if (recent_.size() > kMostRecent) recent_.pop_back();
  } else {
    recent_.splice(recent_.begin(), recent_, found);
  }
  std::vector<store::Hash>& leaves = recent_.front().leaves;
  if (leaves.size() < count) {
    const auto take = [&](core::Position, std::string_view bytes) {
      leaves.push_back(store::LeafHash(bytes, digest_));
      return true;
    };
    const uint64_t first = tile * kTileWidth;
    if (auto status = book_.Visit(nullptr, first + leaves.size() + 1, first + kTileWidth, take);
        !status.ok()) {
      return status;
    }
  }
  if (leaves.size() < count) return Beyond(tile * kTileWidth + count, book_.DurableTip().position);
  return std::vector<store::Hash>(leaves.begin(),
                                  leaves.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace outturn::app
