#include "store/tree/merkle_proof.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <string>

#include "store/kept/tile_roots.h"
#include "tests/store/temp_folder.h"

namespace outturn::store {
namespace {

std::vector<Hash> Leaves(uint64_t size, Digest digest = Digest::kSha256) {
  std::vector<Hash> leaves;
  for (uint64_t i = 0; i < size; ++i) leaves.push_back(LeafHash(std::to_string(i), digest));
  return leaves;
}

SubtreeHash Over(const std::vector<Hash>& leaves, Digest digest = Digest::kSha256) {
  return [&leaves, digest](int level, uint64_t index) -> Result<Hash> {
    const uint64_t size = uint64_t{1} << level;
    if ((index + 1) * size > leaves.size()) return Status(Code::kInvalid, "not there");
    const auto first = leaves.begin() + static_cast<std::ptrdiff_t>(index * size);
    return FoldHashes({first, first + static_cast<std::ptrdiff_t>(size)}, digest);
  };
}

Hash FrontierRoot(const std::vector<Hash>& leaves, uint64_t size) {
  Frontier frontier;
  for (uint64_t i = 0; i < size; ++i) frontier.Append(leaves[i]);
  return frontier.Root();
}

TEST(MerkleProof, OfEveryLeafOfEveryTreeLeadsToItsRoot) {
  const std::vector<Hash> leaves = Leaves(40);
  const SubtreeHash over = Over(leaves);
  for (uint64_t size = 1; size <= leaves.size(); ++size) {
    const Hash root = FrontierRoot(leaves, size);
    EXPECT_EQ(*RootOf(size, over), root);
    for (uint64_t leaf = 0; leaf < size; ++leaf) {
      const auto proof = ProveInclusion(leaf, size, over);
      ASSERT_TRUE(proof.ok());
      EXPECT_EQ(RootByInclusion(leaves[leaf], leaf, size, *proof), root) << leaf << "/" << size;
      EXPECT_NE(RootByInclusion(LeafHash("x"), leaf, size, *proof), root);
      if (proof->empty()) continue;
      EXPECT_EQ(RootByInclusion(leaves[leaf], leaf, size, {proof->begin(), proof->end() - 1}),
                std::nullopt);
      Proof longer = *proof;
      longer.push_back(root);
      EXPECT_EQ(RootByInclusion(leaves[leaf], leaf, size, longer), std::nullopt);
    }
  }
  EXPECT_EQ(ProveInclusion(40, 40, over).status().code(), Code::kInvalid);
  EXPECT_EQ(RootByInclusion(leaves[0], 1, 1, {}), std::nullopt);
}

TEST(MerkleProof, OfGrowthHoldsForEveryPairOfTreesAndForNoOther) {
  const std::vector<Hash> leaves = Leaves(40);
  const SubtreeHash over = Over(leaves);
  for (uint64_t to = 0; to <= leaves.size(); ++to) {
    const Hash new_root = FrontierRoot(leaves, to);
    for (uint64_t from = 0; from <= to; ++from) {
      const Hash old_root = FrontierRoot(leaves, from);
      const auto proof = ProveConsistency(from, to, over);
      ASSERT_TRUE(proof.ok());
      EXPECT_TRUE(IsConsistent(from, old_root, to, new_root, *proof)) << from << " " << to;
      EXPECT_FALSE(IsConsistent(from, LeafHash("x"), to, new_root, *proof)) << from << " " << to;
      if (from == 0) continue;
      EXPECT_FALSE(IsConsistent(from, old_root, to, LeafHash("x"), *proof)) << from << " " << to;
      for (size_t i = 0; i < proof->size(); ++i) {
        Proof changed = *proof;
        changed[i][0] ^= 1;
        EXPECT_FALSE(IsConsistent(from, old_root, to, new_root, changed));
      }
    }
  }
  EXPECT_FALSE(ProveConsistency(3, 2, over).ok());
}

TEST(MerkleProof, OfManyLeavesIsNoLongerThanItMustBe) {
  const std::vector<Hash> leaves = Leaves(37);
  const SubtreeHash over = Over(leaves);
  for (uint64_t seed = 1; seed < 200; ++seed) {
    std::vector<uint64_t> chosen;
    std::map<uint64_t, Hash> hashes;
    for (uint64_t i = 0; i < leaves.size(); ++i) {
      if ((seed * 2654435761u >> (i % 24) & 1) == 0) continue;
      chosen.push_back(i);
      hashes[i] = leaves[i];
    }
    const auto proof = ProveLeaves(chosen, leaves.size(), over);
    ASSERT_TRUE(proof.ok());
    const Hash root = FrontierRoot(leaves, leaves.size());
    EXPECT_EQ(RootByLeaves(hashes, leaves.size(), *proof), root);
    if (!hashes.empty()) {
      hashes.begin()->second[3] ^= 4;
      EXPECT_NE(RootByLeaves(hashes, leaves.size(), *proof), root);
      hashes.begin()->second[3] ^= 4;
    }
    Proof longer = *proof;
    longer.push_back(root);
    EXPECT_EQ(RootByLeaves(hashes, leaves.size(), longer), std::nullopt);
  }
  EXPECT_TRUE(ProveLeaves({0, 1, 2, 3}, 4, over)->empty());
  EXPECT_EQ(RootByLeaves({{4, leaves[0]}}, 4, {}), std::nullopt);
  EXPECT_EQ(RootByLeaves({}, UINT64_MAX, {}), std::nullopt);
}

TEST(MerkleProof, WorksWithTheSecondDigestToo) {
  const std::vector<Hash> leaves = Leaves(11, Digest::kSm3);
  const SubtreeHash over = Over(leaves, Digest::kSm3);
  const Hash root = *RootOf(11, over, Digest::kSm3);
  EXPECT_NE(root, FrontierRoot(Leaves(11), 11));
  const Proof proof = *ProveInclusion(4, 11, over, Digest::kSm3);
  EXPECT_EQ(RootByInclusion(leaves[4], 4, 11, proof, Digest::kSm3), root);
  EXPECT_NE(RootByInclusion(leaves[4], 4, 11, proof), root);
}

TEST(TileRoots, AreTheRootsOfPerfectSubtreesAndComeBackFromTheirFile) {
  const TempFolder folder;
  const std::vector<Hash> leaves = Leaves(1024);
  {
    auto roots = TileRoots::Open(folder.Sub("tiles"), Digest::kSha256);
    ASSERT_TRUE(roots.ok());
    for (int i = 0; i < 4; ++i) {
      ASSERT_TRUE(roots->Append(*Over(leaves)(8, static_cast<uint64_t>(i))).ok());
    }
  }
  auto roots = TileRoots::Open(folder.Sub("tiles"), Digest::kSha256);
  ASSERT_TRUE(roots.ok());
  EXPECT_EQ(roots->tiles(), 4u);
  EXPECT_EQ(roots->Subtree(8, 3), *Over(leaves)(8, 3));
  EXPECT_EQ(roots->Subtree(9, 1), *Over(leaves)(9, 1));
  EXPECT_EQ(roots->Subtree(10, 0), *Over(leaves)(10, 0));
  ASSERT_TRUE(roots->Clear().ok());
  EXPECT_EQ(roots->tiles(), 0u);
  EXPECT_EQ(TileRoots::Open(folder.Sub("tiles"), Digest::kSha256)->tiles(), 0u);
}

TEST(TileRoots, KeepTheLevelsAboveByThemselves) {
  TileRoots roots(Digest::kSha256);
  std::vector<Hash> tiles;
  for (int i = 0; i < 600; ++i) {
    tiles.push_back(LeafHash("tile " + std::to_string(i)));
    ASSERT_TRUE(roots.Append(tiles.back()).ok());
  }
  EXPECT_EQ(roots.Subtree(16, 1), FoldHashes({tiles.begin() + 256, tiles.begin() + 512}));
  EXPECT_EQ(roots.Subtree(17, 0), FoldHashes({tiles.begin(), tiles.begin() + 512}));
}

// A root that follows one the disk had no room for would stand in its place.
TEST(TileRoots, KeepNoMoreInTheirFileOnceItHadNoRoom) {
  const TempFolder folder;
  auto roots = TileRoots::Open(folder.Sub("tiles"), Digest::kSha256);
  ASSERT_TRUE(roots.ok());
  ASSERT_TRUE(roots->Append(LeafHash("a")).ok());
  const auto before = signal(SIGXFSZ, SIG_IGN);
  rlimit all{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &all), 0);
  const rlimit full{sizeof(Hash), all.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
  EXPECT_FALSE(roots->Append(LeafHash("b")).ok());
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &all), 0);
  signal(SIGXFSZ, before);
  EXPECT_TRUE(roots->Append(LeafHash("c")).ok());
  EXPECT_EQ(roots->tiles(), 3u);
  EXPECT_EQ(roots->InFile()->size(), sizeof(Hash));
}

TEST(TileRoots, OfAFileThatWasCutBeginAnew) {
  const TempFolder folder;
  ASSERT_TRUE(ReplaceFile(folder.Sub("tiles"), std::string(40, 'x')).ok());
  auto roots = TileRoots::Open(folder.Sub("tiles"), Digest::kSha256);
  ASSERT_TRUE(roots.ok());
  EXPECT_EQ(roots->tiles(), 0u);
  EXPECT_TRUE(roots->Append(LeafHash("a")).ok());
}

}  // namespace
}  // namespace outturn::store
