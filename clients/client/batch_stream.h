// One RecordStream call: batches out, replies in, each with a time limit.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_stream.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>

#include "clients/client/connection.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::client {

// Replies that come while a batch goes out are taken in meanwhile, so that neither side waits for
// the other's reading, and one thread can do both. The caller bounds how many are awaited. Not for
// several threads.
class BatchStream {
 public:
  // `limit` is what each call below may take; a stream that exceeds it is broken.
  BatchStream(const Connection& connection, v1::Recorder::Stub* stub,
              std::chrono::milliseconds limit);
  ~BatchStream();  // cancels what was not finished
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  // False: the stream is broken; Finish tells why.
  [[nodiscard]] bool Send(const v1::RecordBatchRequest& request);
  [[nodiscard]] bool Receive(v1::RecordBatchReply* reply);

  // Ends the stream. Of a broken one: why, never ok. To be called once, with nothing after it.
  [[nodiscard]] grpc::Status Finish();

 private:
  enum class Reading : uint8_t { kNot, kUnderWay, kFailed };

  // Waits for the operation whose tag this is; replies that come meanwhile are kept.
  bool Await(const void* tag);
  bool Note(bool ok);
  void StartRead();  // unless one is under way, or can come to nothing any more
  void Arrived(bool ok);

  const std::chrono::milliseconds limit_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<v1::RecordBatchRequest, v1::RecordBatchReply>>
      stream_;
  v1::RecordBatchReply reply_;  // its place is a read's tag, `this` any other operation's
  Reading reading_ = Reading::kNot;
  std::deque<v1::RecordBatchReply> arrived_;  // and were not asked for yet
  bool broken_ = false;
  bool late_ = false;
  bool finished_ = false;
};

}  // namespace outturn::client
