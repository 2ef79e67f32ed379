#include "services/rpc/recorder.h"

#include <utility>

#include "services/rpc/batch.h"
#include "services/rpc/command.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

grpc::ServerUnaryReactor* Recorder::Record(grpc::CallbackServerContext* context,
                                           const v1::RecordRequest* request, v1::Receipt* receipt) {
  const app::Stopwatch watch;
  app::CallMeter& meter = book_.meters().Of(app::Call::kRecord);
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  auto decoded = Understand(request->command(), book_);
  if (const auto* violations = std::get_if<wire::Violations>(&decoded)) {
    book_.meters().malformed.Add();
    meter.micros.Observe(watch.Micros());
    meter.End(grpc::StatusCode::INVALID_ARGUMENT);
    reactor->Finish(ToGrpc(Describe(*violations, language)));
    return reactor;
  }
  book_.Submit(
      std::get<core::Command>(std::move(decoded)), request->validate_only(),
      [reactor, receipt, language, watch, &meter](const app::Answer& answer) {
        const auto error = Settle(answer, language, *receipt);
        meter.micros.Observe(watch.Micros());
        meter.End(error ? error->code() : grpc::StatusCode::OK);
        reactor->Finish(error ? ToGrpc(*error) : grpc::Status::OK);
      },
      request->ByteSizeLong());
  return reactor;
}

grpc::ServerUnaryReactor* Recorder::RecordBatch(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer* request,
                                                grpc::ByteBuffer* reply) {
  const app::Stopwatch watch;
  app::CallMeter& meter = book_.meters().Of(app::Call::kRecordBatch);
  auto* reactor = context->DefaultReactor();
  const Language language = LanguageOf(*context);
  const auto finish = [reactor, watch, &meter](const grpc::Status& status) {
    meter.micros.Observe(watch.Micros());
    meter.End(status.error_code());
    reactor->Finish(status);
  };
  Batch batch;
  if (const auto status = ReadBatch(*request, book_, language, batch); !status.ok()) {
    finish(status);
    return reactor;
  }
  RecordAll(book_, std::move(batch), app::Pace::kAsItComes, language,
            [finish, reply](grpc::ByteBuffer bytes) {
              reply->Swap(&bytes);
              finish(grpc::Status::OK);
            });
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Recorder::RecordStream(
    grpc::CallbackServerContext* context) {
  return new RecordStreamReactor(book_, streams_, LanguageOf(*context));
}

}  // namespace outturn::rpc
