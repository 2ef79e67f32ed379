// Warnings, roll-ups and what changes: outturn.v1.Monitoring.
#pragma once

#include "outturn/v1/monitoring.grpc.pb.h"
#include "services/app/questions/moments.h"
#include "services/app/questions/monitor.h"
#include "services/rpc/unary.h"
#include "services/rpc/watch.h"

namespace outturn::rpc {

class Monitoring final : public v1::Monitoring::CallbackService {
 public:
  Monitoring(ReadingThreads& reading, const app::Book& book, const app::Reports& reports,
             const app::Moments& moments)
      : reading_(reading),
        moments_(moments),
        monitor_(book, reports),
        watchers_(book, reports, monitor_) {}

  grpc::ServerUnaryReactor* ListWarnings(grpc::CallbackServerContext* context,
                                         const v1::ListWarningsRequest* request,
                                         v1::ListWarningsReply* reply) override;
  grpc::ServerUnaryReactor* GetRollup(grpc::CallbackServerContext* context,
                                      const v1::GetRollupRequest* request,
                                      v1::GetRollupReply* reply) override;
  grpc::ServerWriteReactor<v1::WatchUpdate>* Watch(grpc::CallbackServerContext* context,
                                                   const v1::WatchRequest* request) override;

  // Ends the Watch calls under way: they would otherwise keep a server that stops.
  void StopWatching() { watchers_.Stop(); }

 private:
  // What a warning rests on.
  struct Sums {
    std::vector<figures::Figure> figures;
    core::Day since;
  };
  [[nodiscard]] grpc::Status AddBehind(app::Question question, size_t most,
                                       const std::vector<Sums>& sums, Language language,
                                       v1::ListWarningsReply& reply) const;

  ReadingThreads& reading_;
  const app::Moments& moments_;
  app::Monitor monitor_;
  Watchers watchers_;
};

// The message of a warning, in the words of `language`.
[[nodiscard]] v1::RaisedWarning ToMessage(const figures::RaisedWarning& warning, Language language);

}  // namespace outturn::rpc
