// Reading events: outturn.v1.Events.
#pragma once

#include "outturn/v1/services.grpc.pb.h"
#include "services/app/book.h"
#include "services/app/questions/moments.h"
#include "services/rpc/unary.h"

namespace outturn::rpc {

class Events final : public v1::Events::CallbackService {
 public:
  Events(ReadingThreads& reading, const app::Book& book, const app::Moments& moments)
      : reading_(reading), book_(book), moments_(moments) {}

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const v1::ListEventsRequest* request,
                                       v1::ListEventsReply* reply) override;
  grpc::ServerUnaryReactor* GetEvent(grpc::CallbackServerContext* context,
                                     const v1::GetEventRequest* request, v1::Event* event) override;

 private:
  ReadingThreads& reading_;
  const app::Book& book_;
  const app::Moments& moments_;
};

}  // namespace outturn::rpc
