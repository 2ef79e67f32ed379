// What bench_ingest sets upon a server: clients that pay, and one that reads meanwhile.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "outturn/v1/services.grpc.pb.h"
#include "tests/bench/payments.h"

namespace outturn::bench {

struct Load {
  std::string server = "127.0.0.1:7300";
  std::string mode = "stream";
  uint64_t payments = 100'000;
  int clients = 1;        // connections
  int batch = 100;        // payments in a message of a stream
  int in_flight = 16;     // batches of each stream; calls of unary in all
  bool prepared = false;  // the batches are bytes before the clock starts
  int reads_a_second = 0;
  Shape shape;
};

// What came of it. Latencies are of a batch or a call, from its sending to its reply.
struct Tally {
  uint64_t recorded = 0;
  uint64_t other = 0;
  std::string first_error;
  std::vector<int64_t> latencies_us;

  void Add(bool ok, const std::string& error);
  void Add(const Tally& more);
};

// A connection of its own for each client.
using Channels = std::vector<std::shared_ptr<grpc::Channel>>;
[[nodiscard]] Channels Connect(const Load& load);

// The payments of a run as batches, built beforehand where the load says so.
class Batches {
 public:
  explicit Batches(const Load& load);
  [[nodiscard]] uint64_t count() const;
  // Batch number `b` as it goes over the wire, built in `space` unless it was prepared.
  [[nodiscard]] grpc::ByteBuffer At(uint64_t b, v1::RecordBatchRequest& space) const;

 private:
  [[nodiscard]] grpc::ByteBuffer Build(uint64_t b, v1::RecordBatchRequest& space) const;

  const Load& load_;
  std::vector<grpc::ByteBuffer> prepared_;
};

[[nodiscard]] Tally PayByStreams(const Load& load, const Batches& batches,
                                 const Channels& channels);
[[nodiscard]] Tally PayByCalls(const Load& load, const Channels& channels);

// Asks for the execution figures of one ledger after the other, so many times a second.
class Reader {
 public:
  explicit Reader(const Load& load);  // nothing where the load reads nothing
  Tally Stop();

 private:
  void Run();

  const Load& load_;
  std::atomic<bool> stopping_ = false;
  Tally tally_;
  std::thread thread_;
};

}  // namespace outturn::bench
