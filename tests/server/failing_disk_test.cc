// The built server on a disk that fails below it: it says so, takes no writes, answers what it is
// asked, and is well again once it is started on a disk that works.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/mount.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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

grpc::Status TryToPay(Running& server, const std::string& id, v1::Receipt* receipt = nullptr) {
  grpc::ClientContext context;
  context.AddMetadata("accept-language", "en");
  v1::RecordRequest request;
  v1::Receipt unread;
  *request.mutable_command() = PaymentOf(id, 1);
  return server.recorder->Record(&context, request, receipt == nullptr ? &unread : receipt);
}

// Clients that pay until they are told that it cannot be done, and what they were told.
class Payers {
 public:
  Payers(Running& server, int count) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this, &server, i] { Pay(server, "c" + std::to_string(i) + "-"); });
    }
  }
  ~Payers() { AwaitEnd(); }
  Payers(const Payers&) = delete;
  Payers& operator=(const Payers&) = delete;

  void AwaitEnd() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  // Answers once so many payments are acknowledged.
  void Await(size_t acknowledged) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20),
                      [&] { return acknowledged_.size() >= acknowledged; });
  }
  // After the end.
  [[nodiscard]] const std::map<std::string, uint64_t>& acknowledged() const {
    return acknowledged_;
  }
  [[nodiscard]] const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  void Pay(Running& server, const std::string& client) {
    for (int i = 0;; ++i) {
      const std::string id = client + std::to_string(i);
      v1::Receipt receipt;
      const bool paid = TryToPay(server, id, &receipt).ok();
      const std::lock_guard lock(mutex_);
      if (!paid) return unknown_.push_back(id);
      acknowledged_[id] = receipt.position();
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, uint64_t> acknowledged_;  // with its position
  std::vector<std::string> unknown_;
  std::vector<std::thread> threads_;
};

struct Trouble {
  const char* name;
  const char* fault;
  const char* told;
};

class ServerOnADisk : public testing::Test {
 protected:
  ServerOnADisk() {
    setenv("OUTTURN_TEST_FAULT", fault.c_str(), 1);
    setenv("LD_PRELOAD", BINARY_DIR "/lib/libfailing_disk.so", 1);
  }
  ~ServerOnADisk() override { BecomeWell(); }
  void SetUp() override {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer must be loaded first";
#endif
  }
  void BecomeFaulty(const char* how) const { std::ofstream(fault) << how; }
  void BecomeWell() {
    unsetenv("LD_PRELOAD");
    unsetenv("OUTTURN_TEST_FAULT");
    std::filesystem::remove(fault);
  }

  const store::TempFolder temp;
  const std::string fault = temp.Sub("fault");
  const std::string data = temp.Sub("data");
};

class FailingDisk : public ServerOnADisk, public testing::WithParamInterface<Trouble> {};

TEST_P(FailingDisk, StopsWritesTellsWhyAndReadsOnUntilANewStart) {
  {
    Running server(data);
    OpenBook(server);
    EXPECT_EQ(Pay(server, "p1", 100).position(), 5u);
    EXPECT_EQ(Health(server), 1);
    BecomeFaulty(GetParam().fault);
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

TEST_P(FailingDisk, UnderLoadLosesAndDoublesNothingOfWhatWasAcknowledged) {
  std::map<std::string, uint64_t> acknowledged;
  std::vector<std::string> unknown;
  {
    Running server(data);
    OpenBook(server);
    Payers payers(server, 8);
    payers.Await(300);
    BecomeFaulty(GetParam().fault);
    payers.AwaitEnd();
    acknowledged = payers.acknowledged();
    unknown = payers.unknown();
    EXPECT_GE(acknowledged.size(), 300u);
    EXPECT_EQ(unknown.size(), 8u) << "each has met the end of writing";
    EXPECT_EQ(PositionOf(server), 4 + acknowledged.size()) << "reads go on, of what is durable";
    EXPECT_EQ(server.Stop(), 0) << server.process.Log();
  }
  BecomeWell();
  Running server(data);
  for (const auto& [id, position] : acknowledged) {
    const v1::Receipt receipt = Pay(server, id, 1);
    EXPECT_TRUE(receipt.already_recorded()) << id;
    EXPECT_EQ(receipt.position(), position) << id;
  }
  for (const std::string& id : unknown) EXPECT_GT(Pay(server, id, 1).position(), 4u) << id;
  EXPECT_EQ(PositionOf(server), 4 + acknowledged.size() + unknown.size()) << "each once";
}

INSTANTIATE_TEST_SUITE_P(Disks, FailingDisk,
                         testing::Values(Trouble{"FsyncError", "fsync", "Input/output error"},
                                         Trouble{"WriteError", "write", "Input/output error"},
                                         Trouble{"ShortWrite", "short", "Input/output error"},
                                         Trouble{"NoSpace", "no space", "No space left on device"}),
                         [](const auto& trouble) { return std::string(trouble.param.name); });

TEST_F(ServerOnADisk, TakesWritesThatArriveInPiecesForWhole) {
  {
    Running server(data);
    OpenBook(server);
    BecomeFaulty("half");
    for (uint64_t i = 5; i < 25; ++i) {
      EXPECT_EQ(Pay(server, "p" + std::to_string(i), 1).position(), i);
    }
    EXPECT_EQ(server.Stop(), 0) << server.process.Log();
  }
  BecomeWell();
  Running server(data);
  EXPECT_EQ(PositionOf(server), 24u);
}

// A small disk of its own, which somebody else fills.
class ServerOnAFullDisk : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(disk);
    mounted_ = mount("outturn-test", disk.c_str(), "tmpfs", 0, "size=12m") == 0;
    if (!mounted_) GTEST_SKIP() << "this account may not mount";
  }
  ~ServerOnAFullDisk() override {
    if (mounted_) umount2(disk.c_str(), MNT_DETACH);
  }
  void Fill() const {
    std::ofstream file(filler, std::ios::binary);
    for (const std::string some(1024, 'x'); file.write(some.data(), 1024).flush();) continue;
  }

  const store::TempFolder temp;
  const std::string disk = temp.Sub("disk");
  const std::string data = disk + "/data";
  const std::string filler = disk + "/filler";

 private:
  bool mounted_ = false;
};

// With nothing kept in reserve the write that finds no room is the first to tell. What RocksDB
// would write of its own meanwhile must not end the server, however long it stays so.
TEST_F(ServerOnAFullDisk, StaysReadOnlyWithAReasonAndGoesOnWhereRoomWasMade) {
  uint64_t last = 0;
  {
    Running server(data, "431200", {"--disk-reserve", "0"});
    OpenBook(server);
    EXPECT_EQ(Pay(server, "p1", 100).position(), 5u);
    Fill();
    grpc::Status told;
    for (int i = 0; told.ok() && i < 20'000; ++i) {  // zeros ahead have room for many
      v1::Receipt receipt;
      told = TryToPay(server, "f" + std::to_string(i), &receipt);
      if (told.ok()) last = receipt.position();
    }
    EXPECT_EQ(told.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_THAT(told.error_message(), HasSubstr("No space left on device"));
    EXPECT_THAT(told.error_message(), HasSubstr("; the disk is full: "));
    std::this_thread::sleep_for(std::chrono::seconds(12));  // it looks after its files each second
    EXPECT_THAT(TryToPay(server, "late").error_message(), HasSubstr("takes no writes"));
    EXPECT_EQ(PositionOf(server), last) << "reads go on";
    EXPECT_EQ(Health(server), 2);
    EXPECT_EQ(server.Stop(), 0) << server.process.Log();
  }
  std::filesystem::remove(filler);
  Running server(data, "431200", {"--disk-reserve", "0"});
  EXPECT_EQ(Health(server), 1);
  EXPECT_GE(PositionOf(server), last);
  EXPECT_TRUE(Pay(server, "p1", 100).already_recorded());
  EXPECT_EQ(Pay(server, "f0", 1).position(), 6u);
  EXPECT_GT(Pay(server, "late", 1).position(), last);
}

}  // namespace
}  // namespace outturn::server
