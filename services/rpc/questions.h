// What read requests share: a ledger, a day, a language.
#pragma once

#include <optional>

#include "outturn/v1/ledger.pb.h"
#include "outturn/v1/services.pb.h"
#include "services/app/reports.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// The cut a request asks for, or what is malformed about it.
struct AskedCut {
  app::Question question;
  grpc::Status status;  // OK when the question is well-formed
};
[[nodiscard]] AskedCut CutOf(Language language, const v1::LedgerRef& ledger, int32_t as_of,
                             uint64_t known_at = 0);

// ZH and EN; unspecified: what the caller's metadata says.
[[nodiscard]] Language LanguageOf(v1::Language asked, Language otherwise);

}  // namespace outturn::rpc
