// bench_ingest: pushes payments into a running server and prints one line of JSON: rate, latency
// percentiles of calls or batches, and what was answered.
#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

#include "outturn/v1/services.grpc.pb.h"
#include "tests/bench/payments.h"

namespace outturn::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string server = "127.0.0.1:7300";
  std::string mode = "stream";
  uint64_t payments = 100'000;
  int batch = 100;
  int in_flight = 16;  // batches of a stream, calls of unary
  bool prepared = false;
  Shape shape;
};

struct Tally {
  uint64_t recorded = 0;
  uint64_t other = 0;
  std::string first_error;
  std::vector<int64_t> latencies_us;

  void Add(bool ok, const std::string& error) {
    ++(ok ? recorded : other);
    if (!ok && first_error.empty()) first_error = error;
  }
};

void LayFoundations(const Options& options, v1::Recorder::Stub& stub) {
  const auto commands = Foundations(options.shape);
  for (size_t i = 0; i < commands.size(); i += 1000) {
    v1::RecordBatchRequest request;
    for (size_t j = i; j < std::min(i + 1000, commands.size()); ++j) {
      *request.add_commands() = commands[j];
    }
    v1::RecordBatchReply reply;
    grpc::ClientContext context;
    const auto status = stub.RecordBatch(&context, request, &reply);
    for (const auto& answer : reply.answers()) {
      if (!status.ok() || answer.has_error()) {
        std::fprintf(stderr, "foundations: %s %s\n", status.error_message().c_str(),
                     answer.error().message().c_str());
        std::exit(1);
      }
    }
  }
}

// The batches of a stream, one after the other.
class Batches {
 public:
  explicit Batches(const Options& options) : options_(options) {
    if (!options.prepared) return;
    prepared_.resize(count());
    for (uint64_t b = 0; b < count(); ++b) Fill(b, prepared_[b]);
  }

  [[nodiscard]] uint64_t count() const {
    return options_.payments / static_cast<uint64_t>(options_.batch);
  }
  // Valid until the next call.
  const v1::RecordBatchRequest& At(uint64_t b) {
    if (options_.prepared) return prepared_[b];
    Fill(b, request_);
    return request_;
  }

 private:
  void Fill(uint64_t b, v1::RecordBatchRequest& request) const {
    while (request.commands_size() < options_.batch) request.add_commands();
    const uint64_t first = b * static_cast<uint64_t>(options_.batch);
    for (int i = 0; i < options_.batch; ++i) {
      FillPayment(options_.shape, first + static_cast<uint64_t>(i), *request.mutable_commands(i));
    }
  }

  const Options& options_;
  v1::RecordBatchRequest request_;
  std::vector<v1::RecordBatchRequest> prepared_;
};

// Streams keep `in_flight` batches open; a batch's latency is from its send to its reply.
void Stream(const Options& options, Batches& batches, v1::Recorder::Stub& stub, Tally& tally) {
  grpc::ClientContext context;
  auto stream = stub.RecordStream(&context);
  std::vector<Clock::time_point> sent(batches.count());
  std::atomic<uint64_t> replied{0};
  std::thread writer([&] {
    for (uint64_t b = 0; b < batches.count(); ++b) {
      while (b >=
             replied.load(std::memory_order_acquire) + static_cast<uint64_t>(options.in_flight)) {
        replied.wait(replied.load());
        if (b < replied.load() + static_cast<uint64_t>(options.in_flight)) break;
      }
      const v1::RecordBatchRequest& request = batches.At(b);
      sent[b] = Clock::now();
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  v1::RecordBatchReply reply;
  uint64_t b = 0;
  while (stream->Read(&reply)) {
    tally.latencies_us.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent[b++]).count());
    for (const auto& answer : reply.answers()) {
      tally.Add(answer.has_receipt() && !answer.receipt().already_recorded(),
                answer.error().message());
    }
    replied.store(b, std::memory_order_release);
    replied.notify_one();
  }
  writer.join();
  const auto status = stream->Finish();
  if (!status.ok()) std::fprintf(stderr, "stream: %s\n", status.error_message().c_str());
}

struct Call {
  grpc::ClientContext context;
  v1::Receipt receipt;
  grpc::Status status;
  Clock::time_point sent;
  std::unique_ptr<grpc::ClientAsyncResponseReader<v1::Receipt>> reader;
};

void Unary(const Options& options, v1::Recorder::Stub& stub, Tally& tally) {
  grpc::CompletionQueue queue;
  v1::RecordRequest request;
  uint64_t next = 0;
  const auto start = [&] {
    FillPayment(options.shape, next++, *request.mutable_command());
    auto* call = new Call;
    call->sent = Clock::now();
    call->reader = stub.AsyncRecord(&call->context, request, &queue);
    call->reader->Finish(&call->receipt, &call->status, call);
  };
  const auto first = std::min<uint64_t>(static_cast<uint64_t>(options.in_flight), options.payments);
  while (next < first) start();
  void* tag = nullptr;
  bool ok = false;
  for (uint64_t done = 0; done < options.payments; ++done) {
    queue.Next(&tag, &ok);
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    tally.latencies_us.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - call->sent).count());
    tally.Add(call->status.ok() && !call->receipt.already_recorded(), call->status.error_message());
    if (next < options.payments) start();
  }
}

int Run(const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  const auto stub = v1::Recorder::NewStub(
      grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments));
  LayFoundations(options, *stub);
  Tally tally;
  Batches batches(options);
  const auto begin = Clock::now();
  if (options.mode == "stream") {
    Stream(options, batches, *stub, tally);
  } else {
    Unary(options, *stub, tally);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::sort(tally.latencies_us.begin(), tally.latencies_us.end());
  const auto percentile = [&](double p) {
    const auto& all = tally.latencies_us;
    return all.empty() ? 0
                       : all[std::min(all.size() - 1,
                                      static_cast<size_t>(p * static_cast<double>(all.size())))];
  };
  std::printf(
      "{\"mode\":\"%s\",\"batch\":%d,\"in_flight\":%d,\"ledgers\":%d,\"recorded\":%llu,\"other\":%"
      "llu,"
      "\"payments_per_second\":%.0f,\"p50_us\":%lld,\"p99_us\":%lld}\n",
      options.mode.c_str(), options.mode == "stream" ? options.batch : 1, options.in_flight,
      options.shape.ledgers, static_cast<unsigned long long>(tally.recorded),
      static_cast<unsigned long long>(tally.other), static_cast<double>(tally.recorded) / seconds,
      static_cast<long long>(percentile(0.5)), static_cast<long long>(percentile(0.99)));
  if (tally.other > 0) std::fprintf(stderr, "not recorded: %s\n", tally.first_error.c_str());
  return tally.other == 0 ? 0 : 1;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Options options;
  CLI::App app{"Pushes payments into a running outturn-server and measures."};
  app.add_option("--server", options.server)->capture_default_str();
  app.add_option("--mode", options.mode)->check(CLI::IsMember({"stream", "unary"}));
  app.add_option("--payments", options.payments)->capture_default_str();
  app.add_option("--batch", options.batch, "payments per message of a stream")
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "batches or calls open at once")
      ->capture_default_str();
  app.add_flag("--prepared", options.prepared,
               "builds the batches before the clock starts: a payment takes half a KB of memory");
  app.add_option("--ledgers", options.shape.ledgers)->capture_default_str();
  app.add_option("--lines", options.shape.lines)->capture_default_str();
  app.add_flag("--one-line", options.shape.one_line, "every payment from the same line");
  app.add_option("--run", options.shape.run, "another number gives other ids")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return outturn::bench::Run(options);
}
