// The server itself: ports, health, reflection, going down.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "outturn/v1/audit.pb.h"
#include "outturn/v1/checks.pb.h"
#include "outturn/v1/documents.pb.h"
#include "outturn/v1/inspection.pb.h"
#include "outturn/v1/monitoring.pb.h"
#include "outturn/v1/proof.pb.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using testing::HasSubstr;

// One message to a method whose stub the distribution does not ship, and all that come back.
class Generic {
 public:
  explicit Generic(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {}

  grpc::Status Ask(const std::string& method, const std::string& request, std::string* reply) {
    const auto context = Context();
    auto call = stub_.PrepareCall(context.get(), method, &queue_);
    call->StartCall(nullptr);
    Next();
    grpc::Slice slice(request);
    call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    Next();
    call->WritesDone(nullptr);
    Next();
    grpc::ByteBuffer buffer;
    for (call->Read(&buffer, nullptr); Next(); call->Read(&buffer, nullptr)) {
      std::vector<grpc::Slice> slices;
      EXPECT_TRUE(buffer.Dump(&slices).ok());
      for (const grpc::Slice& part : slices) reply->append(part.begin(), part.end());
    }
    grpc::Status status;
    call->Finish(&status, nullptr);
    Next();
    return status;
  }

 private:
  bool Next() {
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue_.Next(&tag, &ok));
    return ok;
  }

  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
};

// HealthCheckResponse.status: field 1, 1 is SERVING, 2 is NOT_SERVING.
std::string Health(const Served& served) {
  std::string reply;
  const grpc::Status status =
      Generic(served.channel).Ask("/grpc.health.v1.Health/Check", "", &reply);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return reply == "\x08\x01" ? "SERVING" : reply == "\x08\x02" ? "NOT_SERVING" : "?";
}

TEST(Server, SaysWhetherItServes) {
  Served served;
  EXPECT_EQ(Health(served), "SERVING");
  served.server->SetServing(false);
  EXPECT_EQ(Health(served), "NOT_SERVING");
  served.server->SetServing(true);
  EXPECT_EQ(Health(served), "SERVING");
}

// As the program does: health follows whether the book takes writes.
TEST(Server, DoesNotServeOnceAFlushHasFailed) {
  Served served;
  served.world.Record(Beginnings(1'000));
  served.server->SetServing(served.world.book->WhyNotWritable().empty());
  EXPECT_EQ(Health(served), "SERVING");
  served.world.disk->SetNextWrite(store::MemoryDisk::NextWrite::kFailsAndIsLost);
  EXPECT_FALSE(served.Record(Message(Pay("p1", "X01", 1))).ok());
  served.server->SetServing(served.world.book->WhyNotWritable().empty());
  EXPECT_EQ(Health(served), "NOT_SERVING");
}

// Every service of the contract.
std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* message :
       {v1::RecordRequest::descriptor(), v1::ExplainRequest::descriptor(),
        v1::CheckLedgerRequest::descriptor(), v1::FindLeaksRequest::descriptor(),
        v1::FsckRequest::descriptor(), v1::WatchRequest::descriptor(),
        v1::GetCheckpointRequest::descriptor()}) {
    const auto* file = message->file();
    for (int s = 0; s < file->service_count(); ++s) services.push_back(file->service(s));
  }
  return services;
}

TEST(Server, TellsToolsWhichServicesItHas) {
  Served served(With::kProofs);
  std::string reply;
  // ServerReflectionRequest.list_services: field 7, any text.
  const grpc::Status status =
      Generic(served.channel)
          .Ask("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
               std::string("\x3a\x01*", 3), &reply);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(reply, HasSubstr("grpc.health.v1.Health"));
  for (const auto* service : Services()) EXPECT_THAT(reply, HasSubstr(service->full_name()));
  size_t told = 0;
  for (size_t at = 0; (at = reply.find("outturn.v1.", at)) != std::string::npos; ++at) ++told;
  EXPECT_EQ(told, Services().size()) << "none that is not walked below";
}

