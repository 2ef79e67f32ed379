#include "store/kept/tile_roots.h"

#include <algorithm>
#include <utility>

namespace outturn::store {
namespace {

std::string_view BytesOf(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

Hash FoldHashes(std::vector<Hash> hashes, Digest digest) {
  while (hashes.size() > 1) hashes = NodeHashes(hashes, digest);
  return hashes.front();
}

Result<TileRoots> TileRoots::Open(const std::string& path, Digest digest) {
  TileRoots roots(digest);
  roots.path_ = path;
  const auto content = ReadFile(path);
  if (!content.ok() && content.status().code() != Code::kNotFound) return content.status();
  if (content.ok()) {
    std::string_view rest = *content;
    for (Hash root; rest.size() >= root.size(); rest.remove_prefix(root.size())) {
      std::copy_n(rest.begin(), root.size(), root.begin());
      roots.Add(root);
    }
    // A file with half a root at its end cannot be appended to.
    if (!rest.empty()) {
      if (Status status = roots.Clear(); !status.ok()) return status;
      return roots;
    }
  }
  auto file = content.ok() ? File::OpenToAppend(path) : File::Create(path);
  if (!file.ok()) return file.status();
  roots.file_ = *std::move(file);
  return roots;
}

std::string TileRoots::InMemory() const {
  std::string bytes;
  for (const Hash& root : levels_[0]) bytes += BytesOf(root);
  return bytes;
}

Result<std::string> TileRoots::InFile() const {
  if (path_.empty()) return Status(Code::kNotFound, "the tiles are in no file");
  return ReadFile(path_);
}

Status TileRoots::Append(const Hash& root) {
  Add(root);
  if (file_ == nullptr) return Status();
  Status status = file_->Append(BytesOf(root));
  if (!status.ok()) file_.reset();  // the next root would stand in this one's place
  return status;
}

void TileRoots::Add(const Hash& root) {
  levels_[0].push_back(root);
  for (size_t i = 0; i + 1 < kLevels && levels_[i].size() % kTileWidth == 0; ++i) {
    levels_[i + 1].push_back(
        FoldHashes({levels_[i].end() - kTileWidth, levels_[i].end()}, digest_));
  }
}

Status TileRoots::Clear() {
  for (auto& level : levels_) level.clear();
  file_.reset();
  if (path_.empty()) return Status();
  if (Status status = RemoveFile(path_); !status.ok()) return status;
  auto file = File::Create(path_);
  if (!file.ok()) return file.status();
  file_ = *std::move(file);
  return Status();
}

Hash TileRoots::Subtree(int level, uint64_t index) const {
  const int above = (level - kTileHeight) % kTileHeight;  // levels above the nearest one kept
  const auto& kept = levels_[static_cast<size_t>((level - kTileHeight) / kTileHeight)];
  const auto first = kept.begin() + static_cast<std::ptrdiff_t>(index << above);
  return FoldHashes({first, first + (std::ptrdiff_t{1} << above)}, digest_);
}

}  // namespace outturn::store
