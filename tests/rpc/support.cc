#include "tests/rpc/support.h"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

#include "services/wire/codec.h"

namespace outturn::rpc {

std::string Details::reason() const { return infos.empty() ? "" : infos.front().reason(); }

std::string Details::variable(const std::string& name) const {
  if (infos.empty()) return "";
  const auto found = infos.front().metadata().find(name);
  return found == infos.front().metadata().end() ? "" : found->second;
}

std::vector<std::string> Details::fields() const {
  std::vector<std::string> fields;
  for (const google::rpc::BadRequest& request : bad_requests) {
    for (const auto& violation : request.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

Details DetailsOf(const google::rpc::Status& status) {
  Details details;
  details.status = status;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.UnpackTo(&details.infos.emplace_back())) continue;
    details.infos.pop_back();
    if (any.UnpackTo(&details.bad_requests.emplace_back())) continue;
    details.bad_requests.pop_back();
    if (any.UnpackTo(&details.failures.emplace_back())) continue;
    details.failures.pop_back();
    if (any.UnpackTo(&details.retries.emplace_back())) continue;
    details.retries.pop_back();
    ADD_FAILURE() << "a detail nobody knows: " << any.type_url();
  }
  EXPECT_EQ(details.infos.size(), 1u) << status.message();
  EXPECT_LE(details.bad_requests.size(), 1u);
  EXPECT_LE(details.failures.size(), 1u);
  for (const google::rpc::ErrorInfo& info : details.infos) {
    EXPECT_EQ(info.domain(), "outturn");
    EXPECT_NE(info.reason(), "");
  }
  EXPECT_NE(status.message(), "");
  return details;
}

Details DetailsOf(const grpc::Status& status) {
  google::rpc::Status inside;
  EXPECT_TRUE(inside.ParseFromString(status.error_details()));
  EXPECT_EQ(inside.code(), static_cast<int>(status.error_code())) << status.error_message();
  EXPECT_EQ(inside.message(), status.error_message());
  return DetailsOf(inside);
}

Served::Served(With with) {
  packs.code_tables = app::Tables();
  reports.emplace(*world.book, packs);
  comparison.emplace(*world.book);
  if (with == With::kProofs) {
    folder.emplace();
    auto opened = app::Proofs::Open(
        {*world.book, app::ProofFiles(folder->Sub("")), store::KeyKind::kEd25519, {}});
    if (!opened.ok()) throw std::runtime_error(opened.status().ToString());
    proofs = *std::move(opened);
  }
  server = Server::Start("127.0.0.1:0", *world.book, *reports, proofs.get(), &*comparison);
  if (server == nullptr) throw std::runtime_error("cannot listen on a free port");
  channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()),
                                grpc::InsecureChannelCredentials());
  recorder = v1::Recorder::NewStub(channel);
  ledgers = v1::Ledgers::NewStub(channel);
  payments = v1::Payments::NewStub(channel);
  performance = v1::Performance::NewStub(channel);
  reporting = v1::Reports::NewStub(channel);
  events = v1::Events::NewStub(channel);
  books = v1::Books::NewStub(channel);
}

grpc::Status Served::Record(const v1::Command& command, v1::Receipt* receipt,
                            const std::string& language) {
  v1::RecordRequest request;
  *request.mutable_command() = command;
  v1::Receipt unread;
  return recorder->Record(Context(language).get(), request, receipt != nullptr ? receipt : &unread);
}

std::unique_ptr<grpc::ClientContext> Context(const std::string& language) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  if (!language.empty()) context->AddMetadata("accept-language", language);
  return context;
}

v1::Command Message(const core::Command& command) {
  v1::Command message;
  wire::Encode(command, message);
  return message;
}

}  // namespace outturn::rpc
