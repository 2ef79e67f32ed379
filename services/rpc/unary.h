// A unary call that reads: answered on one of a few threads kept for it, and counted.
#pragma once

#include <grpcpp/grpcpp.h>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

#include "services/app/meters.h"

namespace outturn::rpc {

// Reading takes time, and may wait for the disk with what was just recorded: not on the threads
// that gRPC takes calls with.
class ReadingThreads {
 public:
  explicit ReadingThreads(app::Meters& meters) : meters_(meters) {}

  // Runs `answer` (() → grpc::Status) and finishes the call with what it says. What the call was
  // given lives until then; everything else `answer` holds by value.
  template <typename Answer>
  grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context, app::Call call,
                                   Answer answer) {
    auto* reactor = context->DefaultReactor();
    boost::asio::post(pool_, [reactor, &meter = meters_.Of(call), watch = app::Stopwatch(),
                              answer = std::move(answer)]() mutable {
      const grpc::Status status = answer();
      meter.micros.Observe(watch.Micros());
      meter.End(status.error_code());
      reactor->Finish(status);
    });
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

  // Runs `task` there.
  template <typename Task>
  void Post(Task task) {
    boost::asio::post(pool_, std::move(task));
  }

 private:
  app::Meters& meters_;
  boost::asio::thread_pool pool_{4};
};

}  // namespace outturn::rpc
