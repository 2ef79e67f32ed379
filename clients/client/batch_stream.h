// One RecordStream call: batches out, replies in, each with a time limit.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_stream.h>

#include <chrono>
#include <memory>

#include "clients/client/connection.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::client {

// The caller sends no more batches ahead of their replies than the server reads ahead (16): so
// sending never waits for receiving, and one thread can do both. Not for several threads.
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
  // Waits for the operation just started.
  bool Await();
  bool Note(bool ok);

  const std::chrono::milliseconds limit_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<v1::RecordBatchRequest, v1::RecordBatchReply>>
      stream_;
  bool broken_ = false;
  bool late_ = false;
  bool finished_ = false;
};

}  // namespace outturn::client
