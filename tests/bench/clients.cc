#include "tests/bench/clients.h"

#include <google/protobuf/arena.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <mutex>

namespace outturn::bench {
namespace {

using Clock = std::chrono::steady_clock;

int64_t MicrosSince(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
}

std::shared_ptr<grpc::Channel> ConnectOnce(const std::string& server) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

// Requests go out as the bytes they are; a reply is a message of hundreds, on an arena.
using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, v1::RecordBatchReply>;

// One stream: takes batches first, first + step, … and keeps so many of them open.
class StreamClient final : public grpc::ClientBidiReactor<grpc::ByteBuffer, v1::RecordBatchReply> {
 public:
  StreamClient(const Load& load, const Batches& batches, uint64_t first)
      : load_(load), batches_(batches), first_(first) {
    const auto step = static_cast<uint64_t>(load.clients);
    count_ = first < batches.count() ? (batches.count() - first - 1) / step + 1 : 0;
    sent_.resize(count_);
  }

  void Start(BytesStub& stub) {
    stub.PrepareBidiStreamingCall(&context_, "/outturn.v1.Recorder/RecordStream", {}, this);
    Read();
    {
      const std::lock_guard lock(mutex_);
      Advance();
    }
    StartCall();
  }
  Tally Await() {
    const grpc::Status status = done_.get_future().get();
    if (!status.ok()) tally_.Add(false, status.error_message());
    return std::move(tally_);
  }

 private:
  void Read() {
    arena_.Reset();
    reply_ = google::protobuf::Arena::CreateMessage<v1::RecordBatchReply>(&arena_);
    StartRead(reply_);
  }
  void Advance() {
    if (writing_ || broken_) return;
    if (next_ == count_) {
      if (!told_end_) StartWritesDone();
      told_end_ = true;
      return;
    }
    if (next_ >= replied_ + static_cast<uint64_t>(load_.in_flight)) return;
    const auto step = static_cast<uint64_t>(load_.clients);
    bytes_ = batches_.At(first_ + next_ * step, request_);
    sent_[next_++] = Clock::now();
    writing_ = true;
    StartWrite(&bytes_);
  }
  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    broken_ = broken_ || !ok;
    Advance();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    tally_.latencies_us.push_back(MicrosSince(sent_[replied_]));
    for (const auto& answer : reply_->answers()) {
      tally_.Add(answer.has_receipt() && !answer.receipt().already_recorded(),
                 answer.error().message());
    }
    Read();
    const std::lock_guard lock(mutex_);
    ++replied_;
    Advance();
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

  const Load& load_;
  const Batches& batches_;
  const uint64_t first_;
  uint64_t count_ = 0;
  grpc::ClientContext context_;
  v1::RecordBatchRequest request_;
  grpc::ByteBuffer bytes_;  // of the batch that is being written
  google::protobuf::Arena arena_;
  v1::RecordBatchReply* reply_ = nullptr;
  Tally tally_;  // by reads only
  std::promise<grpc::Status> done_;

