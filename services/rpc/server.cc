#include "services/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include <optional>

#include "services/rpc/audit.h"
#include "services/rpc/checks.h"
#include "services/rpc/documents.h"
#include "services/rpc/events.h"
#include "services/rpc/inspection.h"
#include "services/rpc/monitoring.h"
#include "services/rpc/proofs.h"
#include "services/rpc/readers.h"
#include "services/rpc/recorder.h"
#include "services/rpc/reports.h"

namespace outturn::rpc {
namespace {

// Both plugins are process-wide switches of gRPC; thrown once, before the first server.
void SwitchOnHealthAndReflection() {
  static const bool switched = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)switched;
}

void SetLimits(const Limits& limits, grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("calls");
  quota.Resize(limits.memory_bytes).SetMaxThreads(limits.threads);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(limits.message_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, limits.calls_of_a_connection);
}

}  // namespace

struct Server::Parts {
  Parts(app::Book& book, const app::Reports& app_reports, app::Proofs* app_proofs,
        app::Comparison* comparison)
      : reading(book.meters()),
        moments(book, app_proofs),
        recorder(book),
        ledgers(reading, book, app_reports, moments),
        payments(reading, book, app_reports, moments),
        performance(reading, book, app_reports, moments),
        books(reading, book),
        reports(reading, app_reports, moments),
        documents(reading, app_reports, moments),
        events(reading, book, moments),
        checks(reading, app_reports, moments),
        monitoring(reading, book, app_reports, moments),
        audit(reading, book, app_reports, moments) {
    if (comparison != nullptr) inspection.emplace(reading, book, *comparison, app_proofs);
    if (app_proofs != nullptr) proofs.emplace(reading, book, app_reports, *app_proofs, moments);
  }

  ReadingThreads reading;
  const app::Moments moments;
  Recorder recorder;
  Ledgers ledgers;
  Payments payments;
  Performance performance;
  Books books;
  Reports reports;
  Documents documents;
  Events events;
  Checks checks;
  Monitoring monitoring;
  Audit audit;
  std::optional<Inspection> inspection;
  std::optional<Proofs> proofs;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { Shutdown(std::chrono::milliseconds(0)); }

std::unique_ptr<Server> Server::Start(const std::string& address, app::Book& book,
                                      const app::Reports& reports, app::Proofs* proofs,
                                      app::Comparison* comparison, const Limits& limits) {
  SwitchOnHealthAndReflection();
  auto parts = std::make_unique<Parts>(book, reports, proofs, comparison);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &parts->port);
  SetLimits(limits, builder);
  // Two servers on one port would share its calls between two books.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::Service* const services[] = {
      &parts->recorder,   &parts->ledgers, &parts->payments,  &parts->performance,
      &parts->books,      &parts->reports, &parts->events,    &parts->checks,
      &parts->monitoring, &parts->audit,   &parts->documents,
  };
  for (grpc::Service* service : services) builder.RegisterService(service);
  if (parts->inspection) builder.RegisterService(&*parts->inspection);
  if (parts->proofs) builder.RegisterService(&*parts->proofs);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || parts->port == 0) return nullptr;
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

int Server::port() const { return parts_->port; }

void Server::SetServing(bool serving) {
  if (auto* health = parts_->server->GetHealthCheckService()) health->SetServingStatus(serving);
}

void Server::Shutdown(std::chrono::milliseconds grace) {
  parts_->recorder.EndStreams();
  parts_->monitoring.StopWatching();
  if (parts_->inspection) parts_->inspection->Stop();
  parts_->server->Shutdown(std::chrono::system_clock::now() + grace);
  parts_->server->Wait();
}

}  // namespace outturn::rpc
