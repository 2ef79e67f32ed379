#include "services/rpc/recorder.h"

#include <utility>

#include "services/rpc/batch.h"
#include "services/rpc/errors.h"
#include "services/rpc/record_stream.h"
#include "services/wire/codec.h"

namespace outturn::rpc {

grpc::ServerUnaryReactor* Recorder::Record(grpc::CallbackServerContext* context,
                                           const v1::RecordRequest* request, v1::Receipt* receipt) {
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  auto decoded = wire::Decode(request->command());
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    reactor->Finish(ToGrpc(Describe(*violations, language)));
    return reactor;
  }
  book_.Submit(
      std::get<core::Command>(std::move(decoded)), request->validate_only(),
      [reactor, receipt, language](const app::Answer& answer) {
        const auto error = Settle(answer, language, *receipt);
        reactor->Finish(error ? ToGrpc(*error) : grpc::Status::OK);
      },
      request->ByteSizeLong());
  return reactor;
}

grpc::ServerUnaryReactor* Recorder::RecordBatch(grpc::CallbackServerContext* context,
                                                const v1::RecordBatchRequest* request,
                                                v1::RecordBatchReply* reply) {
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  if (auto status = CheckSize(*request, language); !status.ok()) {
    reactor->Finish(status);
    return reactor;
  }
  RecordAll(book_, *request, language, *reply, [reactor] { reactor->Finish(grpc::Status::OK); });
  return reactor;
}

grpc::ServerBidiReactor<v1::RecordBatchRequest, v1::RecordBatchReply>* Recorder::RecordStream(
    grpc::CallbackServerContext* context) {
  return new RecordStreamReactor(book_, LanguageOf(*context));
}

}  // namespace outturn::rpc
