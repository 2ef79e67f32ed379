// Whether what the server tells is what the events say: outturn.v1.Inspection.
#pragma once

#include "outturn/v1/inspection.grpc.pb.h"
#include "services/app/comparison.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Inspection final : public v1::Inspection::CallbackService {
 public:
  Inspection(ReadingThreads& reading, app::Comparison& comparison)
      : reading_(reading), comparison_(comparison) {}

  grpc::ServerUnaryReactor* CompareLedger(grpc::CallbackServerContext* context,
                                          const v1::CompareLedgerRequest* request,
                                          v1::CompareLedgerReply* reply) override;

 private:
  ReadingThreads& reading_;
  app::Comparison& comparison_;
};

}  // namespace outturn::rpc
