// Writing: outturn.v1.Recorder.
#pragma once

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/book.h"
#include "services/rpc/record_stream.h"

namespace outturn::rpc {

class Recorder final : public v1::Recorder::CallbackService {
 public:
  explicit Recorder(app::Book& book) : book_(book) {}

  grpc::ServerUnaryReactor* Record(grpc::CallbackServerContext* context,
                                   const v1::RecordRequest* request, v1::Receipt* receipt) override;
  grpc::ServerUnaryReactor* RecordBatch(grpc::CallbackServerContext* context,
                                        const v1::RecordBatchRequest* request,
                                        v1::RecordBatchReply* reply) override;
  grpc::ServerBidiReactor<v1::RecordBatchRequest, v1::RecordBatchReply>* RecordStream(
      grpc::CallbackServerContext* context) override;
  // See RecordStreams.
  void EndStreams() { streams_.End(); }

 private:
  app::Book& book_;
  RecordStreams streams_;
};

}  // namespace outturn::rpc
