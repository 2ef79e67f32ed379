// A unary call that reads: answered on one of a few threads kept for it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

namespace outturn::rpc {

// Reading takes time, and may wait for the disk with what was just recorded: not on the threads
// that gRPC takes calls with.
class ReadingThreads {
 public:
  // Runs `answer` (() → grpc::Status) and finishes the call with what it says. What the call was
  // given lives until then; everything else `answer` holds by value.
  template <typename Answer>
  grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context, Answer answer) {
    auto* reactor = context->DefaultReactor();
    boost::asio::post(
        pool_, [reactor, answer = std::move(answer)]() mutable { reactor->Finish(answer()); });
    return reactor;
  }

 private:
  boost::asio::thread_pool pool_{4};
};

}  // namespace outturn::rpc
