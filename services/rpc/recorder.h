// Writing: outturn.v1.Recorder.
#pragma once

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/book.h"
#include "services/rpc/record_stream.h"

namespace outturn::rpc {

// Batches come and go as bytes.
using RecorderCalls =
    v1::Recorder::WithCallbackMethod_Record<v1::Recorder::WithRawCallbackMethod_RecordBatch<
        v1::Recorder::WithRawCallbackMethod_RecordStream<v1::Recorder::Service>>>;

class Recorder final : public RecorderCalls {
 public:
  explicit Recorder(app::Book& book) : book_(book) {}

  grpc::ServerUnaryReactor* Record(grpc::CallbackServerContext* context,
                                   const v1::RecordRequest* request, v1::Receipt* receipt) override;
  grpc::ServerUnaryReactor* RecordBatch(grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* request,
                                        grpc::ByteBuffer* reply) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* RecordStream(
      grpc::CallbackServerContext* context) override;
  // See RecordStreams.
  void EndStreams() { streams_.End(); }

 private:
  app::Book& book_;
  RecordStreams streams_;
};

}  // namespace outturn::rpc
