// Tree: hashes of any part of the Merkle tree over a book's events, without keeping the leaves. The
// roots of full tiles are kept (store/kept/tile_roots.h) and follow the log when somebody asks;
// what is within a tile is hashed anew.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/app/book.h"
#include "services/app/log.h"
#include "services/app/proofs/tile_examination.h"
#include "store/kept/tile_roots.h"
#include "store/tree/merkle_proof.h"

namespace outturn::app {

// Threads: any, for every call; one works at a time. The book outlives it.
class Tree {
 public:
  // `path`: the file of tile roots. One of another history is thrown away. kIo, kCorrupt.
  [[nodiscard]] static store::Result<std::unique_ptr<Tree>> Open(const Book& book,
                                                                 const std::string& path,
                                                                 store::Digest digest);

  // The root of 2^level durable leaves; fit for store::ProveInclusion and its like. kInvalid beyond
  // the durable end.
  [[nodiscard]] store::Result<store::Hash> Subtree(int level, uint64_t index);
  [[nodiscard]] store::SubtreeHash Subtrees() {
    return [this](int level, uint64_t index) { return Subtree(level, index); };
  }

  // Root over the first `size` leaves, which are durable.
  [[nodiscard]] store::Result<store::Hash> Root(uint64_t size) {
    return store::RootOf(size, Subtrees(), digest_);
  }

  // Hashes `most` more events at most, so that whoever asks next waits less.
  void CatchUp(uint64_t most);

  // The roots of full tiles as the server answers from them. `find` hears where the file, which the
  // next start begins from, has others; it may have fewer, but not be gone.
  [[nodiscard]] KeptTiles ReadBack(const FindTile& find);

  [[nodiscard]] store::Digest digest() const { return digest_; }

 private:
  Tree(const Book& book, store::TileRoots roots, store::Digest digest)
      : book_(book), roots_(std::move(roots)), digest_(digest) {}
  [[nodiscard]] store::Result<bool> IsOfTheBook();
  store::Status Follow(uint64_t tiles);  // until that many are known
  store::Result<std::vector<store::Hash>> Leaves(uint64_t tile, size_t count);  // the first ones

  struct Leafy {
    uint64_t tile = 0;
    std::vector<store::Hash> leaves;  // the first of the tile's
  };

  const Book& book_;
  std::mutex mutex_;
  store::TileRoots roots_;
  const store::Digest digest_;
  RepeatedWarning behind_{"tiles are behind"};
  std::list<Leafy> recent_;  // tiles whose leaves were asked for, the latest first
};

}  // namespace outturn::app
