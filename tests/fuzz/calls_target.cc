// Questions over gRPC to a real server, as any client may send them: filters, page tokens, moments,
// days, figures, templates, proofs. The bytes are the request's.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/stubs/logging.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/rpc/server.h"
#include "tests/fuzz/small_book.h"
#include "tests/fuzz/target.h"

namespace outturn::fuzz {
namespace {

// The kept inputs name them by their places: new ones go to the end.
constexpr const char* kMethods[] = {
    "Events/ListEvents",
    "Events/GetEvent",
    "Audit/Explain",
    "Audit/Diff",
    "Audit/Reconcile",
    "Audit/FindPosition",
    "Checks/CheckLedger",
    "Checks/CheckStated",
    "Documents/FillTemplate",
    "Documents/FindLeaks",
    "Inspection/CompareLedger",
    "Monitoring/ListWarnings",
    "Monitoring/GetRollup",
    "Proofs/GetCheckpoint",
    "Proofs/ProveInclusion",
    "Proofs/ProveConsistency",
    "Proofs/ListCheckpoints",
    "Proofs/AddCosignature",
    "Ledgers/ListLedgers",
    "Ledgers/GetBalances",
    "Ledgers/ListPolicies",
    "Payments/GetPayment",
    "Performance/ListIndicators",
    "Reports/ListForms",
    "Reports/GetReport",
    "Reports/ListFigures",
    "Reports/GetFigures",
    "Books/GetBook",
};

struct Served : SmallBook {
  Served()
      : comparison(*world.book),
        server(rpc::Server::Start("127.0.0.1:0", *world.book, *reports, proofs.get(), &comparison)),
        stub(grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                 grpc::InsecureChannelCredentials())) {}

  grpc::Status Ask(const std::string& method, std::string_view request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(8));
    const grpc::Slice slice(request.data(), request.size());
    const grpc::ByteBuffer buffer(&slice, 1);
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(&context, method, buffer, &queue);
    call->StartCall();
    grpc::ByteBuffer reply;
    grpc::Status status;
    call->Finish(&reply, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status;
  }

  app::Comparison comparison;
  std::unique_ptr<rpc::Server> server;
  grpc::GenericStub stub;
};

bool IsRequestOf(const google::protobuf::MethodDescriptor& method, std::string_view bytes) {
  auto& messages = *google::protobuf::MessageFactory::generated_factory();
  const std::unique_ptr<google::protobuf::Message> message(
      messages.GetPrototype(method.input_type())->New());
  return message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

// What every error of the server has: exactly one ErrorInfo.
void CheckError(const std::string& method, const grpc::Status& status) {
  google::rpc::Status told;
  Require(told.ParseFromString(status.error_details()) && told.code() == status.error_code(),
          method + ": " + status.error_message() + ", without details");
  int infos = 0;
  for (const auto& detail : told.details()) infos += detail.Is<google::rpc::ErrorInfo>() ? 1 : 0;
  Require(infos == 1, method + ": " + status.error_message() + ", infos: " + std::to_string(infos));
}

void Run(std::string_view bytes) {
  static Served served;
  const std::string name = kMethods[TakeByte(bytes) % std::size(kMethods)];
  const size_t slash = name.find('/');
  const std::string service = "outturn.v1." + name.substr(0, slash);
  const std::string path = "/" + service + name.substr(slash);
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      service + "." + name.substr(slash + 1));
  Require(method != nullptr, "no such method: " + name);
  const bool sound = IsRequestOf(*method, bytes);
  const grpc::Status status = served.Ask(path, bytes);
  Require(sound || !status.ok(), name + " answers what it cannot read");
  if (sound && !status.ok()) CheckError(name, status);
}

[[maybe_unused]] const auto quiet = google::protobuf::SetLogHandler(nullptr);
const Registered registered("calls", Run);

}  // namespace
}  // namespace outturn::fuzz
