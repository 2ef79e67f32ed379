// Many clients, and clients that behave badly: others are answered all the same, and the server
// holds no more than it must.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/payments.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"

namespace outturn::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr size_t kMebi = 1 << 20;

using Stream = grpc::ClientReaderWriter<v1::RecordBatchRequest, v1::RecordBatchReply>;

class LoadTest : public testing::Test {
 protected:
  LoadTest() { OpenBook(server); }

  // A connection of its own.
  [[nodiscard]] std::shared_ptr<grpc::Channel> Connect() const { return Connect(server.port); }
  [[nodiscard]] static std::shared_ptr<grpc::Channel> Connect(int port) {
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                     grpc::InsecureChannelCredentials(), own);
  }

  std::string NewId() { return "p" + std::to_string(++ids_); }

  v1::RecordBatchRequest Batch(int count) {
    v1::RecordBatchRequest request;
    for (int i = 0; i < count; ++i) *request.add_commands() = PaymentOf(NewId(), 1);
    return request;
  }

  v1::BookStatus Status() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::BookStatus status;
    EXPECT_TRUE(server.books->GetBook(&context, {}, &status).ok());
    return status;
  }

  // What somebody who behaves well sees meanwhile.
  void ExpectToBeAnswered() {
    const auto begin = steady_clock::now();
    EXPECT_GT(Pay(server, NewId(), 1).position(), 0u);
    EXPECT_LT(steady_clock::now() - begin, milliseconds(2'000));
  }

  // The server learns of clients that are gone a little later.
  void ExpectNoStreamsSoon() {
    const auto until = steady_clock::now() + milliseconds(10'000);
    while (Status().open_streams() > 0 && steady_clock::now() < until) {
      std::this_thread::sleep_for(milliseconds(10));
    }
    EXPECT_EQ(Status().open_streams(), 0u);
  }

  const store::TempFolder temp;
  Running server{temp.Sub("data")};

 private:
  std::atomic<int> ids_ = 0;
};

// One of the thousand.
struct Client {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::Recorder::Stub> stub;
  std::unique_ptr<grpc::ClientContext> context = std::make_unique<grpc::ClientContext>();
  std::unique_ptr<Stream> stream;
};

TEST_F(LoadTest, AThousandConnectionsWithAStreamEachAreServed) {
  const size_t before = server.process.Resident();
  std::vector<Client> clients(1'000);
  for (Client& client : clients) {
    client.channel = Connect();
    client.stub = v1::Recorder::NewStub(client.channel);
    client.stream = client.stub->RecordStream(client.context.get());
    ASSERT_TRUE(client.stream->Write(Batch(1)));
  }
  for (Client& client : clients) {
    v1::RecordBatchReply reply;
    ASSERT_TRUE(client.stream->Read(&reply));
    EXPECT_TRUE(reply.answers(0).has_receipt());
  }
  EXPECT_EQ(Status().open_streams(), clients.size());
  ExpectToBeAnswered();
  EXPECT_LT(server.process.Resident(), before + 300 * kMebi);
  // Half of them end in order, half vanish; those that were idle all the while work on.
  for (size_t i = 0; i < clients.size(); ++i) {
    Client& client = clients[i];
    if (i % 2 == 0) {
      v1::RecordBatchReply reply;
      EXPECT_TRUE(client.stream->Write(Batch(2)));
      EXPECT_TRUE(client.stream->Read(&reply));
      EXPECT_EQ(reply.answers_size(), 2);
      client.stream->WritesDone();
      EXPECT_TRUE(client.stream->Finish().ok());
    } else {
      client.context->TryCancel();
    }
  }
  ExpectNoStreamsSoon();
  clients.clear();
  ExpectToBeAnswered();
}

TEST_F(LoadTest, AStreamWhoseRepliesNobodyReadsIsNotReadFromEither) {
  const size_t before = server.process.Resident();
  const auto channel = Connect();
  const auto stub = v1::Recorder::NewStub(channel);
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub->RecordStream(&context);
  std::atomic<int> sent = 0;
  std::thread writer([&] {
    // 300 MB of payments, were they taken.
    for (int i = 0; i < 1'500 && stream->Write(Batch(1'000)); ++i) ++sent;
  });
  // Until nothing moves any more.
  for (int last = -1; last != sent;) {
    last = sent;
    std::this_thread::sleep_for(milliseconds(700));
  }
  EXPECT_LT(sent, 1'000);  // what the connection's own buffers take, and sixteen more
  EXPECT_GE(sent, 16);
  ExpectToBeAnswered();
  EXPECT_LT(server.process.Resident(), before + 150 * kMebi);
  context.TryCancel();
  writer.join();
  ExpectNoStreamsSoon();
}

// Listings of events that were asked for, and whose replies nobody takes.
TEST_F(LoadTest, ListingsThatNobodyReadsAreFreedWithTheirClient) {
  for (int i = 0; i < 10; ++i) {
    grpc::ClientContext context;
    v1::RecordBatchReply reply;
    ASSERT_TRUE(server.recorder->RecordBatch(&context, Batch(1'000), &reply).ok());
  }
  const size_t before = server.process.Resident();
  v1::ListEventsRequest request;
  request.set_page_size(1'000);
  const grpc::Slice bytes(request.SerializeAsString());
  for (int round = 0; round < 5; ++round) {
    const auto channel = Connect();
    grpc::GenericStub stub(channel);
    grpc::CompletionQueue queue;
    std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
    std::vector<std::unique_ptr<grpc::GenericClientAsyncReaderWriter>> calls;
    grpc::ByteBuffer asked(&bytes, 1);
    void* tag = nullptr;
    bool ok = false;
    for (int i = 0; i < 100; ++i) {
      contexts.push_back(std::make_unique<grpc::ClientContext>());
      calls.push_back(
          stub.PrepareCall(contexts.back().get(), "/outturn.v1.Events/ListEvents", &queue));
      calls.back()->StartCall(nullptr);
      queue.Next(&tag, &ok);
      calls.back()->WriteLast(asked, grpc::WriteOptions(), nullptr);
      queue.Next(&tag, &ok);
    }
    ExpectToBeAnswered();
    EXPECT_LT(server.process.Resident(), before + 200 * kMebi) << "round " << round;
    grpc::Status status;
    for (size_t i = 0; i < calls.size(); ++i) {
      contexts[i]->TryCancel();
      calls[i]->Finish(&status, nullptr);
      queue.Next(&tag, &ok);
    }
    queue.Shutdown();
    while (queue.Next(&tag, &ok)) {
    }
  }
  ExpectToBeAnswered();
}

// Connects, says `words` and is gone.
void Intrude(int port, const std::string& words) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    (void)!write(socket, words.data(), words.size());
  }
  // What is not read is thrown away with a reset, as by a machine that lost its power.
  const linger reset{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(socket);
}

TEST_F(LoadTest, ClientsThatVanishInTheMiddleOfACallLeaveNothingBehind) {
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const auto vanish = [&](int times) {
    for (int i = 0; i < times; ++i) {
      const auto channel = Connect();
      const auto stub = v1::Recorder::NewStub(channel);
      grpc::ClientContext context;
      const auto stream = stub->RecordStream(&context);
      EXPECT_TRUE(stream->Write(Batch(20)));
      context.TryCancel();
      Intrude(server.port, i % 2 == 0 ? preface : "GET / HTTP/1.1\r\n\r\n");
      Intrude(server.port, preface + std::string(30, '\x7f'));
    }
  };
  vanish(100);
  ExpectNoStreamsSoon();
  const size_t before = server.process.Resident();
  vanish(300);
  ExpectNoStreamsSoon();
  ExpectToBeAnswered();
  EXPECT_LT(server.process.Resident(), before + 48 * kMebi);
}

TEST_F(LoadTest, CancelledCallsAndCallsThatCameTooLateHoldNothing) {
  const auto cancel = [&](int times) {
    grpc::CompletionQueue queue;
    for (int i = 0; i < times; ++i) {
      grpc::ClientContext context;
      if (i % 2 == 0) {
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::microseconds(300));
      }
      v1::RecordRequest request;
      *request.mutable_command() = PaymentOf(NewId(), 1);
      v1::Receipt receipt;
      grpc::Status status;
      const auto call = server.recorder->AsyncRecord(&context, request, &queue);
      call->Finish(&receipt, &status, nullptr);
      if (i % 2 == 1) context.TryCancel();
      void* tag = nullptr;
      bool ok = false;
      queue.Next(&tag, &ok);
    }
  };
  cancel(1'000);
  ExpectToBeAnswered();
  const size_t before = server.process.Resident();
  cancel(5'000);
  ExpectToBeAnswered();
  EXPECT_LT(server.process.Resident(), before + 24 * kMebi);
  EXPECT_EQ(Status().queued_commands(), 0u);
}

TEST_F(LoadTest, AMessageOverTheLimitIsRefusedAndItsConnectionWorksOn) {
  grpc::ClientContext streaming;
  const auto stream = server.recorder->RecordStream(&streaming);
  ASSERT_TRUE(stream->Write(Batch(1)));
  v1::RecordBatchReply reply;
  ASSERT_TRUE(stream->Read(&reply));
  for (int i = 0; i < 20; ++i) {
    v1::RecordRequest request;
    *request.mutable_command() = PaymentOf("large", 1);
    request.mutable_command()->mutable_payment()->set_purpose(std::string(5 * kMebi, 'x'));
    grpc::ClientContext context;
    v1::Receipt receipt;
    const grpc::Status status = server.recorder->Record(&context, request, &receipt);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_THAT(status.error_message(), testing::HasSubstr("larger than max"));
  }
  EXPECT_TRUE(stream->Write(Batch(3)));
  EXPECT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.answers_size(), 3);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  ExpectToBeAnswered();
}

// The server's options, and as many large messages at a time as it is told to hold at most.
class FloodTest : public LoadTest {
 protected:
  // What one flood of calls ended with, by code, and the most the server held meanwhile.
  struct Flooded {
    std::map<grpc::StatusCode, int> codes;
    size_t most = 0;
  };

  Flooded Flood(const Running& flooded, int connections, int calls_each) {
    v1::RecordBatchRequest request;
    request.add_commands()->mutable_payment()->set_purpose(std::string(4 * kMebi - 100, 'x'));
    const grpc::Slice bytes(request.SerializeAsString());
    grpc::ByteBuffer message(&bytes, 1);  // one copy for all
    grpc::CompletionQueue queue;
    std::vector<std::unique_ptr<Call>> calls;
    for (int i = 0; i < connections; ++i) {
      const auto channel = Connect(flooded.port);
      for (int j = 0; j < calls_each; ++j) {
        calls.push_back(std::make_unique<Call>(channel));
        Call& call = *calls.back();
        call.context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
        call.call = call.stub.PrepareUnaryCall(&call.context, "/outturn.v1.Recorder/RecordBatch",
                                               message, &queue);
        call.call->StartCall();
        call.call->Finish(&call.reply, &call.status, &call);
      }
    }
    Flooded result;
    void* tag = nullptr;
    bool ok = false;
    for (size_t i = 0; i < calls.size() && queue.Next(&tag, &ok); ++i) {
      ++result.codes[static_cast<Call*>(tag)->status.error_code()];
      result.most = std::max(result.most, flooded.process.Resident());
    }
    return result;
  }

 private:
  struct Call {
    explicit Call(const std::shared_ptr<grpc::Channel>& channel) : stub(channel) {}
    grpc::GenericStub stub;
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
    grpc::ByteBuffer reply;
    grpc::Status status;
  };
};

TEST_F(FloodTest, OfLargeMessagesIsHeldBackOrTurnedAwayAndTheServerLives) {
  Running tight(temp.Sub("tight"), "431200", {"--call-memory", "32MB"});
  const size_t before = tight.process.Resident();
  const Flooded flooded = Flood(tight, 50, 4);  // 800 MB
  for (const auto& [code, times] : flooded.codes) {
    EXPECT_TRUE(code == grpc::StatusCode::OK || code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
                code == grpc::StatusCode::UNAVAILABLE)
        << times << " ended with " << code;
  }
  EXPECT_LT(flooded.most, before + 300 * kMebi);
  OpenBook(tight);
  EXPECT_GT(Pay(tight, "after", 1).position(), 0u) << "it serves on";
}

TEST_F(FloodTest, AMessageOverTheLimitAskedForIsTurnedAway) {
  Running narrow(temp.Sub("narrow"), "431200", {"--max-message", "1MB", "--max-calls", "2"});
  const Flooded flooded = Flood(narrow, 2, 5);
  EXPECT_EQ(flooded.codes,
            (std::map<grpc::StatusCode, int>{{grpc::StatusCode::RESOURCE_EXHAUSTED, 10}}));
  OpenBook(narrow);
}

}  // namespace
}  // namespace outturn::server
