// Checkpoints and proofs: outturn.v1.Proofs.
#pragma once

#include "outturn/v1/proof.grpc.pb.h"
#include "services/app/book.h"
#include "services/app/proofs/proofs.h"
#include "services/app/questions/audit_packs.h"
#include "services/app/questions/moments.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Proofs final : public v1::Proofs::CallbackService {
 public:
  Proofs(ReadingThreads& reading, app::Book& book, const app::Reports& reports, app::Proofs& proofs,
         const app::Moments& moments)
      : reading_(reading),
        book_(book),
        proofs_(proofs),
        moments_(moments),
        packs_(book, reports, proofs) {}

  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* context,
                                          const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* reply) override;
  grpc::ServerUnaryReactor* ProveInclusion(grpc::CallbackServerContext* context,
                                           const v1::ProveInclusionRequest* request,
                                           v1::InclusionProof* reply) override;
  grpc::ServerUnaryReactor* ProveConsistency(grpc::CallbackServerContext* context,
                                             const v1::ProveConsistencyRequest* request,
                                             v1::ConsistencyProof* reply) override;
  grpc::ServerUnaryReactor* RecordProven(grpc::CallbackServerContext* context,
                                         const v1::RecordRequest* request,
                                         v1::ProvenReceipt* reply) override;
  grpc::ServerUnaryReactor* NameCheckpoint(grpc::CallbackServerContext* context,
                                           const v1::NameCheckpointRequest* request,
                                           v1::Checkpoint* reply) override;
  grpc::ServerUnaryReactor* ListCheckpoints(grpc::CallbackServerContext* context,
                                            const v1::ListCheckpointsRequest* request,
                                            v1::ListCheckpointsReply* reply) override;
  grpc::ServerUnaryReactor* AddCosignature(grpc::CallbackServerContext* context,
                                           const v1::AddCosignatureRequest* request,
                                           v1::Checkpoint* reply) override;
  grpc::ServerWriteReactor<v1::AuditPackPart>* CreateAuditPack(
      grpc::CallbackServerContext* context, const v1::CreateAuditPackRequest* request) override;

 private:
  void Fill(const store::Note& note, v1::Checkpoint& out) const;
  void Fill(const app::InclusionProof& proof, v1::InclusionProof& out) const;

  ReadingThreads& reading_;
  app::Book& book_;
  app::Proofs& proofs_;
  const app::Moments& moments_;
  const app::AuditPacks packs_;
};

}  // namespace outturn::rpc
