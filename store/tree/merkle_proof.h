// Proofs over the tree of merkle.h: that a leaf is in a tree (inclusion), that a tree grew from a
// smaller one (consistency), and that many leaves are in a tree at once. Leaves are counted from 0,
// as RFC 6962 does; the event at position p is leaf p - 1.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "store/status.h"
#include "store/tree/merkle.h"

namespace outturn::store {

using Proof = std::vector<Hash>;

// The root of the perfect subtree over the leaves index * 2^level to (index + 1) * 2^level - 1, all
// of which there are. Level 0: a leaf's hash.
using SubtreeHash = std::function<Result<Hash>(int level, uint64_t index)>;

// Root of the tree over the first `size` leaves.
Result<Hash> RootOf(uint64_t size, const SubtreeHash& subtree, Digest digest = Digest::kSha256);

// PATH(leaf, D[size]) of RFC 6962. kInvalid unless leaf < size.
Result<Proof> ProveInclusion(uint64_t leaf, uint64_t size, const SubtreeHash& subtree,
                             Digest digest = Digest::kSha256);

// PROOF(from, D[to]) of RFC 6962; empty where from is 0 or to. kInvalid unless from <= to.
Result<Proof> ProveConsistency(uint64_t from, uint64_t to, const SubtreeHash& subtree,
                               Digest digest = Digest::kSha256);

// What is missing to come from the given leaves to the root: walking the tree from its root, left
// first, the roots of the largest subtrees that hold none of them. `leaves` rise, all < size.
Result<Proof> ProveLeaves(const std::vector<uint64_t>& leaves, uint64_t size,
                          const SubtreeHash& subtree, Digest digest = Digest::kSha256);

// The root that a proof leads to; nullopt when it is too long, too short or about no such leaf.
std::optional<Hash> RootByInclusion(const Hash& leaf_hash, uint64_t leaf, uint64_t size,
                                    const Proof& proof, Digest digest = Digest::kSha256);
std::optional<Hash> RootByLeaves(const std::map<uint64_t, Hash>& leaves, uint64_t size,
                                 const Proof& proof, Digest digest = Digest::kSha256);

// Whether the tree of `to` leaves and root `new_root` is one of `from` leaves and root `old_root`
// that grew.
bool IsConsistent(uint64_t from, const Hash& old_root, uint64_t to, const Hash& new_root,
                  const Proof& proof, Digest digest = Digest::kSha256);

}  // namespace outturn::store
