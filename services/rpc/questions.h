// What read requests share: a ledger, a day, a language.
#pragma once

#include <optional>
#include <string>

#include "outturn/v1/ledger.pb.h"
#include "outturn/v1/services.pb.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/reports.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// As known at which position, or why that is none.
struct AskedMoment {
  core::Position position = 0;  // 0: now
  grpc::Status status;          // OK when there is such a moment
};
// `known` counts where it says something, else the position `known_at`. `prefix` is what the
// request puts before the names of both fields: "to_".
[[nodiscard]] AskedMoment MomentOf(Language language, const app::Moments& moments,
                                   const v1::KnownAt& known, uint64_t known_at = 0,
                                   const char* prefix = "");

// The cut a request asks for, or what is wrong about it.
struct AskedCut {
  app::Question question;
  grpc::Status status;  // OK when the question is well-formed
};
[[nodiscard]] AskedCut CutOf(Language language, const v1::LedgerRef& ledger, int32_t as_of,
                             const AskedMoment& moment = {}, const std::string& prefix = "");

// Of a request with ledger, as_of, known_at and known, as all that ask for figures are.
template <typename Request>
[[nodiscard]] AskedCut CutOf(Language language, const app::Moments& moments,
                             const Request& request) {
  return CutOf(language, request.ledger(), request.as_of(),
               MomentOf(language, moments, request.known(), request.known_at()));
}

// ZH and EN; unspecified: what the caller's metadata says.
[[nodiscard]] Language LanguageOf(v1::Language asked, Language otherwise);

}  // namespace outturn::rpc
