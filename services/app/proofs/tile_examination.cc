#include "services/app/proofs/tile_examination.h"

#include <algorithm>
#include <utility>

#include "store/kept/tile_roots.h"

namespace outturn::app {
namespace {

constexpr size_t kRootBytes = sizeof(store::Hash);

void FindHalf(std::string_view roots, const FindTile& find) {
  if (roots.size() % kRootBytes != 0) find(0, "the file ends within a root");
}

}  // namespace

core::Position KeptTiles::events() const { return bytes.size() / kRootBytes * store::kTileWidth; }

void KeptTiles::CompareFile(std::string_view in_file, const FindTile& find) const {
  const auto [file, memory] =
      std::mismatch(in_file.begin(), in_file.end(), bytes.begin(), bytes.end());
  if (file == in_file.end()) return FindHalf(in_file, find);
  const auto tile = static_cast<size_t>(file - in_file.begin()) / kRootBytes;
  find((tile + 1) * store::kTileWidth, "the file has another root of tile " + std::to_string(tile) +
                                           " than the server answers from");
}

TileExamination::TileExamination(const KeptTiles& kept, FindTile find)
    : kept_(kept), find_(std::move(find)) {
  FindHalf(kept.bytes, find_);
}

void TileExamination::Take(std::string_view bytes) {
  if (over_ || position_ == kept_.events()) return;
  ++position_;
  leaves_.push_back(store::LeafHash(bytes, kept_.digest));
  if (leaves_.size() < store::kTileWidth) return;
  const store::Hash root = store::FoldHashes(std::exchange(leaves_, {}), kept_.digest);
  const size_t tile = position_ / store::kTileWidth - 1;
  const std::string_view said = std::string_view(kept_.bytes).substr(tile * kRootBytes, kRootBytes);
  if (said == std::string_view(reinterpret_cast<const char*>(root.data()), root.size())) return;
  find_(position_, "the root of tile " + std::to_string(tile) + " is not of the log's events");
  over_ = true;
}

}  // namespace outturn::app
