#include "store/tree/merkle.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/tree/sha256_lanes.h"

namespace outturn::store {
namespace {

std::string Hex(const Hash& hash) {
  std::string text;
  for (const uint8_t byte : hash) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    text += digits;
  }
  return text;
}

// The definition of RFC 6962, section 2.1, word for word.
Hash NaiveRoot(std::span<const Hash> leaves) {
  if (leaves.size() == 1) return leaves[0];
  size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return NodeHash(NaiveRoot(leaves.first(k)), NaiveRoot(leaves.subspan(k)));
}

TEST(Merkle, KnowsTheHashesOfTheCertificateTransparencyTestTree) {
  using namespace std::string_literals;
  // The eight leaves and the roots after each, from the reference implementation's tests.
  const std::vector<std::pair<std::string, std::string>> steps = {
      {""s, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"\x00"s, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"\x10"s, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"\x20\x21"s, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"\x30\x31"s, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"\x40\x41\x42\x43"s, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"\x50\x51\x52\x53\x54\x55\x56\x57"s,
       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s,
       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  Frontier frontier;
  for (const auto& [leaf, root] : steps) {
    frontier.Append(LeafHash(leaf));
    EXPECT_EQ(Hex(frontier.Root()), root) << "size " << frontier.size();
  }
}

TEST(Merkle, EmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(Hex(Frontier().Root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Merkle, RootIsWhatTheDefinitionSaysAtEverySize) {
  std::vector<Hash> leaves;
  Frontier frontier;
  for (int size = 1; size <= 300; ++size) {
    leaves.push_back(LeafHash(std::to_string(size)));
    frontier.Append(leaves.back());
    EXPECT_EQ(frontier.size(), leaves.size());
    EXPECT_EQ(frontier.Root(), NaiveRoot(leaves)) << size;
  }
}

TEST(Merkle, FrontierGoesOnWhereItWasSaved) {
  std::mt19937 random(1);
  for (int times = 0; times < 50; ++times) {
    const int before = static_cast<int>(random() % 1000);
    Frontier frontier;
    for (int i = 0; i < before; ++i) frontier.Append(LeafHash(std::to_string(i)));
    Result<Frontier> again = Frontier::Parse(frontier.Serialise());
    ASSERT_TRUE(again.ok()) << again.status().ToString();
    EXPECT_EQ(again->Root(), frontier.Root());
    frontier.Append(LeafHash("next"));
    again->Append(LeafHash("next"));
    EXPECT_EQ(again->size(), frontier.size());
    EXPECT_EQ(again->Root(), frontier.Root());
  }
}

TEST(Merkle, FrontierOfAnotherLengthIsRefused) {
  Frontier frontier;
  for (int i = 0; i < 11; ++i) frontier.Append(LeafHash("x"));
  const std::string bytes = frontier.Serialise();
  ASSERT_EQ(bytes.size(), 8u + 3 * 32);
  EXPECT_EQ(Frontier::Parse(bytes + "x").status().code(), Code::kCorrupt);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(Frontier::Parse(bytes.substr(0, size)).status().code(), Code::kCorrupt) << size;
  }
}

// Bytes of a length, no two alike.
std::string BytesOf(size_t length, std::mt19937_64& random) {
  std::string bytes(length, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Where the processor cannot, both ways are OpenSSL's and this is no test of the lanes.
TEST(Merkle, LeavesTogetherAreHashedAsOneByOne) {
  if (!HasSha256Lanes()) GTEST_SKIP() << "this processor has no instructions for SHA-256";
  std::mt19937_64 random(7);
  std::vector<std::string> leaves;
  for (size_t length = 0; length < 1'100; ++length) leaves.push_back(BytesOf(length, random));
  for (size_t i = 0; i < 300; ++i) leaves.push_back(BytesOf(random() % 1'100, random));
  const std::vector<std::string_view> views(leaves.begin(), leaves.end());
  for (const Digest digest : {Digest::kSha256, Digest::kSm3}) {
    for (const size_t count :
         {size_t{0}, size_t{1}, size_t{3}, size_t{4}, size_t{5}, views.size()}) {
      const auto hashes = LeafHashes(std::span(views).first(count), digest);
      ASSERT_EQ(hashes.size(), count);
      for (size_t i = 0; i < count; ++i) EXPECT_EQ(hashes[i], LeafHash(leaves[i], digest)) << i;
    }
  }
}

TEST(Merkle, LeavesAppendedTogetherMakeTheTreeOfThoseAppendedOneByOne) {
  std::mt19937_64 random(8);
  for (const Digest digest : {Digest::kSha256, Digest::kSm3}) {
    Frontier one_by_one(digest);
    Frontier together(digest);
    for (int i = 0; i < 200; ++i) {
      std::vector<Hash> leaves;
      for (size_t count = random() % (i % 10 == 0 ? 300 : 6); count > 0; --count) {
        leaves.push_back(LeafHash(BytesOf(8, random), digest));
        one_by_one.Append(leaves.back());
      }
      together.Append(leaves);
      ASSERT_EQ(together.Serialise(), one_by_one.Serialise());
      ASSERT_EQ(together.Root(), one_by_one.Root());
    }
  }
}

}  // namespace
}  // namespace outturn::store
