#include "store/tree/merkle_proof.h"

#include <bit>
#include <utility>

namespace outturn::store {
namespace {

// Where a tree of `size` > 1 leaves is split: the largest power of two below it.
uint64_t SplitOf(uint64_t size) { return std::bit_floor(size - 1); }

// Leaves begin to begin + size - 1. By the splits of the whole tree every range is a perfect,
// aligned subtree or ends where the tree ends.
struct Range {
  uint64_t begin = 0;
  uint64_t size = 0;
  [[nodiscard]] Range Left() const { return {begin, SplitOf(size)}; }
  [[nodiscard]] Range Right() const { return {begin + SplitOf(size), size - SplitOf(size)}; }
  [[nodiscard]] bool Holds(uint64_t leaf) const { return leaf >= begin && leaf - begin < size; }
};

// Hashes of ranges, and proofs put together of them. Keeps the first error.
class Prover {
 public:
  Prover(const SubtreeHash& subtree, Digest digest) : subtree_(subtree), digest_(digest) {}

  Hash HashOfRange(const Range& range) {
    if (!failure_.ok()) return {};
    if (range.size == 0) return HashOf({}, digest_);
    if (std::has_single_bit(range.size)) {
      auto hash = subtree_(std::countr_zero(range.size), range.begin / range.size);
      if (hash.ok()) return *hash;
      failure_ = hash.status();
      return {};
    }
    const Hash left = HashOfRange(range.Left());
    return NodeHash(left, HashOfRange(range.Right()), digest_);
  }

  void Inclusion(uint64_t leaf, const Range& range, Proof& proof) {
    if (range.size <= 1) return;
    const bool left = range.Left().Holds(leaf);
    Inclusion(leaf, left ? range.Left() : range.Right(), proof);
    proof.push_back(HashOfRange(left ? range.Right() : range.Left()));
  }

  // `known`: the range began at the root of the smaller tree, whose hash the verifier has.
  void Consistency(uint64_t from, const Range& range, bool known, Proof& proof) {
    if (range.begin + range.size == from) {
      if (!known) proof.push_back(HashOfRange(range));
    } else if (from <= range.Right().begin) {
      Consistency(from, range.Left(), known, proof);
      proof.push_back(HashOfRange(range.Right()));
    } else {
      Consistency(from, range.Right(), false, proof);
      proof.push_back(HashOfRange(range.Left()));
    }
  }

  // leaves[first .. last) lie in the range.
  void Leaves(const std::vector<uint64_t>& leaves, size_t first, size_t last, const Range& range,
              Proof& proof) {
    if (first == last) return proof.push_back(HashOfRange(range));
    if (range.size == 1) return;
    size_t middle = first;
    while (middle < last && leaves[middle] < range.Right().begin) ++middle;
    Leaves(leaves, first, middle, range.Left(), proof);
    Leaves(leaves, middle, last, range.Right(), proof);
  }

  template <typename T>
  Result<T> Or(T value) const {
    if (!failure_.ok()) return failure_;
    return value;
  }

 private:
  const SubtreeHash& subtree_;
  const Digest digest_;
  Status failure_;
};

// Takes a proof from its front.
class Verifier {
 public:
  Verifier(const std::map<uint64_t, Hash>& leaves, const Proof& proof, Digest digest)
      : leaves_(leaves), proof_(proof), digest_(digest) {}

  Hash HashOfRange(const Range& range) {
    const auto first = leaves_.lower_bound(range.begin);
    if (first == leaves_.end() || !range.Holds(first->first)) return Next();
    if (range.size == 1) return first->second;
    const Hash left = HashOfRange(range.Left());
    return NodeHash(left, HashOfRange(range.Right()), digest_);
  }

  [[nodiscard]] bool Done() const { return !short_ && used_ == proof_.size(); }

 private:
  Hash Next() {
    short_ = short_ || used_ == proof_.size();
    return short_ ? Hash{} : proof_[used_++];
  }

