// Whether what the server tells is what the events say: outturn.v1.Inspection.
#pragma once

#include <atomic>

#include "outturn/v1/inspection.grpc.pb.h"
#include "services/app/fsck/comparison.h"
#include "services/app/proofs/proofs.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Inspection final : public v1::Inspection::CallbackService {
 public:
  Inspection(ReadingThreads& reading, const app::Book& book, app::Comparison& comparison,
             const app::Proofs* proofs)
      : reading_(reading), book_(book), comparison_(comparison), proofs_(proofs) {}

  grpc::ServerUnaryReactor* CompareLedger(grpc::CallbackServerContext* context,
                                          const v1::CompareLedgerRequest* request,
                                          v1::CompareLedgerReply* reply) override;
  grpc::ServerWriteReactor<v1::FsckUpdate>* Fsck(grpc::CallbackServerContext* context,
                                                 const v1::FsckRequest* request) override;
  // Ends an examination under way, and those that begin later, with UNAVAILABLE.
  void Stop() { stopped_ = true; }

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
  app::Comparison& comparison_;
  const app::Proofs* proofs_;
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> examining_ = false;
};

}  // namespace outturn::rpc
