// Why a call failed, out of gRPC's status and its google.rpc details.
#pragma once

#include <grpcpp/support/status.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "google/rpc/status.pb.h"
#include "services/intake/text.h"

namespace outturn::client {

// What a caller does about a failure.
enum class FailureClass {
  kMalformed,    // the request cannot be understood: correct it
  kRefused,      // the book's rules say no
  kConflict,     // the id was used with other content, or the ledger has moved on
  kNotFound,     // nothing of this name
  kUnreachable,  // no answer, or none yet: send it again with the same id, which settles it
  kOther,
};

struct FieldViolation {
  std::string field;  // "payment.amount_fen"
  std::string description;
};

struct Failure {
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
  std::string message;                           // for people, in the language asked for
  std::string reason;                            // ErrorInfo.reason: "OVER_BUDGET"; may be empty
  std::map<std::string, std::string> variables;  // ErrorInfo.metadata: the message's numbers
  std::vector<FieldViolation> fields;            // BadRequest
  std::vector<std::string> preconditions;        // PreconditionFailure descriptions
  std::chrono::milliseconds retry_after{0};      // RetryInfo: not to be repeated sooner

  [[nodiscard]] FailureClass Class() const;
};

// A failure that no server described, in words: what gRPC says of it is for programmers.
[[nodiscard]] intake::Words PlainWords(const Failure& failure);

// `status` must not be ok.
[[nodiscard]] Failure FailureOf(const grpc::Status& status);
[[nodiscard]] Failure FailureOf(const google::rpc::Status& status);

}  // namespace outturn::client
