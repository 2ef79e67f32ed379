// The Merkle tree of RFC 6962 over event bytes, leaves and nodes told apart by a first byte.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/status.h"

namespace outturn::store {

using Hash = std::array<uint8_t, 32>;

// What a tree is hashed with; both give 32 bytes. SM3 is the Chinese standard GB/T 32905.
enum class Digest : uint8_t { kSha256, kSm3 };

// Of the bytes as they are. Any thread.
Hash HashOf(std::string_view bytes, Digest digest = Digest::kSha256);

// Digest(0x00 || bytes). Any thread.
Hash LeafHash(std::string_view bytes, Digest digest = Digest::kSha256);

// Digest(0x01 || left || right). Any thread.
Hash NodeHash(const Hash& left, const Hash& right, Digest digest = Digest::kSha256);

// LeafHash of each, in less time than one by one. Any thread.
std::vector<Hash> LeafHashes(std::span<const std::string_view> leaves,
                             Digest digest = Digest::kSha256);

// NodeHash of the first and second, of the third and fourth, …; an even number. Any thread.
std::vector<Hash> NodeHashes(std::span<const Hash> children, Digest digest = Digest::kSha256);

// The right edge of a tree that only grows: the roots of its perfect subtrees, largest (leftmost)
// first; as many as `size` has bits set. Enough to append and to know the root, in 2 KiB at most.
// One thread at a time; copying is cheap.
class Frontier {
 public:
  Frontier() = default;
  explicit Frontier(Digest digest) : digest_(digest) {}

  // Adds the hash of the next leaf; the leaf at position p is the p-th.
  void Append(const Hash& leaf);
  // Adds the hashes of the next leaves, in less time than one by one.
  void Append(std::vector<Hash> leaves);

  // Number of leaves.
  uint64_t size() const { return size_; }
  Digest digest() const { return digest_; }

  // The tree's root; of the empty tree the digest of no bytes.
  Hash Root() const;

  // size as 8 bytes, big-endian, then the subtree roots, largest first.
  std::string Serialise() const;

  // Of a tree of SHA-256. kCorrupt unless `bytes` is exactly what Serialise gives.
  static Result<Frontier> Parse(std::string_view bytes);

 private:
  Digest digest_ = Digest::kSha256;
  uint64_t size_ = 0;
  std::vector<Hash> roots_;
};

}  // namespace outturn::store
