#include "services/rpc/proofs.h"

#include <atomic>
#include <utility>

#include "services/rpc/batch.h"
#include "services/rpc/command.h"
#include "services/rpc/errors.h"
#include "services/rpc/findings.h"
#include "services/rpc/questions.h"

namespace outturn::rpc {
namespace {

std::string BytesOf(const store::Hash& hash) { return {hash.begin(), hash.end()}; }

app::Trouble NoSuchEvent(const core::EventRef& ref) {
  const std::string event = ref.ToString();
  return app::NotFound("EVENT_NOT_FOUND",
                       {"没有编号为 " + event + " 的事项", "there is no event " + event},
                       {{"event", event}});
}

constexpr size_t kPartBytes = 1 << 20;

// One pack on its way out, part by part.
class PackReactor final : public grpc::ServerWriteReactor<v1::AuditPackPart> {
 public:
  explicit PackReactor(app::CallMeter& meter) : meter_(meter) {}

  void Refuse(const grpc::Status& status) { End(status); }
  void Send(app::MadePack pack, Language language) {
    pack_ = std::move(pack.bytes);
    AddFindings(pack.leaks, language, part_.mutable_leaks());
    for (const std::string& form : pack.forms_left_out) part_.add_forms_left_out(form);
    Next();
  }
  void OnWriteDone(bool ok) override {
    part_.Clear();
    ok ? Next() : End(grpc::Status::CANCELLED);
  }
  void OnCancel() override { gone_ = true; }
  [[nodiscard]] bool gone() const { return gone_; }
  void OnDone() override { delete this; }

 private:
  void Next() {
    if (sent_ == pack_.size()) return End(grpc::Status::OK);
    part_.set_bytes(pack_.substr(sent_, kPartBytes));
    sent_ += part_.bytes().size();
    StartWrite(&part_);
  }
  void End(const grpc::Status& status) {
    meter_.micros.Observe(watch_.Micros());
    meter_.End(status.error_code());
    Finish(status);
  }

