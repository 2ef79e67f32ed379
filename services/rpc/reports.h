// Forms and figures: outturn.v1.Reports.
#pragma once

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/reports.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Reports final : public v1::Reports::CallbackService {
 public:
  Reports(ReadingThreads& reading, const app::Reports& reports, const app::Moments& moments)
      : reading_(reading), reports_(reports), moments_(moments) {}

  grpc::ServerUnaryReactor* ListForms(grpc::CallbackServerContext* context,
                                      const v1::ListFormsRequest* request,
                                      v1::ListFormsReply* reply) override;
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request,
                                      v1::GetReportReply* reply) override;
  grpc::ServerUnaryReactor* ListFigures(grpc::CallbackServerContext* context,
                                        const v1::ListFiguresRequest* request,
                                        v1::ListFiguresReply* reply) override;
  grpc::ServerUnaryReactor* GetFigures(grpc::CallbackServerContext* context,
                                       const v1::GetFiguresRequest* request,
                                       v1::GetFiguresReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Reports& reports_;
  const app::Moments& moments_;
};

}  // namespace outturn::rpc
