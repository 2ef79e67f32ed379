// The built server on a disk that fails below it: it says so, takes no writes, answers what it is
// asked, and is well again once it is started on a disk that works.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "tests/server/payments.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"

namespace outturn::server {
namespace {

using testing::HasSubstr;

// What the standard health service says of the whole server: 1 serving, 2 not.
int Health(const Running& server) {
  grpc::GenericStub stub(server.channel);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  const grpc::ByteBuffer empty(nullptr, 0);
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", empty, &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  grpc::Slice bytes;
  EXPECT_TRUE(status.ok() && reply.TrySingleSlice(&bytes).ok() && bytes.size() == 2);
  return bytes.size() == 2 ? bytes.begin()[1] : 0;
}

grpc::Status TryToPay(Running& server, const std::string& id) {
  grpc::ClientContext context;
  context.AddMetadata("accept-language", "en");
  v1::RecordRequest request;
  v1::Receipt receipt;
  *request.mutable_command() = PaymentOf(id, 1);
  return server.recorder->Record(&context, request, &receipt);
}

struct Trouble {
  const char* name;
  const char* fault;
  const char* told;
};

class FailingDisk : public testing::TestWithParam<Trouble> {
 protected:
  FailingDisk() {
    setenv("OUTTURN_TEST_FAULT", fault.c_str(), 1);
    setenv("LD_PRELOAD", BINARY_DIR "/lib/libfailing_disk.so", 1);
  }
  ~FailingDisk() override { BecomeWell(); }
  void BecomeWell() {
    unsetenv("LD_PRELOAD");
    unsetenv("OUTTURN_TEST_FAULT");
    std::filesystem::remove(fault);
  }

  const store::TempFolder temp;
  const std::string fault = temp.Sub("fault");
  const std::string data = temp.Sub("data");
};

TEST_P(FailingDisk, StopsWritesTellsWhyAndReadsOnUntilANewStart) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer must be loaded first";
#endif
  {
    Running server(data);
    OpenBook(server);
    EXPECT_EQ(Pay(server, "p1", 100).position(), 5u);
    EXPECT_EQ(Health(server), 1);
    std::ofstream(fault) << GetParam().fault;
    const grpc::Status unknown = TryToPay(server, "p2");
    EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_THAT(unknown.error_message(), HasSubstr("outcome is unknown"));
    EXPECT_THAT(unknown.error_message(), HasSubstr(GetParam().told));
    const grpc::Status refused = TryToPay(server, "p3");
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_THAT(refused.error_message(), HasSubstr("takes no writes; nothing happened"));
    std::filesystem::remove(fault);
    EXPECT_EQ(TryToPay(server, "p4").error_code(), grpc::StatusCode::UNAVAILABLE)
        << "not before a new start has read what there is";
    EXPECT_EQ(PositionOf(server), 5u) << "reads go on";
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (Health(server) != 2 && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    EXPECT_EQ(Health(server), 2) << "looked after once a second";
    EXPECT_THAT(server.process.Log(), HasSubstr("read-only"));
    EXPECT_EQ(server.Stop(), 0) << server.process.Log();
  }
  BecomeWell();
  Running server(data);
  EXPECT_EQ(Health(server), 1);
  EXPECT_TRUE(Pay(server, "p1", 100).already_recorded());
  EXPECT_EQ(Pay(server, "p2", 1).position(), 6u);
  EXPECT_EQ(Pay(server, "p3", 1).position(), 7u);
}

INSTANTIATE_TEST_SUITE_P(Disks, FailingDisk,
                         testing::Values(Trouble{"FsyncError", "fsync", "Input/output error"},
                                         Trouble{"WriteError", "write", "Input/output error"},
                                         Trouble{"NoSpace", "no space", "No space left on device"}),
                         [](const auto& trouble) { return std::string(trouble.param.name); });

}  // namespace
}  // namespace outturn::server
