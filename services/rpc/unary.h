// A unary call that reads: answered on one of a few threads kept for it, and counted.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <utility>

#include "services/app/watch/meters.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// Nobody waits for the answer any more: the caller is gone or its time is over.
[[nodiscard]] inline bool IsGivenUp(const grpc::CallbackServerContext& context) {
  return context.IsCancelled() || context.deadline() <= std::chrono::system_clock::now();
}

// Reading takes time, and may wait for the disk with what was just recorded: not on the threads
// that gRPC takes calls with. A bounded number of calls waits for them; who comes then is told to
// try again.
class ReadingThreads {
 public:
  explicit ReadingThreads(app::Meters& meters) : meters_(meters) {}

  // Runs `answer` (() → grpc::Status) and finishes the call with what it says; not when by then
  // nobody waits for it. What the call was given lives until then; everything else `answer` holds
  // by value.
  template <typename Answer>
  grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context, app::Call call,
                                   Answer answer) {
    auto* reactor = context->DefaultReactor();
    app::CallMeter& meter = meters_.Of(call);
    const bool taken = TryPost(
        [context, reactor, &meter, watch = app::Stopwatch(), answer = std::move(answer)]() mutable {
          const grpc::Status status = IsGivenUp(*context) ? grpc::Status::CANCELLED : answer();
          meter.micros.Observe(watch.Micros());
          meter.End(status.error_code());
          reactor->Finish(status);
        });
    if (taken) return reactor;
    meter.End(grpc::StatusCode::RESOURCE_EXHAUSTED);
    reactor->Finish(Overloaded(*context));
    return reactor;
  }

  // The same here and now: for what takes microseconds and will hardly wait. Handing it over would
  // take as long again.
  template <typename Answer>
  grpc::ServerUnaryReactor* FinishAtOnce(grpc::CallbackServerContext* context, app::Call call,
                                         Answer answer) {
    auto* reactor = context->DefaultReactor();
    app::CallMeter& meter = meters_.Of(call);
    const app::Stopwatch watch;
    const grpc::Status status = answer();
    meter.micros.Observe(watch.Micros());
    meter.End(status.error_code());
    reactor->Finish(status);
    return reactor;
  }

  // Runs `task` there, however many wait: the rest of what has begun.
  template <typename Task>
  void Post(Task task) {
    ++waiting_;
    boost::asio::post(pool_, [this, task = std::move(task)]() mutable {
      --waiting_;
      task();
    });
  }

  // The same unless too many wait; false then.
  template <typename Task>
  [[nodiscard]] bool TryPost(Task task) {
    if (waiting_ >= kMostWaiting) return false;
    Post(std::move(task));
    return true;
  }

  // What a call that was not taken ends with.
  [[nodiscard]] static grpc::Status Overloaded(const grpc::CallbackServerContext& context) {
    return ToGrpc(Describe(
        app::Unavailable{app::Unavailable::Why::kOverloaded, "too many questions are waiting"},
        LanguageOf(context)));
  }

  static constexpr int kMostWaiting = 1'024;

 private:
  app::Meters& meters_;
  std::atomic<int> waiting_ = 0;  // for a thread; a few too many where several come at once
  boost::asio::thread_pool pool_{4};
};

}  // namespace outturn::rpc
