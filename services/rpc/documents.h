// Whole reports, and what a public version would reveal: outturn.v1.Documents.
#pragma once

#include "outturn/v1/documents.grpc.pb.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/reports.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Documents final : public v1::Documents::CallbackService {
 public:
  Documents(ReadingThreads& reading, const app::Reports& reports, const app::Moments& moments)
      : reading_(reading), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* FillTemplate(grpc::CallbackServerContext* context,
                                         const v1::FillTemplateRequest* request,
                                         v1::FillTemplateReply* reply) override;
  grpc::ServerUnaryReactor* FindLeaks(grpc::CallbackServerContext* context,
                                      const v1::FindLeaksRequest* request,
                                      v1::FindLeaksReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

}  // namespace outturn::rpc
