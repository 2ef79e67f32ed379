#include "services/audit/digests.h"

#include "services/figures/table.h"
#include "store/tree/digest.h"

namespace outturn::audit {

std::string DigestOf(std::string_view bytes) {
  return "sha256:" + figures::Hex(store::Sha256Of(bytes));
}

bool HasDigest(std::string_view bytes, std::string_view digest) {
  if (digest.starts_with("sm3:")) return digest.substr(4) == figures::Hex(store::Sm3Of(bytes));
  return digest == DigestOf(bytes);
}

}  // namespace outturn::audit
