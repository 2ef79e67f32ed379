// The checks: outturn.v1.Checks.
#pragma once

#include "outturn/v1/checks.grpc.pb.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/reports.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Checks final : public v1::Checks::CallbackService {
 public:
  Checks(ReadingThreads& reading, const app::Reports& reports, const app::Moments& moments)
      : reading_(reading), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* CheckLedger(grpc::CallbackServerContext* context,
                                        const v1::CheckLedgerRequest* request,
                                        v1::CheckLedgerReply* reply) override;
  grpc::ServerUnaryReactor* CheckStated(grpc::CallbackServerContext* context,
                                        const v1::CheckStatedRequest* request,
                                        v1::CheckStatedReply* reply) override;
  grpc::ServerUnaryReactor* ListChecks(grpc::CallbackServerContext* context,
                                       const v1::ListChecksRequest* request,
                                       v1::ListChecksReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

}  // namespace outturn::rpc
