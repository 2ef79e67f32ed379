// A batch of commands, from the bytes of the request to those of the reply: nearly all of it is
// plain payments and their receipts, which need no message in between.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "outturn/v1/services.pb.h"
#include "services/app/book.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// Puts the answer into `receipt`, or says what to answer instead.
[[nodiscard]] std::optional<google::rpc::Status> Settle(const app::Answer& answer,
                                                        Language language, v1::Receipt& receipt);

// What a v1::RecordBatchRequest asks for.
struct Batch {
  std::vector<core::Command> commands;                         // the well-formed ones, in order
  std::vector<std::pair<size_t, google::rpc::Status>> errors;  // of the others, by place
  bool validate_only = false;
  size_t bytes = 0;
};

// Reads it. INVALID_ARGUMENT where that is no such message, or has not 1 to 1,000 commands; what is
// wrong with single ones is among the errors.
[[nodiscard]] grpc::Status ReadBatch(const grpc::ByteBuffer& request, const app::Book& book,
                                     Language language, Batch& to);

// Has the commands recorded and gives `done` a v1::RecordBatchReply with one answer for each, in
// order: perhaps before it returns, else on the writer's thread.
void RecordAll(app::Book& book, Batch batch, app::Pace pace, Language language,
               std::function<void(grpc::ByteBuffer)> done);

}  // namespace outturn::rpc
