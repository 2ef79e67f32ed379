#include "store/tree/merkle.h"

// SHA-256 by the calls of OpenSSL 1.1, which have no warning so: those of EVP add a third to the
// hashing of an event.
#define OPENSSL_API_COMPAT 10100
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <memory>

#include "store/big_endian.h"
#include "store/tree/sha256_lanes.h"

namespace outturn::store {
namespace {

// A digest can only fail for want of memory or of OpenSSL's provider; a wrong hash is no way out.
void Check(int ok) {
  if (ok != 1) std::abort();
}

class Sha256 {
 public:
  Sha256() { Check(SHA256_Init(&context_)); }
  Sha256& Add(const void* bytes, size_t size) {
    Check(SHA256_Update(&context_, bytes, size));
    return *this;
  }
  Hash Finish() {
    Hash hash;
    Check(SHA256_Final(hash.data(), &context_));
    return hash;
  }

 private:
  SHA256_CTX context_;
};

// Through one context per thread: making one costs more than hashing an event.
class Sm3 {
 public:
  Sm3() { Check(EVP_DigestInit_ex2(Context(), nullptr, nullptr)); }
  Sm3& Add(const void* bytes, size_t size) {
    Check(EVP_DigestUpdate(Context(), bytes, size));
    return *this;
  }
  Hash Finish() {
    Hash hash;
    Check(EVP_DigestFinal_ex(Context(), hash.data(), nullptr));
    return hash;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  static EVP_MD_CTX* Context() {
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(New());
    return context.get();
  }
  static EVP_MD_CTX* New() {
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    Check(EVP_DigestInit_ex2(context, EVP_sm3(), nullptr));
    return context;
  }
};

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

// The digest of the parts, one after the other.
template <typename... Parts>
Hash DigestOf(Digest digest, const Parts&... parts) {
  const auto hash = [&](auto hasher) {
    (hasher.Add(parts.data(), parts.size()), ...);
    return hasher.Finish();
  };
  return digest == Digest::kSha256 ? hash(Sha256()) : hash(Sm3());
}

std::string_view BytesOf(const Hash* hashes, size_t count) {
  return {reinterpret_cast<const char*>(hashes), count * sizeof(Hash)};
}

// The digests of prefix and message, for `count` messages.
template <typename MessageAt>
std::vector<Hash> DigestsOf(Digest digest, char prefix, size_t count, MessageAt message_at) {
  std::vector<Hash> hashes(count);
  const bool in_lanes = digest == Digest::kSha256 && HasSha256Lanes();
  for (size_t i = 0; i < count;) {
    std::array<std::string_view, kSha256Lanes> lanes;
    const size_t some = std::min(lanes.size(), count - i);
    for (size_t lane = 0; lane < some; ++lane) lanes[lane] = message_at(i + lane);
    const auto fits = [](std::string_view message) { return message.size() <= kSha256LaneBytes; };
    if (in_lanes && some == lanes.size() && std::all_of(lanes.begin(), lanes.end(), fits)) {
      std::ranges::copy(Sha256OfLanes(static_cast<uint8_t>(prefix), lanes), hashes.begin() + i);
    } else {
      for (size_t lane = 0; lane < some; ++lane) {
        hashes[i + lane] = DigestOf(digest, std::string_view(&prefix, 1), lanes[lane]);
      }
    }
    i += some;
  }
  return hashes;
}

}  // namespace

Hash HashOf(std::string_view bytes, Digest digest) { return DigestOf(digest, bytes); }

Hash LeafHash(std::string_view bytes, Digest digest) {
  return DigestOf(digest, std::string_view(&kLeafPrefix, 1), bytes);
}

Hash NodeHash(const Hash& left, const Hash& right, Digest digest) {
  return DigestOf(digest, std::string_view(&kNodePrefix, 1), left, right);
}

std::vector<Hash> LeafHashes(std::span<const std::string_view> leaves, Digest digest) {
  return DigestsOf(digest, kLeafPrefix, leaves.size(), [&](size_t i) { return leaves[i]; });
}

std::vector<Hash> NodeHashes(std::span<const Hash> children, Digest digest) {
  return DigestsOf(digest, kNodePrefix, children.size() / 2,
                   [&](size_t i) { return BytesOf(&children[2 * i], 2); });
}

void Frontier::Append(const Hash& leaf) {
  Hash root = leaf;
  // As in a binary counter: each subtree of the same size on the left joins the new one.
  for (uint64_t bits = size_; bits & 1; bits >>= 1) {
    root = NodeHash(roots_.back(), root, digest_);
    roots_.pop_back();
  }
  roots_.push_back(root);
  ++size_;
}

void Frontier::Append(std::vector<Hash> leaves) {
  const uint64_t size = size_ + leaves.size();
  // Level by level: what the edge has at a level stands before what comes there; pairs go up, and
  // one that is left over is the edge from now on.
  std::vector<Hash> smallest_first;
  for (uint64_t bits = size_; bits > 0 || !leaves.empty(); bits >>= 1) {
    if (bits & 1) {
      leaves.insert(leaves.begin(), roots_.back());
      roots_.pop_back();
    }
    if (leaves.size() % 2 == 1) {
      smallest_first.push_back(leaves.back());
      leaves.pop_back();
    }
    leaves = NodeHashes(leaves, digest_);
  }
  roots_.assign(smallest_first.rbegin(), smallest_first.rend());
  size_ = size;
}

Hash Frontier::Root() const {
  if (roots_.empty()) return HashOf({}, digest_);
  Hash root = roots_.back();
  for (size_t i = roots_.size() - 1; i > 0; --i) root = NodeHash(roots_[i - 1], root, digest_);
  return root;
}

std::string Frontier::Serialise() const {
  std::string bytes;
  AppendBigEndian64(&bytes, size_);
  for (const Hash& root : roots_) bytes.append(root.begin(), root.end());
  return bytes;
}

Result<Frontier> Frontier::Parse(std::string_view bytes) {
  if (bytes.size() < 8) return Status::Corrupt(0, "frontier too short");
  Frontier frontier;
  frontier.size_ = BigEndian64(bytes);
  bytes.remove_prefix(8);
  frontier.roots_.resize(static_cast<size_t>(std::popcount(frontier.size_)));
  if (bytes.size() != frontier.roots_.size() * sizeof(Hash)) {
    return Status::Corrupt(0, "frontier length does not fit its size");
  }
  for (Hash& root : frontier.roots_) {
    std::copy_n(bytes.begin(), root.size(), root.begin());
    bytes.remove_prefix(root.size());
  }
  return frontier;
}

}  // namespace outturn::store
