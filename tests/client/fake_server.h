// A server of the write service for tests of clients: remembers ids, refuses what it is told to,
// and can be told to leave calls without an answer.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "outturn/v1/services.grpc.pb.h"

namespace outturn::client {

inline google::rpc::Status MakeError(grpc::StatusCode code, const std::string& message,
                                     const std::string& reason) {
  google::rpc::Status error;
  error.set_code(code);
  error.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("outturn");
  (*info.mutable_metadata())["asked"] = "123456";
  error.add_details()->PackFrom(info);
  return error;
}

class FakeRecorder : public v1::Recorder::Service {
 public:
  // Decides as the book would, much simplified: payments above one million yuan have no budget, a
  // payee "malformed" is none, of a payee "poor" the amount is wrong, a purpose "lost" gets no
  // answer the first time.
  v1::RecordBatchReply::Answer Decide(const v1::Command& command, bool validate_only) {
    v1::RecordBatchReply::Answer answer;
    if (paused) {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::UNAVAILABLE, "未作处理", "DISK_NEARLY_FULL");
      return answer;
    }
    const v1::Payment& payment = command.payment();
    const std::string id = command.header().source() + "/" + command.header().external_id();
    if (payment.purpose() == "lost" && lost_.insert(id).second) {
      *answer.mutable_error() = MakeError(grpc::StatusCode::UNAVAILABLE, "try again", "");
      return answer;
    }
    if (payment.payee() == "malformed") {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::INVALID_ARGUMENT, "malformed", "MALFORMED");
      google::rpc::BadRequest bad;
      auto* violation = bad.add_field_violations();
      violation->set_field("payment.payee");
      violation->set_description("no such payee");
      answer.mutable_error()->add_details()->PackFrom(bad);
      return answer;
    }
    if (payment.payee() == "poor") {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::INVALID_ARGUMENT, "malformed", "MALFORMED");
      google::rpc::BadRequest bad;
      auto* violation = bad.add_field_violations();
      violation->set_field("payment.amount_fen");
      violation->set_description("填的是“" + std::to_string(payment.amount_fen()) +
                                 "”，应为：另一个金额");
      answer.mutable_error()->add_details()->PackFrom(bad);
      return answer;
    }
    // "after ID": refused until that one is recorded.
    if (payment.purpose().rfind("after ", 0) == 0 &&
        recorded_.count(command.header().source() + "/" + payment.purpose().substr(6)) == 0) {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::FAILED_PRECONDITION, "too early", "TOO_EARLY");
      return answer;
    }
    const std::string content = command.SerializeAsString();
    const auto known = recorded_.find(id);
    if (known != recorded_.end() && contents_[known->second - 1] == content) {
      answer.mutable_receipt()->set_already_recorded(true);
      answer.mutable_receipt()->set_position(known->second);
    } else if (known != recorded_.end()) {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::ALREADY_EXISTS, "id used with other content", "ID_REUSED");
    } else if (payment.amount_fen() > 100'000'000) {
      *answer.mutable_error() =
          MakeError(grpc::StatusCode::FAILED_PRECONDITION, "over the budget", "OVER_BUDGET");
    } else {
      if (!validate_only) {
        contents_.push_back(content);
        commands_.push_back(command);
        recorded_[id] = contents_.size();
        answer.mutable_receipt()->set_position(contents_.size());
      }
      answer.mutable_receipt()->set_recorded_at_us(1'722'400'000'000'000);
      v1::Outcome* outcome = answer.mutable_receipt()->mutable_outcome();
      outcome->set_ledger_version(contents_.size());
      outcome->set_has_headroom(true);
      outcome->set_headroom_fen(7'654'321);
      outcome->set_headroom_on(20241231);
    }
    return answer;
  }

  grpc::Status Record(grpc::ServerContext* context, const v1::RecordRequest* request,
                      v1::Receipt* receipt) override {
    if (auto refused = Arrive(context); !refused.ok()) return refused;
    const auto answer = Decide(request->command(), request->validate_only());
    if (answer.has_receipt()) {
      *receipt = answer.receipt();
      return grpc::Status::OK;
    }
    return {static_cast<grpc::StatusCode>(answer.error().code()), answer.error().message(),
            answer.error().SerializeAsString()};
  }

  grpc::Status RecordBatch(grpc::ServerContext* context, const v1::RecordBatchRequest* request,
                           v1::RecordBatchReply* reply) override {
    if (auto refused = Arrive(context); !refused.ok()) return refused;
    batches.push_back(request->commands_size());
    for (const v1::Command& command : request->commands()) {
      *reply->add_answers() = Decide(command, request->validate_only());
    }
    if (lose_answers.exchange(0) > 0) return {grpc::StatusCode::UNAVAILABLE, "answer lost"};
    return grpc::Status::OK;
  }

  grpc::Status RecordStream(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::RecordBatchReply, v1::RecordBatchRequest>* stream) override {
    if (auto refused = Arrive(context); !refused.ok()) return refused;
    std::deque<v1::RecordBatchReply> held;
    v1::RecordBatchRequest request;
    while (stream->Read(&request)) {
      std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
      batches.push_back(request.commands_size());
      v1::RecordBatchReply& reply = held.emplace_back();
      for (const v1::Command& command : request.commands()) {
        *reply.add_answers() = Decide(command, request.validate_only());
      }
      if (lose_answers.exchange(0) > 0) return {grpc::StatusCode::UNAVAILABLE, "answer lost"};
      if (drop_an_answer) reply.mutable_answers()->RemoveLast();
      if (static_cast<int>(held.size()) <= hold) continue;
      if (!stream->Write(held.front())) break;
      held.pop_front();
    }
    for (const v1::RecordBatchReply& reply : held) stream->Write(reply);
    return grpc::Status::OK;
  }

  [[nodiscard]] const std::vector<v1::Command>& commands() const { return commands_; }

  std::atomic<int> unavailable{0};   // so many calls are turned away before anything is decided
  std::atomic<int> lose_answers{0};  // the next batch is recorded, its answer lost
  std::atomic<int> hold{0};          // replies of a stream held back until more batches come
  std::atomic<int> pause_ms{0};      // what a batch of a stream takes
  std::atomic<bool> drop_an_answer{false};
  std::atomic<bool> paused{false};  // takes no writes, and says so
  std::vector<int> batches;
  std::string language;

 private:
  grpc::Status Arrive(grpc::ServerContext* context) {
    const auto& metadata = context->client_metadata();
    const auto it = metadata.find("accept-language");
    if (it != metadata.end()) language.assign(it->second.data(), it->second.size());
    if (unavailable.load() == 0) return grpc::Status::OK;
    --unavailable;
    return {grpc::StatusCode::UNAVAILABLE, "not now"};
  }

  std::map<std::string, size_t> recorded_;
  std::set<std::string> lost_;
  std::vector<std::string> contents_;
  std::vector<v1::Command> commands_;
};

// Serves the given services on a free port of the loopback address while it lives.
class FakeServer {
 public:
  explicit FakeServer(const std::vector<grpc::Service*>& services) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }
  ~FakeServer() { server_->Shutdown(std::chrono::system_clock::now()); }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace outturn::client
