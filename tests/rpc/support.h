// A real gRPC server on a free port of the loopback address, over a book in memory.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "outturn/v1/services.grpc.pb.h"
#include "services/app/questions/reports.h"
#include "services/rpc/server.h"
#include "tests/app/support.h"
#include "tests/store/temp_folder.h"

namespace outturn::rpc {

using app::AdoptPolicy;
using app::Appropriate;
using app::Beginnings;
using app::OpenLedger;
using app::OpenLine;
using app::Pay;
using app::Refund;

// The google.rpc details of an error, each as often as it is there.
struct Details {
  google::rpc::Status status;
  std::vector<google::rpc::ErrorInfo> infos;
  std::vector<google::rpc::BadRequest> bad_requests;
  std::vector<google::rpc::PreconditionFailure> failures;
  std::vector<google::rpc::RetryInfo> retries;

  // Of the one ErrorInfo.
  [[nodiscard]] std::string reason() const;
  [[nodiscard]] std::string variable(const std::string& name) const;
  // Paths of the malformed fields.
  [[nodiscard]] std::vector<std::string> fields() const;
};
Details DetailsOf(const google::rpc::Status& status);
// Expects what every error of this server has: exactly one ErrorInfo of its domain, and the same
// code and message inside as outside.
Details DetailsOf(const grpc::Status& status);

enum class With : bool { kNoProofs, kProofs };

struct Served {
  explicit Served(With with = With::kNoProofs);

  app::World world;
  app::Packs packs;
  std::optional<app::Reports> reports;
  std::optional<app::Comparison> comparison;
  std::optional<store::TempFolder> folder;  // of the proofs
  std::unique_ptr<app::Proofs> proofs;
  std::unique_ptr<Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::Recorder::Stub> recorder;
  std::unique_ptr<v1::Ledgers::Stub> ledgers;
  std::unique_ptr<v1::Payments::Stub> payments;
  std::unique_ptr<v1::Performance::Stub> performance;
  std::unique_ptr<v1::Reports::Stub> reporting;
  std::unique_ptr<v1::Events::Stub> events;
  std::unique_ptr<v1::Books::Stub> books;

  // One call with a deadline far away.
  grpc::Status Record(const v1::Command& command, v1::Receipt* receipt = nullptr,
                      const std::string& language = "en");
};

// A context whose call ends after ten seconds, so that no test hangs.
std::unique_ptr<grpc::ClientContext> Context(const std::string& language = "en");

// The command as a client sends it.
v1::Command Message(const core::Command& command);

}  // namespace outturn::rpc
