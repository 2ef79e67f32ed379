// A unary call that is answered at once.
#pragma once

#include <grpcpp/grpcpp.h>

namespace outturn::rpc {

// Runs `answer` (() → grpc::Status) and finishes the call with what it says.
template <typename Answer>
grpc::ServerUnaryReactor* AnswerNow(grpc::CallbackServerContext* context, Answer answer) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(answer());
  return reactor;
}

}  // namespace outturn::rpc
