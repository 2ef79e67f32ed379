// Digests of documents as events record them: the algorithm's name, ':' and lower-case hex.
#pragma once

#include <string>
#include <string_view>

namespace outturn::audit {

// "sha256:…" of the bytes.
[[nodiscard]] std::string DigestOf(std::string_view bytes);

// Whether the bytes have that digest; false for an algorithm other than sha256 and sm3.
[[nodiscard]] bool HasDigest(std::string_view bytes, std::string_view digest);

}  // namespace outturn::audit
