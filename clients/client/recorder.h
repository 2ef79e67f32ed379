// Sends many commands in order, in batches over one stream, and tells what became of each.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "clients/client/batch_stream.h"
#include "clients/client/connection.h"
#include "clients/client/failure.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::client {

using Answer = std::variant<v1::Receipt, Failure>;

// Whether a server said that this attempt changed nothing.
[[nodiscard]] bool NothingHappened(const Failure& failure);

// One call; a write without an answer is repeated with the same id as the policy says.
[[nodiscard]] Answer Record(const Connection& connection, const RetryPolicy& policy,
                            const v1::RecordRequest& request);

struct RecorderOptions {
  size_t batch_commands = 500;   // the server takes at most 1,000
  size_t batch_bytes = 1 << 20;  // gRPC's own limit is 4 MiB
  size_t window = 4;             // batches sent ahead of their replies, 1 to 16
  bool validate_only = false;
  // `attempt` is what one reply may take, `total` the time without any answer after which a call
  // gives up; a server that was restarted meanwhile is simply gone on with.
  RetryPolicy retry;
};

// Not for use by several threads at once. Callbacks come from inside Submit and Flush, in the order
// of submission, exactly one per command — unless a call returns a Failure: then the commands not
// called back about have an unknown outcome, and nothing more can be submitted.
//
// Where the stream breaks or the server could not answer for a command, what has no answer yet is
// sent again with the same ids: it is answered, not recorded twice, and its receipts say
// already_recorded when the lost answer was one. A refusal that came after such a gap is asked for
// again, because it may have rested on what was in the gap.
class Recorder {
 public:
  // `tag` is the caller's own: a row number.
  using OnAnswer = std::function<void(uint64_t tag, const v1::Command& command, const Answer&)>;

  Recorder(const Connection& connection, RecorderOptions options, OnAnswer on_answer);

  // Sends when a batch is full, and waits when the window is.
  [[nodiscard]] std::optional<Failure> Submit(v1::Command command, uint64_t tag);
  // Sends what is left, waits for every answer and ends the stream. To be called at the end.
  [[nodiscard]] std::optional<Failure> Flush();

  // Whether of what was not called back about something may have been recorded: a reply to it was
  // lost, or it is known to be and stands behind a command without an answer.
  [[nodiscard]] bool MayHaveRecorded() const;

 private:
  struct Batch {
    v1::RecordBatchRequest request;
    size_t bytes = 0;
    std::vector<uint64_t> tags;
    std::vector<std::optional<Answer>> answers;
    std::vector<size_t> asked;  // what was sent last, by index; empty: everything
    size_t told = 0;            // so many of the first answers were called back
  };

  // Sends what was not sent and takes replies until at most `most` batches wait for theirs.
  std::optional<Failure> Exchange(size_t most);
  // One attempt at that, to its end or to the first trouble.
  grpc::Status Attempt(size_t most);
  bool SendWaiting();
  grpc::Status NoteReply(const v1::RecordBatchReply& reply, Batch* batch);
  // Calls back about the answers at the front, up to the first that is missing.
  void Tell();
  // Ends the stream and makes everything without an answer ready to be sent again.
  grpc::Status Break();

  Connection connection_;
  RecorderOptions options_;
  OnAnswer on_answer_;
  Retries retries_;
  std::unique_ptr<v1::Recorder::Stub> stub_;
  std::unique_ptr<BatchStream> stream_;
  Batch filling_;
  std::deque<Batch> waiting_;  // in order; the first `sent_` were sent over stream_
  size_t sent_ = 0;
  bool lost_ = false;  // a reply to what is waiting
};

}  // namespace outturn::client
