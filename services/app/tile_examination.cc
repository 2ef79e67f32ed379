#include "services/app/tile_examination.h"

#include <utility>

#include "store/tile_roots.h"

namespace outturn::app {
namespace {

constexpr size_t kRootBytes = sizeof(store::Hash);

}  // namespace

core::Position KeptTiles::events() const { return bytes.size() / kRootBytes * store::kTileWidth; }

TileExamination::TileExamination(const KeptTiles& kept, Find find)
    : kept_(kept), find_(std::move(find)) {
  if (kept.bytes.size() % kRootBytes != 0) find_(0, "the file ends within a root");
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
