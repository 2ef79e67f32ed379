#include "store/tree/digest.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace outturn::store {

std::string Sha256Of(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string Sm3Of(std::string_view bytes) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
             EVP_sm3(), nullptr);
  digest.resize(size);
  return digest;
}

}  // namespace outturn::store
