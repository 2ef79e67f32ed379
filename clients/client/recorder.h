// Sends many commands in order, in batches, and tells what became of each.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "clients/client/connection.h"
#include "clients/client/failure.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::client {

using Answer = std::variant<v1::Receipt, Failure>;

// One call; a write without an answer is repeated with the same id as the policy says.
[[nodiscard]] Answer Record(const Connection& connection, const RetryPolicy& policy,
                            const v1::RecordRequest& request);

struct RecorderOptions {
  size_t batch_commands = 500;   // the server takes at most 1,000
  size_t batch_bytes = 1 << 20;  // gRPC's own limit is 4 MiB
  bool validate_only = false;
  RetryPolicy retry;
};

// Not for use by several threads at once. Callbacks come from inside Submit and Flush, in the order
// of submission, exactly one per command — unless a call returns a Failure: then the commands not
// called back about have an unknown outcome, and nothing more can be submitted.
class Recorder {
 public:
  // `tag` is the caller's own: a row number.
  using OnAnswer = std::function<void(uint64_t tag, const v1::Command& command, const Answer&)>;

  Recorder(const Connection& connection, RecorderOptions options, OnAnswer on_answer);

  // Sends when a batch is full.
  [[nodiscard]] std::optional<Failure> Submit(v1::Command command, uint64_t tag);
  // Sends what is left. To be called at the end.
  [[nodiscard]] std::optional<Failure> Flush();

 private:
  std::optional<Failure> Send();
  // Sends the batch from index `from` on and notes the answers; moves `from` to the first command
  // the server could not answer for, and then gives back why.
  grpc::Status SendFrom(size_t* from, grpc::ClientContext* context);
  grpc::Status NoteAnswers(const v1::RecordBatchReply& reply, size_t* from);

  Connection connection_;
  RecorderOptions options_;
  OnAnswer on_answer_;
  std::unique_ptr<v1::Recorder::Stub> stub_;
  v1::RecordBatchRequest batch_;
  size_t batch_bytes_ = 0;
  std::vector<uint64_t> tags_;
  std::vector<std::optional<Answer>> answers_;
};

}  // namespace outturn::client
