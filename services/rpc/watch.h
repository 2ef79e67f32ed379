// Watch calls: figures and warnings of a ledger, sent again whenever they change.
#pragma once

#include <grpcpp/grpcpp.h>

#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "outturn/v1/monitoring.pb.h"
#include "services/app/questions/monitor.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

class WatchCall;

// Looks again for every call under way when the book has grown. Nothing is queued: a call holds the
// last state it sent and one message, and while that is on its way further changes only note that
// there is something newer. Threads: any.
class Watchers {
 public:
  Watchers(const app::Book& book, const app::Reports& reports, app::Monitor& monitor);
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

  // Ends by itself where the request is malformed, too many watch already, or Stop was called.
  grpc::ServerWriteReactor<v1::WatchUpdate>* Begin(const v1::WatchRequest& request,
                                                   Language language);
  // Ends every call, and those that begin later, with UNAVAILABLE.
  void Stop();

  static constexpr size_t kMostCalls = 1000;

 private:
  friend class WatchCall;
  void Forget(const std::shared_ptr<WatchCall>& call);
  void Run();

  const app::Book& book_;
  const app::Reports& reports_;
  app::Monitor& monitor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::shared_ptr<WatchCall>> calls_;
  bool stopped_ = false;  // no calls any more
  bool ending_ = false;   // the thread is to end
  boost::asio::thread_pool pool_{2};
  std::thread thread_;
};

}  // namespace outturn::rpc