  const std::map<uint64_t, Hash>& leaves_;
  const Proof& proof_;
  const Digest digest_;
  size_t used_ = 0;
  bool short_ = false;
};

Status Beyond(uint64_t asked, uint64_t size) {
  return {Code::kInvalid, std::to_string(asked) + " lies beyond a tree of " + std::to_string(size)};
}

}  // namespace

Result<Hash> RootOf(uint64_t size, const SubtreeHash& subtree, Digest digest) {
  Prover prover(subtree, digest);
  const Hash root = prover.HashOfRange({0, size});
  return prover.Or(root);
}

Result<Proof> ProveInclusion(uint64_t leaf, uint64_t size, const SubtreeHash& subtree,
                             Digest digest) {
  if (leaf >= size) return Beyond(leaf, size);
  Prover prover(subtree, digest);
  Proof proof;
  prover.Inclusion(leaf, {0, size}, proof);
  return prover.Or(std::move(proof));
}

Result<Proof> ProveConsistency(uint64_t from, uint64_t to, const SubtreeHash& subtree,
                               Digest digest) {
  if (from > to) return Beyond(from, to);
  Prover prover(subtree, digest);
  Proof proof;
  if (from > 0 && from < to) prover.Consistency(from, {0, to}, true, proof);
  return prover.Or(std::move(proof));
}

Result<Proof> ProveLeaves(const std::vector<uint64_t>& leaves, uint64_t size,
                          const SubtreeHash& subtree, Digest digest) {
  if (!leaves.empty() && leaves.back() >= size) return Beyond(leaves.back(), size);
  Prover prover(subtree, digest);
  Proof proof;
  prover.Leaves(leaves, 0, leaves.size(), {0, size}, proof);
  return prover.Or(std::move(proof));
}

std::optional<Hash> RootByLeaves(const std::map<uint64_t, Hash>& leaves, uint64_t size,
                                 const Proof& proof, Digest digest) {
  if (size == 0 || (!leaves.empty() && leaves.rbegin()->first >= size)) return std::nullopt;
  // As many levels as that no tree has; and a proof no longer than the walk can use.
  if (size > (uint64_t{1} << 62)) return std::nullopt;
  Verifier verifier(leaves, proof, digest);
  const Hash root = verifier.HashOfRange({0, size});
  return verifier.Done() ? std::optional(root) : std::nullopt;
}

// As RFC 9162, 2.1.3.2.
std::optional<Hash> RootByInclusion(const Hash& leaf_hash, uint64_t leaf, uint64_t size,
                                    const Proof& proof, Digest digest) {
  if (leaf >= size) return std::nullopt;
  uint64_t index = leaf;
  uint64_t last = size - 1;
  Hash hash = leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return std::nullopt;
    if ((index & 1) != 0 || index == last) {
      hash = NodeHash(sibling, hash, digest);
      while ((index & 1) == 0 && index != 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling, digest);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 ? std::optional(hash) : std::nullopt;
}

// As RFC 9162, 2.1.4.2.
bool IsConsistent(uint64_t from, const Hash& old_root, uint64_t to, const Hash& new_root,
                  const Proof& proof, Digest digest) {
  if (from == to) return proof.empty() && old_root == new_root;
  if (from > to) return false;
  if (from == 0) return proof.empty() && old_root == HashOf({}, digest);
  Proof path = proof;
  if (std::has_single_bit(from)) path.insert(path.begin(), old_root);
  if (path.empty()) return false;
  uint64_t index = from - 1;
  uint64_t last = to - 1;
  while ((index & 1) != 0) {
    index >>= 1;
    last >>= 1;
  }
  Hash was = path.front();
  Hash is = path.front();
  for (size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((index & 1) != 0 || index == last) {
      was = NodeHash(path[i], was, digest);
      is = NodeHash(path[i], is, digest);
      while ((index & 1) == 0 && index != 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      is = NodeHash(is, path[i], digest);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 && was == old_root && is == new_root;
}

}  // namespace outturn::store
