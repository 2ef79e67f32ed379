// A connection to an Outturn server: how it is reached, how long is waited, in which language it
// answers.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace outturn::client {

struct ConnectOptions {
  std::string server;           // "127.0.0.1:7300"
  std::string language = "zh";  // of messages: "zh" or "en"
};

// How a call without an answer is repeated. Every write carries its id, so a repeated one is
// answered, not recorded twice.
struct RetryPolicy {
  std::chrono::milliseconds attempt{10'000};       // one call's deadline
  std::chrono::milliseconds total{60'000};         // no new attempt after this
  std::chrono::milliseconds first_pause{100};      // doubles after each attempt,
  std::chrono::milliseconds longest_pause{5'000};  // up to this, give or take a quarter
  // Replaced by tests.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
  std::function<void(std::chrono::milliseconds)> sleep;  // empty: really sleeps
  // Told before each pause.
  std::function<void(const grpc::Status& why, std::chrono::milliseconds pause)> on_retry;
};

// Whether a call that ended like this is to be sent again: there was no answer, or the answer was
// that the server is too busy.
[[nodiscard]] bool IsUnanswered(const grpc::Status& status);

// The pauses between attempts of one call, and when there are to be no more.
class Retries {
 public:
  // The time of the policy begins here.
  explicit Retries(RetryPolicy policy);

  // Pauses after an attempt that ended with `why`: longer each time, and as long as a busy server
  // asks for (google.rpc.RetryInfo). False, without a pause: there is an answer, or time is over.
  [[nodiscard]] bool Again(const grpc::Status& why);
  // Something was answered, or nothing asked yet: time and pauses begin anew with the next failure.
  void Progressed() { fresh_ = true; }

 private:
  RetryPolicy policy_;
  bool fresh_ = false;
  std::chrono::steady_clock::time_point end_;
  std::chrono::milliseconds pause_{0};
};

// Cheap to copy; safe from several threads. Connecting happens with the first call.
class Connection {
 public:
  explicit Connection(const ConnectOptions& options);

  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // The next call tries to connect at once, whatever gRPC's own pauses: after a server was killed
  // it was seen not to try for ten seconds. To be called before a call is repeated.
  void Reconnect() const;

  // Has the server answer in the language chosen.
  void Prepare(grpc::ClientContext* context) const;

  // Calls until there is an answer or the policy's time is over; the last status either way.
  // Each attempt gets a fresh context with deadline and language.
  [[nodiscard]] grpc::Status Call(
      const RetryPolicy& policy,
      const std::function<grpc::Status(grpc::ClientContext*)>& call) const;

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::string language_;
};

}  // namespace outturn::client
