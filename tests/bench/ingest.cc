// bench_ingest: pushes payments into a running server and prints one line of JSON: rate, latency
// percentiles of calls or batches, and what was answered.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/clients.h"
#include "tests/bench/measure.h"

namespace outturn::bench {
namespace {

// Records what the payments need; where it is there already, that is answered again.
void LayFoundations(const Load& load, v1::Recorder::Stub& stub) {
  const auto commands = Foundations(load.shape);
  for (size_t i = 0; i < commands.size(); i += 1000) {
    v1::RecordBatchRequest request;
    for (size_t j = i; j < std::min(i + 1000, commands.size()); ++j) {
      *request.add_commands() = commands[j];
    }
    v1::RecordBatchReply reply;
    grpc::ClientContext context;
    const auto status = stub.RecordBatch(&context, request, &reply);
    if (!status.ok()) Stop("foundations: " + status.error_message());
    for (const auto& answer : reply.answers()) {
      if (answer.has_error()) Stop("foundations: " + answer.error().message());
    }
  }
}

long long Percentile(const std::vector<int64_t>& sorted, double p) {
  if (sorted.empty()) return 0;
  const auto place = static_cast<size_t>(p * static_cast<double>(sorted.size()));
  return static_cast<long long>(sorted[std::min(sorted.size() - 1, place)]);
}

// Processor time of this process so far, in microseconds.
double ProcessorTime() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(used.ru_utime) + micros(used.ru_stime);
}

// What a run took; `processor` is the clients' time.
struct Taken {
  double seconds;
  double processor_us;
};

void Print(const Load& load, const Tally& paid, const Tally& read, Taken taken) {
  std::printf(
      "{\"mode\":\"%s\",\"batch\":%d,\"clients\":%d,\"in_flight\":%d,\"ledgers\":%d,"
      "\"recorded\":%llu,\"other\":%llu,\"payments_per_second\":%.0f,"
      "\"client_us_per_payment\":%.2f,\"p50_us\":%lld,\"p99_us\":%lld",
      load.mode.c_str(), load.mode == "stream" ? load.batch : 1, load.clients, load.in_flight,
      load.shape.ledgers, static_cast<unsigned long long>(paid.recorded),
      static_cast<unsigned long long>(paid.other),
      static_cast<double>(paid.recorded) / taken.seconds,
      taken.processor_us / static_cast<double>(paid.recorded + paid.other),
      Percentile(paid.latencies_us, 0.5), Percentile(paid.latencies_us, 0.99));
  if (load.reads_a_second > 0) {
    std::printf(",\"reads\":%llu,\"read_p50_us\":%lld,\"read_p99_us\":%lld",
                static_cast<unsigned long long>(read.recorded), Percentile(read.latencies_us, 0.5),
                Percentile(read.latencies_us, 0.99));
  }
  std::printf("}\n");
  if (paid.other > 0) std::fprintf(stderr, "not recorded: %s\n", paid.first_error.c_str());
  if (read.other > 0) std::fprintf(stderr, "not read: %s\n", read.first_error.c_str());
}

int Run(const Load& load) {
  const Channels channels = Connect(load);
  LayFoundations(load, *v1::Recorder::NewStub(channels.front()));
  const Batches batches(load);
  Reader reader(load);
  const double begin = Now();
  const double used = ProcessorTime();
  Tally paid =
      load.mode == "stream" ? PayByStreams(load, batches, channels) : PayByCalls(load, channels);
  const Taken taken{(Now() - begin) / 1e6, ProcessorTime() - used};
  Tally read = reader.Stop();
  for (Tally* tally : {&paid, &read}) {
    std::sort(tally->latencies_us.begin(), tally->latencies_us.end());
  }
  Print(load, paid, read, taken);
  return paid.other == 0 && read.other == 0 ? 0 : 1;
}

}  // namespace
}  // namespace outturn::bench

int main(int argc, char** argv) {
  outturn::bench::Load load;
  CLI::App app{"Pushes payments into a running outturn-server and measures."};
  app.add_option("--server", load.server)->capture_default_str();
  app.add_option("--mode", load.mode)->check(CLI::IsMember({"stream", "unary"}));
  app.add_option("--payments", load.payments)->capture_default_str();
  app.add_option("--clients", load.clients, "connections")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  app.add_option("--batch", load.batch, "payments per message of a stream")->capture_default_str();
  app.add_option("--in-flight", load.in_flight,
                 "batches open at once in each stream, or calls open at once in all")
      ->capture_default_str();
  app.add_flag(
      "--prepared", load.prepared,
      "builds the batches, as they go over the wire, before the clock starts: a payment takes "
      "a fifth of a KB of memory");
  app.add_option("--reads", load.reads_a_second, "figures asked for meanwhile, a second")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--ledgers", load.shape.ledgers)->capture_default_str();
  app.add_option("--lines", load.shape.lines, "of each ledger; 0: 12 to 50")->capture_default_str();
  app.add_flag("--one-line", load.shape.one_line, "every payment from the same line");
  app.add_option("--run", load.shape.run, "another number gives other ids")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return outturn::bench::Run(load);
}
