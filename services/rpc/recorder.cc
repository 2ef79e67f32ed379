#include "services/rpc/recorder.h"

#include <atomic>
#include <memory>
#include <utility>

#include "services/rpc/errors.h"
#include "services/wire/codec.h"

namespace outturn::rpc {
namespace {

constexpr int kMaxBatch = 1000;

void Fill(const app::Receipt& from, v1::Receipt& to) {
  to.set_position(from.position);
  to.set_recorded_at_us(from.recorded_at.microseconds());
  to.set_already_recorded(from.already_recorded);
  wire::Encode(from.outcome, *to.mutable_outcome());
}

// The receipt, or what to say instead.
std::optional<google::rpc::Status> Settle(const app::Answer& answer, Language language,
                                          v1::Receipt& receipt) {
  if (const auto* recorded = std::get_if<app::Receipt>(&answer)) {
    Fill(*recorded, receipt);
    return std::nullopt;
  }
  if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
    return Describe(*refusal, language);
  }
  return Describe(std::get<app::Unavailable>(answer), language);
}

}  // namespace

grpc::ServerUnaryReactor* Recorder::Record(grpc::CallbackServerContext* context,
                                           const v1::RecordRequest* request, v1::Receipt* receipt) {
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  auto decoded = wire::Decode(request->command());
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    reactor->Finish(ToGrpc(Describe(*violations, language)));
    return reactor;
  }
  book_.Submit(std::get<core::Command>(std::move(decoded)), request->validate_only(),
               [reactor, receipt, language](const app::Answer& answer) {
                 const auto error = Settle(answer, language, *receipt);
                 reactor->Finish(error ? ToGrpc(*error) : grpc::Status::OK);
               });
  return reactor;
}

grpc::ServerUnaryReactor* Recorder::RecordBatch(grpc::CallbackServerContext* context,
                                                const v1::RecordBatchRequest* request,
                                                v1::RecordBatchReply* reply) {
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  const int count = request->commands_size();
  if (count == 0 || count > kMaxBatch) {
    reactor->Finish(Malformed(language, "commands", std::to_string(count) + " commands",
                              {"1 至 1000 条", "1 to 1000 commands"}));
    return reactor;
  }
  reply->mutable_answers()->Reserve(count);
  for (int i = 0; i < count; ++i) reply->add_answers();
  // Answers come on several threads, each into its own place; the last one finishes.
  auto open = std::make_shared<std::atomic<int>>(count);
  const auto settled = [reactor, open] {
    if (open->fetch_sub(1) == 1) reactor->Finish(grpc::Status::OK);
  };
  for (int i = 0; i < count; ++i) {
    auto* place = reply->mutable_answers(i);
    auto decoded = wire::Decode(request->commands(i));
    if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
      *place->mutable_error() = Describe(*violations, language);
      settled();
      continue;
    }
    book_.Submit(std::get<core::Command>(std::move(decoded)), request->validate_only(),
                 [place, language, settled](const app::Answer& answer) {
                   v1::Receipt receipt;
                   if (auto error = Settle(answer, language, receipt)) {
                     *place->mutable_error() = *std::move(error);
                   } else {
                     *place->mutable_receipt() = std::move(receipt);
                   }
                   settled();
                 });
  }
  return reactor;
}

}  // namespace outturn::rpc
