// The auditor's questions: outturn.v1.Audit.
#pragma once

#include "outturn/v1/audit.grpc.pb.h"
#include "services/app/questions/audit.h"
#include "services/app/questions/moments.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Audit final : public v1::Audit::CallbackService {
 public:
  Audit(ReadingThreads& reading, const app::Book& book, const app::Reports& reports,
        const app::Moments& moments)
      : reading_(reading), audit_(book, reports), moments_(moments) {}

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const v1::ExplainRequest* request,
                                    v1::ExplainReply* reply) override;

  grpc::ServerUnaryReactor* Diff(grpc::CallbackServerContext* context,
                                 const v1::DiffRequest* request, v1::DiffReply* reply) override;
  grpc::ServerUnaryReactor* Reconcile(grpc::CallbackServerContext* context,
                                      const v1::ReconcileRequest* request,
                                      v1::ReconcileReply* reply) override;
  grpc::ServerUnaryReactor* FindPosition(grpc::CallbackServerContext* context,
                                         const v1::FindPositionRequest* request,
                                         v1::FindPositionReply* reply) override;

 private:
  ReadingThreads& reading_;
  const app::Audit audit_;
  const app::Moments& moments_;
};

}  // namespace outturn::rpc