TEST(Server, OfferingEveryMethodOfTheContractAnswersEachOne) {
  Served served(With::kProofs);
  for (const auto* service : Services()) {
    for (int m = 0; m < service->method_count(); ++m) {
      const auto* method = service->method(m);
      std::string reply;
      const std::string path = "/" + service->full_name() + "/" + method->name();
      const grpc::Status status = Generic(served.channel).Ask(path, "", &reply);
      EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << path;
      if (status.ok()) continue;
      const Details details = DetailsOf(status);
      const bool malformed = status.error_code() == grpc::StatusCode::INVALID_ARGUMENT;
      EXPECT_EQ(details.bad_requests.size(), malformed ? 1u : 0u) << path;
      for (const std::string& field : details.fields()) EXPECT_NE(field, "") << path;
    }
  }
}

TEST(Server, SharesItsPortWithNobody) {
  Served served;
  EXPECT_EQ(Server::Start("127.0.0.1:" + std::to_string(served.server->port()), *served.world.book,
                          *served.reports),
            nullptr);
}

TEST(Server, SaysThatAnAddressIsNone) {
  app::World world;
  const app::Packs packs;
  const app::Reports reports(*world.book, packs);
  EXPECT_EQ(Server::Start("no.such.host.invalid:1", *world.book, reports), nullptr);
  EXPECT_EQ(Server::Start("nonsense", *world.book, reports), nullptr);
}

TEST(Server, AnswersWhatIsUnderWayBeforeItGoesDown) {
  Served served;
  served.world.Record(Beginnings(1'000));
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  std::thread caller([&] { EXPECT_TRUE(served.Record(Message(Pay("p1", "X01", 1))).ok()); });
  served.world.gate.AwaitArrivals(before + 1);
  std::thread stopper([&] { served.server->Shutdown(std::chrono::seconds(10)); });
  // The server has begun to go down when a new call gets nowhere.
  while (true) {
    v1::BookStatus status;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!served.books->GetBook(&context, {}, &status).ok()) break;
  }
  served.world.gate.Open();
  caller.join();
  stopper.join();
}

// How long going down takes, with patience for ten seconds.
std::chrono::milliseconds TimeToGoDown(Served& served) {
  const auto begin = std::chrono::steady_clock::now();
  served.server->Shutdown(std::chrono::seconds(10));
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               begin);
}

TEST(Server, GoesDownAtOnceWhenStreamsAreIdle) {
  Served served;
  served.world.Record(Beginnings(1'000));
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  v1::RecordBatchRequest request;
  v1::RecordBatchReply reply;
  *request.add_commands() = Message(Pay("p1", "X01", 1));
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&reply));
  served.world.book->StopWriting();
  EXPECT_LT(TimeToGoDown(served), std::chrono::seconds(5));
  EXPECT_FALSE(stream->Read(&reply));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DetailsOf(status).reason(), "STOPPING");
}

TEST(Server, AnswersWhatAStreamWasSentBeforeItGoesDown) {
  Served served;
  served.world.Record(Beginnings(1'000));
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  v1::RecordBatchRequest request;
  v1::RecordBatchReply reply;
  *request.add_commands() = Message(Pay("p1", "X01", 1));
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  ASSERT_TRUE(stream->Write(request));
  served.world.gate.AwaitArrivals(before + 1);
  std::thread stopper([&] { EXPECT_LT(TimeToGoDown(served), std::chrono::seconds(5)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  served.world.gate.Open();
  ASSERT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.answers(0).receipt().position(), 5u);
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopper.join();
}

TEST(Server, GoesDownTwiceWithoutHarm) {
  Served served;
  served.server->Shutdown(std::chrono::milliseconds(0));
  served.server->Shutdown(std::chrono::milliseconds(0));
}

}  // namespace
}  // namespace outturn::rpc