  app::CallMeter& meter_;
  const app::Stopwatch watch_;
  std::atomic<bool> gone_ = false;
  std::string pack_;
  size_t sent_ = 0;
  v1::AuditPackPart part_;
};

}  // namespace

void Proofs::Fill(const store::Note& note, v1::Checkpoint& out) const {
  out.set_verifier_key(proofs_.key().ToString());
  out.set_note(note.ToString());
  const auto checkpoint = store::Checkpoint::Parse(note.text);
  if (!checkpoint.ok()) return;
  out.set_size(checkpoint->size);
  out.set_root(BytesOf(checkpoint->root));
  for (const std::string& name : proofs_.NamesOf(checkpoint->size)) out.add_names(name);
}

void Proofs::Fill(const app::InclusionProof& proof, v1::InclusionProof& out) const {
  out.set_position(proof.position);
  out.set_size(proof.size);
  out.set_leaf(BytesOf(proof.leaf));
  out.set_event(proof.event);
  for (const store::Hash& hash : proof.proof) out.add_hashes(BytesOf(hash));
  if (!proof.checkpoint.signatures.empty()) Fill(proof.checkpoint, *out.mutable_checkpoint());
}

grpc::ServerUnaryReactor* Proofs::GetCheckpoint(grpc::CallbackServerContext* context,
                                                const v1::GetCheckpointRequest* request,
                                                v1::Checkpoint* reply) {
  return reading_.Finish(context, app::Call::kGetCheckpoint, [=, this]() -> grpc::Status {
    const auto note = !request->name().empty()    ? proofs_.FindCheckpoint(request->name())
                      : request->size() > 0       ? proofs_.CheckpointOf(request->size())
                      : request->signatures() > 0 ? proofs_.KnownCheckpoint(request->signatures())
                                                  : proofs_.NewestCheckpoint();
    if (!note.ok()) return ToGrpc(Describe(note.trouble(), LanguageOf(*context)));
    Fill(*note, *reply);
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Proofs::ProveInclusion(grpc::CallbackServerContext* context,
                                                 const v1::ProveInclusionRequest* request,
                                                 v1::InclusionProof* reply) {
  return reading_.Finish(context, app::Call::kProveInclusion, [=, this]() -> grpc::Status {
    const Language language = LanguageOf(*context);
    core::Position position = request->position();
    if (request->has_ref()) {
      const core::EventRef ref{request->ref().source(), request->ref().external_id()};
      const auto found = book_.FindId(ref);
      if (!found.ok()) return ToGrpc(Describe(app::Damaged(found.status()), language));
      if (!*found) return ToGrpc(Describe(NoSuchEvent(ref), language));
      position = **found;
    }
    const auto proof = proofs_.ProveInclusion(position, request->size());
    if (!proof.ok()) return ToGrpc(Describe(proof.trouble(), language));
    Fill(*proof, *reply);
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Proofs::ProveConsistency(grpc::CallbackServerContext* context,
                                                   const v1::ProveConsistencyRequest* request,
                                                   v1::ConsistencyProof* reply) {
  return reading_.Finish(context, app::Call::kProveConsistency, [=, this]() -> grpc::Status {
    const auto proof = proofs_.ProveConsistency(request->from(), request->to());
    if (!proof.ok()) return ToGrpc(Describe(proof.trouble(), LanguageOf(*context)));
    reply->set_from(proof->from);
    reply->set_to(proof->to);
    for (const store::Hash& hash : proof->proof) reply->add_hashes(BytesOf(hash));
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Proofs::RecordProven(grpc::CallbackServerContext* context,
                                               const v1::RecordRequest* request,
                                               v1::ProvenReceipt* reply) {
  const app::Stopwatch watch;
  app::CallMeter& meter = book_.meters().Of(app::Call::kRecordProven);
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  const auto finish = [reactor, watch, &meter](const grpc::Status& status) {
    meter.micros.Observe(watch.Micros());
    meter.End(status.error_code());
    reactor->Finish(status);
  };
  auto decoded = Understand(request->command(), book_);
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    book_.meters().malformed.Add();
    finish(ToGrpc(Describe(*violations, language)));
    return reactor;
  }
  const auto prove = [this, reply, language, finish] {
    const auto proof = proofs_.ProveInclusion(reply->receipt().position());
    if (proof.ok()) {
      Fill(*proof, *reply->mutable_proof());
    } else {  // the event is durable all the same: who gets no receipt would take it for lost
      reply->set_unproven(proof.trouble().reason);
      reply->set_unproven_message(proof.trouble().words.In(language));
    }
    finish(grpc::Status::OK);
  };
  // The writer's thread only hands over: signing is for those that read.
  book_.Submit(
      std::get<core::Command>(std::move(decoded)), request->validate_only(),
      [this, reply, language, finish, prove](const app::Answer& answer) {
        const auto error = Settle(answer, language, *reply->mutable_receipt());
        if (error) return finish(ToGrpc(*error));
        if (reply->receipt().position() == 0) return finish(grpc::Status::OK);
        reading_.Post(prove);
      },
      request->ByteSizeLong());
  return reactor;
}

grpc::ServerUnaryReactor* Proofs::NameCheckpoint(grpc::CallbackServerContext* context,
                                                 const v1::NameCheckpointRequest* request,
                                                 v1::Checkpoint* reply) {
  return reading_.Finish(context, app::Call::kNameCheckpoint, [=, this]() -> grpc::Status {
    const auto named = proofs_.NameCheckpoint(request->name(), request->size());
    if (!named.ok()) return ToGrpc(Describe(named.trouble(), LanguageOf(*context)));
    Fill(named->note, *reply);
    reply->set_already_named(named->already);
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Proofs::ListCheckpoints(grpc::CallbackServerContext* context,
                                                  const v1::ListCheckpointsRequest* request,
                                                  v1::ListCheckpointsReply* reply) {
  return reading_.Finish(context, app::Call::kListCheckpoints, [=, this]() -> grpc::Status {
    const uint32_t asked = request->page_size() == 0 ? 100 : request->page_size();
    if (asked > 1000) {
      return Malformed(LanguageOf(*context), "page_size", std::to_string(asked),
                       {"1 至 1000", "1 to 1000"});
    }
    const auto notes = proofs_.HandedOut(request->below(), asked + 1, request->named_only());
    for (size_t i = 0; i < notes.size() && i < asked; ++i) {
      Fill(notes[i], *reply->add_checkpoints());
    }
    if (notes.size() > asked) reply->set_next_below(reply->checkpoints().rbegin()->size());
    return grpc::Status::OK;
  });
}

grpc::ServerUnaryReactor* Proofs::AddCosignature(grpc::CallbackServerContext* context,
                                                 const v1::AddCosignatureRequest* request,
                                                 v1::Checkpoint* reply) {
  return reading_.Finish(context, app::Call::kAddCosignature, [=, this]() -> grpc::Status {
    const auto cosigned = proofs_.AddCosignature(request->size(), request->line());
    if (!cosigned.ok()) return ToGrpc(Describe(cosigned.trouble(), LanguageOf(*context)));
    Fill(cosigned->note, *reply);
    reply->set_already_cosigned(cosigned->already);
    return grpc::Status::OK;
  });
}

grpc::ServerWriteReactor<v1::AuditPackPart>* Proofs::CreateAuditPack(
    grpc::CallbackServerContext* context, const v1::CreateAuditPackRequest* request) {
  auto* reactor = new PackReactor(book_.meters().Of(app::Call::kCreateAuditPack));
  const Language language = LanguageOf(*context);
  const AskedCut asked = CutOf(language, request->ledger(), request->as_of());
  if (!asked.status.ok()) {
    reactor->Refuse(asked.status);
    return reactor;
  }
  app::PackOrder order{asked.question.ledger, asked.question.as_of, request->withhold_classified(),
                       request->from(), request->signatures()};
  order.given_up = [reactor] { return reactor->gone(); };
  const auto gather = [this, reactor, language, order, known = request->known()]() mutable {
    if (reactor->gone()) return reactor->Refuse(grpc::Status::CANCELLED);
    const AskedMoment moment = MomentOf(language, moments_, known);
    if (!moment.status.ok()) return reactor->Refuse(moment.status);
    order.known_at = moment.position;
    auto pack = packs_.Create(order);
    if (!pack.ok()) return reactor->Refuse(ToGrpc(Describe(pack.trouble(), language)));
    reactor->Send(*std::move(pack), language);
  };
  if (!reading_.TryPost(gather)) reactor->Refuse(ReadingThreads::Overloaded(*context));
  return reactor;
}

}  // namespace outturn::rpc
