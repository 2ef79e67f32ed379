#include "tests/crash/clients.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "clients/client/connection.h"
#include "clients/client/failure.h"
#include "clients/client/recorder.h"
#include "tests/crash/clerk.h"

namespace outturn::crash {
namespace {

using std::chrono::milliseconds;

client::RetryPolicy Stubborn() {
  client::RetryPolicy policy;
  policy.attempt = milliseconds(10'000);
  policy.total = milliseconds(120'000);
  policy.first_pause = milliseconds(2);
  policy.longest_pause = milliseconds(20);
  // A server that goes down asks for five seconds: here the next one is there sooner.
  policy.sleep = [](milliseconds pause) {
    std::this_thread::sleep_for(std::min(pause, milliseconds(20)));
  };
  return policy;
}

void Note(const Asked& asked, const client::Answer& answer, Clerk& clerk, Told& told) {
  if (const auto* receipt = std::get_if<v1::Receipt>(&answer)) {
    told.Recorded(asked, *receipt);
    if (asked.fate != Fate::kAgain) clerk.Learn(asked.command);
    return;
  }
  const auto& failure = std::get<client::Failure>(answer);
  EXPECT_NE(failure.Class(), client::FailureClass::kUnreachable) << failure.message;
  told.Refused(asked, failure.reason, failure.message);
}

// One batch until each of its commands is answered.
void Settle(const client::Connection& connection, v1::Recorder::Stub& stub,
            std::vector<Asked> batch, Clerk& clerk, Told& told) {
  client::Retries retries(Stubborn());
  while (!batch.empty()) {
    v1::RecordBatchRequest request;
    for (const Asked& asked : batch) *request.add_commands() = asked.command;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + milliseconds(10'000));
    connection.Prepare(&context);
    v1::RecordBatchReply reply;
    grpc::Status status = stub.RecordBatch(&context, request, &reply);
    std::vector<Asked> unanswered;
    for (size_t i = 0; status.ok() && i < batch.size(); ++i) {
      const auto& answer = reply.answers(static_cast<int>(i));
      if (answer.has_receipt()) {
        Note(batch[i], answer.receipt(), clerk, told);
        continue;
      }
      const client::Failure failure = client::FailureOf(answer.error());
      if (failure.Class() != client::FailureClass::kUnreachable) {
        Note(batch[i], failure, clerk, told);
      } else {
        unanswered.push_back(batch[i]);
      }
    }
    if (status.ok()) batch = std::move(unanswered);
    if (batch.empty()) return;
    if (status.ok()) status = {grpc::StatusCode::UNAVAILABLE, "unanswered"};
    if (!retries.Again(status)) {
      ADD_FAILURE() << "no answer to a batch: " << status.error_message();
      return;
    }
    connection.Reconnect();
  }
}

}  // namespace

Clients::Clients(std::string address, uint32_t seed, Told& told)
    : address_(std::move(address)), told_(told) {
  const std::string run = "s" + std::to_string(seed);
  threads_.emplace_back([=, this] { CallOneByOne(run + "-one", seed * 7 + 1); });
  threads_.emplace_back([=, this] { CallOneByOne(run + "-two", seed * 7 + 2); });
  threads_.emplace_back([=, this] { CallInBatches(run + "-batch", seed * 7 + 3); });
  threads_.emplace_back([=, this] { Stream(run + "-stream", seed * 7 + 4); });
}

void Clients::Stop() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Clients::CallOneByOne(const std::string& name, uint32_t seed) {
  const client::Connection connection({address_, "en"});
  Clerk clerk(name, seed, told_);
  while (!stop_) {
    const Asked asked = clerk.Next();
    told_.Asking(asked);
    v1::RecordRequest request;
    *request.mutable_command() = asked.command;
    Note(asked, client::Record(connection, Stubborn(), request), clerk, told_);
  }
}

void Clients::CallInBatches(const std::string& name, uint32_t seed) {
  const client::Connection connection({address_, "en"});
  const auto stub = v1::Recorder::NewStub(connection.channel());
  Clerk clerk(name, seed, told_);
  while (!stop_) {
    std::vector<Asked> batch;
    for (int i = 0; i < 20; ++i) {
      batch.push_back(clerk.Next());
      told_.Asking(batch.back());
    }
    Settle(connection, *stub, std::move(batch), clerk, told_);
  }
}

void Clients::Stream(const std::string& name, uint32_t seed) {
  const client::Connection connection({address_, "en"});
  Clerk clerk(name, seed, told_);
  std::map<uint64_t, Asked> sent;
  uint64_t tag = 0;
  client::RecorderOptions options;
  options.batch_commands = 25;
  options.retry = Stubborn();
  client::Recorder recorder(connection, options,
                            [&](uint64_t of, const v1::Command&, const client::Answer& answer) {
                              Note(sent.at(of), answer, clerk, told_);
                              sent.erase(of);
                            });
  std::optional<client::Failure> failure;
  while (!stop_ && !failure) {
    // Now and then the stream ends, as at the end of a file.
    for (int i = 0; i < 500 && !stop_ && !failure; ++i) {
      const Asked asked = clerk.Next();
      told_.Asking(asked);
      sent.emplace(++tag, asked);
      failure = recorder.Submit(asked.command, tag);
    }
    if (!failure) failure = recorder.Flush();
  }
  EXPECT_FALSE(failure) << failure->message;
}

}  // namespace outturn::crash
