#include "services/rpc/inspection.h"

#include "services/app/trouble.h"
#include "services/rpc/errors.h"
#include "services/rpc/fsck_call.h"

namespace outturn::rpc {
namespace {

const char* DifferenceOf(app::Compared::Finding finding) {
  switch (finding) {
    case app::Compared::Finding::kSame:
      return "";
    case app::Compared::Finding::kResident:
      return "RESIDENT";
    case app::Compared::Finding::kHistory:
      return "HISTORY";
  }
  return "";
}

}  // namespace

grpc::ServerUnaryReactor* Inspection::CompareLedger(grpc::CallbackServerContext* context,
                                                    const v1::CompareLedgerRequest* request,
                                                    v1::CompareLedgerReply* reply) {
  return reading_.Finish(context, app::Call::kCompareLedger, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    if (request->ledger().unit().empty()) {
      return Malformed(language, "ledger.unit", "", {"必填", "required"});
    }
    const core::LedgerId id{request->ledger().unit(), request->ledger().year()};
    const auto compared = comparison_.Compare(id);
    if (!compared.ok()) return ToGrpc(Describe(app::Damaged(compared.status()), language));
    if (!*compared) return ToGrpc(Describe(app::NoLedger(id), language));
    reply->set_position((*compared)->position);
    reply->set_events((*compared)->events);
    reply->set_difference(DifferenceOf((*compared)->finding));
    reply->set_field((*compared)->field);
    return grpc::Status::OK;
  });
}

grpc::ServerWriteReactor<v1::FsckUpdate>* Inspection::Fsck(grpc::CallbackServerContext* context,
                                                           const v1::FsckRequest*) {
  auto* call = new FsckCall(book_.meters().Of(app::Call::kFsck), LanguageOf(*context));
  if (examining_.exchange(true)) {
    const app::Trouble busy{app::Trouble::Kind::kBusy,
                            "FSCK_RUNNING",
                            {"账簿检查正在进行，请待其结束", "the book is being examined already"}};
    call->Refuse(ToGrpc(Describe(busy, LanguageOf(*context))));
    return call;
  }
  reading_.Post([this, call] {
    call->Run({book_, comparison_, proofs_}, stopped_, [this] { examining_ = false; });
  });
  return call;
}

}  // namespace outturn::rpc
