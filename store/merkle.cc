#include "store/merkle.h"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <memory>

#include "store/big_endian.h"

namespace outturn::store {
namespace {

// Hashing goes through one context per thread: making one costs more than hashing an event.
class Hasher {
 public:
  explicit Hasher(const char* name)
      : context_(EVP_MD_CTX_new()), digest_(EVP_MD_fetch(nullptr, name, nullptr)) {}

  Hasher& Start() {
    Check(EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr));
    return *this;
  }
  Hasher& Add(const void* bytes, size_t size) {
    Check(EVP_DigestUpdate(context_.get(), bytes, size));
    return *this;
  }
  Hash Finish() {
    Hash hash;
    Check(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr));
    return hash;
  }

 private:
  // A digest can only fail for want of memory or of OpenSSL's provider; a wrong hash is no way out.
  static void Check(int ok) {
    if (ok != 1) std::abort();
  }
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
  std::unique_ptr<EVP_MD, Free> digest_;
};

Hasher& Start(Digest digest) {
  thread_local Hasher sha256("SHA256");
  if (digest == Digest::kSha256) return sha256.Start();
  thread_local Hasher sm3("SM3");
  return sm3.Start();
}

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

}  // namespace

Hash HashOf(std::string_view bytes, Digest digest) {
  return Start(digest).Add(bytes.data(), bytes.size()).Finish();
}

Hash LeafHash(std::string_view bytes, Digest digest) {
  return Start(digest).Add(&kLeafPrefix, 1).Add(bytes.data(), bytes.size()).Finish();
}

Hash NodeHash(const Hash& left, const Hash& right, Digest digest) {
  return Start(digest)
      .Add(&kNodePrefix, 1)
      .Add(left.data(), left.size())
      .Add(right.data(), right.size())
      .Finish();
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
