// The book's Merkle tree as C2SP tlog-tiles serve it: what any client of transparency logs can
// follow.
//
//   /checkpoint                 the newest one, signed now if need be
//   /checkpoint/998             one handed out earlier, with its co-signatures
//   /key                        the verifier key
//   /tile/0/x001/x234/067       256 hashes of a level; …/067.p/12 its first 12
//   /tile/entries/x001/234      256 events, each behind its length in 2 bytes, big-endian
#pragma once

#include <optional>
#include <string>

#include "services/app/proofs/proofs.h"
#include "services/web/http_server.h"

namespace outturn::web {

// nullopt for a path that is none of these. Any thread.
[[nodiscard]] std::optional<Response> LogPage(app::Proofs& proofs, const std::string& path);

}  // namespace outturn::web
