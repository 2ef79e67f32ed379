// A batch of commands, from request to reply.
#pragma once

#include <functional>
#include <optional>

#include "outturn/v1/services.pb.h"
#include "services/app/book.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// INVALID_ARGUMENT unless the request has 1 to 1,000 commands.
[[nodiscard]] grpc::Status CheckSize(const v1::RecordBatchRequest& request, Language language);

// Puts the answer into `receipt`, or says what to answer instead.
[[nodiscard]] std::optional<google::rpc::Status> Settle(const app::Answer& answer,
                                                        Language language, v1::Receipt& receipt);

// Has the commands recorded and fills in one answer each, in order; then calls `done`, perhaps
// before it returns, else on the writer's thread. `reply` lives until then; `request` need not.
void RecordAll(app::Book& book, const v1::RecordBatchRequest& request, app::Pace pace,
               Language language, v1::RecordBatchReply& reply, std::function<void()> done);

}  // namespace outturn::rpc