  std::mutex mutex_;
  std::vector<Clock::time_point> sent_;
  uint64_t next_ = 0;
  uint64_t replied_ = 0;
  bool writing_ = false;
  bool told_end_ = false;
  bool broken_ = false;
};

struct Call {
  grpc::ClientContext context;
  v1::Receipt receipt;
  grpc::Status status;
  Clock::time_point sent;
  size_t client = 0;
  std::unique_ptr<grpc::ClientAsyncResponseReader<v1::Receipt>> reader;
};

}  // namespace

void Tally::Add(bool ok, const std::string& error) {
  ++(ok ? recorded : other);
  if (!ok && first_error.empty()) first_error = error;
}

void Tally::Add(const Tally& more) {
  recorded += more.recorded;
  other += more.other;
  if (first_error.empty()) first_error = more.first_error;
  latencies_us.insert(latencies_us.end(), more.latencies_us.begin(), more.latencies_us.end());
}

Channels Connect(const Load& load) {
  Channels channels;
  for (int client = 0; client < load.clients; ++client) {
    channels.push_back(ConnectOnce(load.server));
  }
  return channels;
}

Batches::Batches(const Load& load) : load_(load) {
  if (!load.prepared) return;
  v1::RecordBatchRequest space;
  prepared_.reserve(count());
  for (uint64_t b = 0; b < count(); ++b) prepared_.push_back(Build(b, space));
}

uint64_t Batches::count() const { return load_.payments / static_cast<uint64_t>(load_.batch); }

grpc::ByteBuffer Batches::At(uint64_t b, v1::RecordBatchRequest& space) const {
  return load_.prepared ? prepared_[b] : Build(b, space);
}

grpc::ByteBuffer Batches::Build(uint64_t b, v1::RecordBatchRequest& space) const {
  while (space.commands_size() < load_.batch) space.add_commands();
  const uint64_t first = b * static_cast<uint64_t>(load_.batch);
  for (int i = 0; i < load_.batch; ++i) {
    FillPayment(load_.shape, first + static_cast<uint64_t>(i), *space.mutable_commands(i));
  }
  const grpc::Slice slice(space.SerializeAsString());
  return {&slice, 1};
}

Tally PayByStreams(const Load& load, const Batches& batches, const Channels& channels) {
  std::vector<std::unique_ptr<BytesStub>> stubs;
  std::vector<std::unique_ptr<StreamClient>> clients;
  for (size_t i = 0; i < channels.size(); ++i) {
    stubs.push_back(std::make_unique<BytesStub>(channels[i]));
    clients.push_back(std::make_unique<StreamClient>(load, batches, i));
    clients.back()->Start(*stubs[i]);
  }
  Tally tally;
  for (const auto& client : clients) tally.Add(client->Await());
  return tally;
}

Tally PayByCalls(const Load& load, const Channels& channels) {
  std::vector<std::unique_ptr<v1::Recorder::Stub>> stubs;
  for (const auto& channel : channels) stubs.push_back(v1::Recorder::NewStub(channel));
  Tally tally;
  grpc::CompletionQueue queue;
  v1::RecordRequest request;
  uint64_t next = 0;
  const auto start = [&](size_t client) {
    FillPayment(load.shape, next++, *request.mutable_command());
    auto* call = new Call;
    call->sent = Clock::now();
    call->client = client;
    call->reader = stubs[client]->AsyncRecord(&call->context, request, &queue);
    call->reader->Finish(&call->receipt, &call->status, call);
  };
  const auto first = std::min<uint64_t>(static_cast<uint64_t>(load.in_flight), load.payments);
  while (next < first) start(next % stubs.size());
  void* tag = nullptr;
  bool ok = false;
  for (uint64_t done = 0; done < load.payments; ++done) {
    queue.Next(&tag, &ok);
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    tally.latencies_us.push_back(MicrosSince(call->sent));
    tally.Add(call->status.ok() && !call->receipt.already_recorded(), call->status.error_message());
    if (next < load.payments) start(call->client);
  }
  return tally;
}

Reader::Reader(const Load& load) : load_(load) {
  if (load.reads_a_second > 0) thread_ = std::thread([this] { Run(); });
}

Tally Reader::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  return std::move(tally_);
}

void Reader::Run() {
  const auto stub = v1::Reports::NewStub(ConnectOnce(load_.server));
  v1::GetFiguresRequest request;
  for (const char* name : {"full_year_budget", "paid", "remaining", "headroom", "execution_rate"}) {
    request.add_names(name);
  }
  auto at = Clock::now();
  for (int i = 0; !stopping_; ++i) {
    *request.mutable_ledger() = LedgerOf(load_.shape, i);
    v1::GetFiguresReply reply;
    grpc::ClientContext context;
    const auto asked = Clock::now();
    const grpc::Status status = stub->GetFigures(&context, request, &reply);
    tally_.latencies_us.push_back(MicrosSince(asked));
    tally_.Add(status.ok(), status.error_message());
    at += std::chrono::microseconds(1'000'000 / load_.reads_a_second);
    std::this_thread::sleep_until(at);
  }
}

}  // namespace outturn::bench
