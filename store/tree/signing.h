// Keys that sign notes, and the one seam to OpenSSL's signatures. Two pairs of digest and
// signature: SHA-256 with Ed25519, and SM3 with SM2 (GB/T 32905, GB/T 32918) where those are
// prescribed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "store/status.h"
#include "store/tree/merkle.h"

struct evp_pkey_st;

namespace outturn::store {

enum class KeyKind : uint8_t {
  kEd25519,      // 0x01 of C2SP signed-note: signs the note's text
  kCosignature,  // 0x04 of C2SP tlog-cosignature: a witness, Ed25519 over a time and the text
  kSm2,          // 0xff "sm2-sm3": not of C2SP; signs the note's text with user id 1234567812345678
};

// The digest of the trees whose checkpoints such a key signs.
Digest DigestOf(KeyKind kind);

// What somebody needs to check a note: "outturn/431200+1a2b3c4d+AX…" (C2SP's verifier key: name,
// key id, base64 of kind and public key). Immutable; any thread; copying is cheap.
class VerifierKey {
 public:
  // kInvalid, saying what is wrong with it.
  static Result<VerifierKey> Parse(std::string_view text);

  const std::string& name() const { return name_; }
  KeyKind kind() const { return kind_; }
  // First 4 bytes of SHA-256(name || LF || kind || public key), as a number.
  uint32_t id() const { return id_; }
  std::string ToString() const;

  // Whether `signature` (without the key id) is this key's under the note's text.
  bool Verifies(std::string_view text, std::string_view signature) const;
  // When it was made, as it says itself, in Unix seconds; 0: signatures of this kind say nothing.
  uint64_t TimeOf(std::string_view signature) const;

 private:
  friend class SigningKey;
  static Result<VerifierKey> Of(std::string name, std::string kind_and_public_key);

  std::string name_;
  KeyKind kind_ = KeyKind::kEd25519;
  uint32_t id_ = 0;
  std::string encoded_;  // kind and public key
  std::shared_ptr<evp_pkey_st> key_;
};

// Any thread.
class SigningKey {
 public:
  // A new key. `name`: at least one character, no space and no '+'. kInvalid, kIo.
  static Result<SigningKey> Generate(const std::string& name, KeyKind kind);

  // What ToPem gave. kCorrupt.
  static Result<SigningKey> FromPem(const std::string& name, const std::string& pem);
  std::string ToPem() const;

  const VerifierKey& verifier() const { return verifier_; }
  // Of a note's text; `unix_seconds` matters to a kCosignature only.
  std::string Sign(std::string_view text, uint64_t unix_seconds = 0) const;

 private:
  static Result<SigningKey> Of(const std::string& name, std::shared_ptr<evp_pkey_st> key,
                               bool cosigns);
  VerifierKey verifier_;
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace outturn::store
