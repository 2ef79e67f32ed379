#include "store/tree/signing.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <charconv>
#include <cstdlib>
#include <utility>

#include "store/big_endian.h"
#include "store/tree/base64.h"

namespace outturn::store {
namespace {

constexpr char kEd25519Byte = 0x01;
constexpr char kCosignatureByte = 0x04;
constexpr std::string_view kSm2Bytes = "\xffsm2-sm3:";
constexpr std::string_view kSm2User = "1234567812345678";
constexpr size_t kEd25519PublicBytes = 32;
constexpr size_t kTimeBytes = 8;

using Key = std::shared_ptr<EVP_PKEY>;
Key Owned(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

// What a witness signs: C2SP tlog-cosignature.
std::string Cosigned(std::string_view text, uint64_t unix_seconds) {
  return "cosignature/v1\ntime " + std::to_string(unix_seconds) + "\n" + std::string(text);
}

// A context for one signature. SM2 wants to know the user before it begins.
class Context {
 public:
  explicit Context(const Key& key) : digest_(EVP_MD_CTX_new()) {
    if (!EVP_PKEY_is_a(key.get(), "SM2")) return;
    pkey_ = EVP_PKEY_CTX_new(key.get(), nullptr);
    EVP_PKEY_CTX_set1_id(pkey_, kSm2User.data(), static_cast<int>(kSm2User.size()));
    EVP_MD_CTX_set_pkey_ctx(digest_, pkey_);
    md_ = EVP_sm3();
  }
  ~Context() {
    EVP_MD_CTX_free(digest_);
    EVP_PKEY_CTX_free(pkey_);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] EVP_MD_CTX* get() const { return digest_; }
  [[nodiscard]] const EVP_MD* md() const { return md_; }

 private:
  EVP_MD_CTX* digest_;
  EVP_PKEY_CTX* pkey_ = nullptr;
  const EVP_MD* md_ = nullptr;
};

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool VerifiesWith(const Key& key, std::string_view message, std::string_view signature) {
  const Context context(key);
  return EVP_DigestVerifyInit(context.get(), nullptr, context.md(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

// Signing fails for want of memory or of OpenSSL's provider only; there is no going on without.
std::string SignWith(const Key& key, std::string_view message) {
  const Context context(key);
  size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, context.md(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, Bytes(message), message.size()) != 1) {
    std::abort();
  }
  std::string signature(size, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(signature.data());
  if (EVP_DigestSign(context.get(), out, &size, Bytes(message), message.size()) != 1) std::abort();
  signature.resize(size);
  return signature;
}

// The key's public half as it stands behind the kind's byte.
std::string PublicBytes(const Key& key, KeyKind kind) {
  if (kind == KeyKind::kSm2) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    if (size <= 0) std::abort();
    std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
    return std::string(kSm2Bytes) + bytes;
  }
  std::string bytes(kEd25519PublicBytes, '\0');
  size_t size = bytes.size();
  auto* const out = reinterpret_cast<unsigned char*>(bytes.data());
  if (EVP_PKEY_get_raw_public_key(key.get(), out, &size) != 1) std::abort();
  return (kind == KeyKind::kEd25519 ? kEd25519Byte : kCosignatureByte) + bytes;
}

bool IsName(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '+') return false;
  }
  return true;
}

Status Invalid(std::string what) { return {Code::kInvalid, std::move(what)}; }

std::string Hex8(uint32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += kDigits[value >> shift & 15];
  return text;
}

}  // namespace

Digest DigestOf(KeyKind kind) { return kind == KeyKind::kSm2 ? Digest::kSm3 : Digest::kSha256; }

Result<VerifierKey> VerifierKey::Of(std::string name, std::string encoded) {
  if (!IsName(name)) return Invalid("a key's name has no spaces and no '+'");
  VerifierKey verifier;
  const std::string_view bytes = encoded;
  if (bytes.starts_with(kSm2Bytes)) {
    verifier.kind_ = KeyKind::kSm2;
    const unsigned char* der = Bytes(bytes.substr(kSm2Bytes.size()));
    const auto size = static_cast<long>(bytes.size() - kSm2Bytes.size());  // NOLINT: OpenSSL's
    verifier.key_ = Owned(d2i_PUBKEY(nullptr, &der, size));
    if (verifier.key_ == nullptr || !EVP_PKEY_is_a(verifier.key_.get(), "SM2")) {
      return Invalid("no SM2 public key");
    }
    // A key has one text only, whatever the decoder overlooks.
    if (PublicBytes(verifier.key_, KeyKind::kSm2) != encoded) return Invalid("no SM2 public key");
  } else if (bytes.size() == 1 + kEd25519PublicBytes &&
             (bytes.front() == kEd25519Byte || bytes.front() == kCosignatureByte)) {
    const bool cosigns = bytes.front() == kCosignatureByte;
    verifier.kind_ = cosigns ? KeyKind::kCosignature : KeyKind::kEd25519;
    verifier.key_ = Owned(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                      Bytes(bytes.substr(1)), kEd25519PublicBytes));
    if (verifier.key_ == nullptr) return Invalid("no Ed25519 public key");
  } else {
    return Invalid("a key of no kind this program knows");
  }
  const Hash hash = HashOf(name + "\n" + encoded);
  for (size_t i = 0; i < 4; ++i) verifier.id_ = verifier.id_ << 8 | hash[i];
  verifier.name_ = std::move(name);
  verifier.encoded_ = std::move(encoded);
  return verifier;
}

Result<VerifierKey> VerifierKey::Parse(std::string_view text) {
  const size_t first = text.find('+');
  const size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return Invalid("a verifier key is NAME+ID+KEY");
  auto encoded = FromBase64(text.substr(second + 1));
  if (!encoded) return Invalid("the third part of a verifier key is base64");
  auto verifier = Of(std::string(text.substr(0, first)), *std::move(encoded));
  if (verifier.ok() && verifier->ToString() != text) {
    return Invalid("the id in the verifier key is not that of its name and key");
  }
  return verifier;
}

std::string VerifierKey::ToString() const {
  return name_ + "+" + Hex8(id_) + "+" + Base64(encoded_);
}

bool VerifierKey::Verifies(std::string_view text, std::string_view signature) const {
  if (kind_ != KeyKind::kCosignature) return VerifiesWith(key_, text, signature);
  if (signature.size() < kTimeBytes) return false;
  return VerifiesWith(key_, Cosigned(text, BigEndian64(signature)), signature.substr(kTimeBytes));
}

uint64_t VerifierKey::TimeOf(std::string_view signature) const {
  const bool says = kind_ == KeyKind::kCosignature && signature.size() >= kTimeBytes;
  return says ? BigEndian64(signature) : 0;
}

Result<SigningKey> SigningKey::Of(const std::string& name, Key key, bool cosigns) {
  KeyKind kind = cosigns ? KeyKind::kCosignature : KeyKind::kEd25519;
  if (EVP_PKEY_is_a(key.get(), "SM2")) {
    kind = KeyKind::kSm2;
  } else if (!EVP_PKEY_is_a(key.get(), "ED25519")) {
    return Status::Corrupt(0, "a key of no kind this program knows");
  }
  SigningKey signing;
  auto verifier = VerifierKey::Of(name, PublicBytes(key, kind));
  if (!verifier.ok()) return verifier.status();
  signing.verifier_ = *std::move(verifier);
  signing.key_ = std::move(key);
  return signing;
}

Result<SigningKey> SigningKey::Generate(const std::string& name, KeyKind kind) {
  const bool sm2 = kind == KeyKind::kSm2;
  EVP_PKEY* key = sm2 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")
                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) return Status(Code::kIo, "no key could be made");
  return Of(name, Owned(key), kind == KeyKind::kCosignature);
}

Result<SigningKey> SigningKey::FromPem(const std::string& name, const std::string& pem) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Key key = Owned(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  if (key == nullptr) return Status::Corrupt(0, "no private key in PEM");
  return Of(name, std::move(key), false);
}

std::string SigningKey::ToPem() const {
  BIO* const bio = BIO_new(BIO_s_mem());
  if (PEM_write_bio_PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    std::abort();
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);  // NOLINT: OpenSSL's
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

std::string SigningKey::Sign(std::string_view text, uint64_t unix_seconds) const {
  if (verifier_.kind() != KeyKind::kCosignature) return SignWith(key_, text);
  std::string signature;
  AppendBigEndian64(&signature, unix_seconds);
  return signature + SignWith(key_, Cosigned(text, unix_seconds));
}

}  // namespace outturn::store
