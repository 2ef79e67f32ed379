// Errors as gRPC statuses with google.rpc details: exactly one ErrorInfo (domain "outturn", reason,
// the variables of the message); BadRequest for malformed fields; PreconditionFailure for refusals;
// RetryInfo where to try again. Long values are shortened, and of very many malformed fields the
// first ones are told: what is too long for the trailing metadata would not arrive at all.
#pragma once

#include <grpcpp/grpcpp.h>

#include "google/rpc/status.pb.h"
#include "services/app/answer.h"
#include "services/app/trouble.h"
#include "services/core/refusal.h"
#include "services/wire/fields.h"

namespace outturn::rpc {

using core::Language;

// The language the caller reads: metadata "accept-language", default zh.
[[nodiscard]] Language LanguageOf(const grpc::ServerContextBase& context);

[[nodiscard]] google::rpc::Status Describe(const core::Refusal& refusal, Language language);
[[nodiscard]] google::rpc::Status Describe(const wire::Violations& violations, Language language);
[[nodiscard]] google::rpc::Status Describe(const app::Unavailable& unavailable, Language language);
[[nodiscard]] google::rpc::Status Describe(const app::Trouble& trouble, Language language);

[[nodiscard]] grpc::Status ToGrpc(const google::rpc::Status& status);

// NO_MEMORY: the workbook asked for does not fit.
[[nodiscard]] grpc::Status NoMemory(Language language);

// One malformed field of a request other than a command.
[[nodiscard]] grpc::Status Malformed(Language language, std::string field, std::string found,
                                     wire::Wanted wanted);

}  // namespace outturn::rpc
