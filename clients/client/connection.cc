#include "clients/client/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <thread>
#include <utility>

#include "clients/client/failure.h"

namespace outturn::client {
namespace {

using std::chrono::milliseconds;

// gRPC looks after a connection that is being made while no call happens to wait for it only every
// five seconds: clients noticed up to ten seconds late that their server was back. It reads this
// once, when the first channel is made, and it is the same for the whole program.
[[maybe_unused]] const int kLookedAfterOften =
    setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", /*overwrite=*/0);

// Clients that lost the same server must not all come back in the same instant.
milliseconds Jittered(milliseconds pause) {
  thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<int64_t> percent(75, 125);
  return milliseconds(pause.count() * percent(random) / 100);
}

}  // namespace

bool IsUnanswered(const grpc::Status& status) {
  return !status.ok() && FailureOf(status).Class() == FailureClass::kUnreachable;
}

Connection::Connection(const ConnectOptions& options) : language_(options.language) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // a book is never behind the web's proxy
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // gRPC also gives up an attempt to connect after this long: a busy machine needs seconds.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 10'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  channel_ =
      grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments);
}

Retries::Retries(RetryPolicy policy)
    : policy_(std::move(policy)),
      end_(policy_.now() + policy_.total),
      pause_(policy_.first_pause) {}

bool Retries::Again(const grpc::Status& why) {
  if (!IsUnanswered(why)) return false;
  if (fresh_) {
    end_ = policy_.now() + policy_.total;
    pause_ = policy_.first_pause;
    fresh_ = false;
  }
  const milliseconds wait = std::max(Jittered(pause_), FailureOf(why).retry_after);
  if (policy_.now() + wait >= end_) return false;
  if (policy_.on_retry) policy_.on_retry(why, wait);
  if (policy_.sleep) {
    policy_.sleep(wait);
  } else {
    std::this_thread::sleep_for(wait);
  }
  pause_ = std::min(pause_ * 2, policy_.longest_pause);
  return true;
}

void Connection::Reconnect() const {
  grpc::experimental::ChannelResetConnectionBackoff(channel_.get());
}

void Connection::Prepare(grpc::ClientContext* context) const {
  context->AddMetadata("accept-language", language_);
}

grpc::Status Connection::Call(const RetryPolicy& policy,
                              const std::function<grpc::Status(grpc::ClientContext*)>& call) const {
  Retries retries(policy);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + policy.attempt);
    Prepare(&context);
    const grpc::Status status = call(&context);
    if (!retries.Again(status)) return status;
    Reconnect();
  }
}

}  // namespace outturn::client
