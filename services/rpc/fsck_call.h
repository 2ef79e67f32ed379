// One Fsck call: tells what an examination finds while it goes on.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "outturn/v1/inspection.pb.h"
#include "services/app/fsck/served.h"
#include "services/app/watch/meters.h"
#include "services/rpc/errors.h"

namespace outturn::rpc {

// Ends itself. Made on gRPC's thread; everything but On… runs on the one that examines, which waits
// for each message to be taken: a slow reader slows the examination down, nothing is queued.
class FsckCall final : public grpc::ServerWriteReactor<v1::FsckUpdate> {
 public:
  FsckCall(app::CallMeter& meter, Language language) : meter_(meter), language_(language) {}

  void Refuse(const grpc::Status& status) { End(status); }
  // Until the examination is over, the caller is gone, or `stopped`. Calls `over` before the caller
  // hears of the end.
  void Run(const app::ServedParts& parts, const std::atomic<bool>& stopped,
           const std::function<void()>& over);

  void OnWriteDone(bool ok) override;
  void OnCancel() override { gone_ = true; }
  void OnDone() override { delete this; }

 private:
  // False when nobody takes it.
  bool Send(const v1::FsckUpdate& update);
  void End(const grpc::Status& status);

  app::CallMeter& meter_;
  const Language language_;
  const app::Stopwatch watch_;
  std::atomic<bool> gone_ = false;
  std::mutex mutex_;
  std::condition_variable written_;
  bool writing_ = false;
};

}  // namespace outturn::rpc
