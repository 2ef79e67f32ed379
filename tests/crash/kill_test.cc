// A server under a mixed load is killed again and again, also while it starts and while it goes
// down: what it acknowledged is there once and where it said, what it refused is not, and what it
// never answered is settled by asking again.
//
//   OUTTURN_CRASH_ROUNDS=1000 OUTTURN_CRASH_SEED=7 build/dev/bin/test_crash --gtest_filter='*Kill*'
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <thread>

#include "tests/crash/clerk.h"
#include "tests/crash/clients.h"
#include "tests/crash/mirror.h"
#include "tests/crash/told.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"

namespace outturn::crash {
namespace {

using std::chrono::milliseconds;

// A number from the environment, else `otherwise`.
int Setting(const char* name, int otherwise) {
  const char* text = getenv(name);
  return text == nullptr ? otherwise : atoi(text);
}

// One that nothing listens on now, below those that outgoing connections get: clients keep asking
// for it while the server is down, and must not get hold of it themselves.
int FreePort(std::mt19937& random) {
  while (true) {
    const int port = 20'000 + static_cast<int>(random() % 10'000);
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    const int bound = bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address);
    close(probe);
    if (bound == 0) return port;
  }
}

// One data folder, its clients, and a server that lives as long as it is let.
class Folder {
 public:
  explicit Folder(uint32_t seed)
      : seed_(seed), random_(seed), address_("127.0.0.1:" + std::to_string(FreePort(random_))) {}

  void Begin() {
    Start();
    for (const v1::Command& command : Beginnings()) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      v1::RecordRequest request;
      *request.mutable_command() = command;
      v1::Receipt receipt;
      const grpc::Status status =
          v1::Recorder::NewStub(channel_)->Record(&context, request, &receipt);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
    clients_ = std::make_unique<Clients>(address_, seed_, told_);
  }

  // Waits for answers, ends the server somehow at a moment nobody chose, and starts it again. What
  // was acknowledged before must be there.
  void Round() {
    ASSERT_TRUE(told_.AwaitMore(1 + random_() % 300)) << "no answers come\n" << server_->Log();
    Pause(30'000);
    End();
    const auto acknowledged = told_.Acknowledged();
    const auto refused = told_.AllRefused();
    while (random_() % 3 == 0) KillWhileStarting();
    Start();
    Look();
    CheckAll(acknowledged, refused);
  }

  // Every question gets its answer, and everything is compared with everything.
  void Finish() {
    clients_->Stop();
    Look();
    EXPECT_EQ(told_.open(), 0u);
    const auto acknowledged = told_.Acknowledged();
    CheckAll(acknowledged, told_.AllRefused());
    EXPECT_EQ(mirror_.size(), acknowledged.size() + Beginnings().size())
        << "something is there that nobody was told of";
    CheckBalances();
    AskAllAgain();
    Kill();
    CheckFolder();
    for (const char* derived : {"/derived", "/ids", "/history"}) {
      std::filesystem::remove_all(data_ + derived);
    }
    Start();
    Look();
    CheckBalances();
    AskAllAgain();
    Kill();
    std::cout << "seed " << seed_ << ": " << mirror_.size() << " events, " << kills_ << " kills, "
              << starts_killed_ << " of them while starting, " << stops_ << " stops, "
              << told_.settled_later() << " lost answers settled by asking again\n";
    EXPECT_GT(told_.settled_later(), 0u) << "no kill came between a flush and its answers";
  }

 private:
  void Pause(int at_most_us) {
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % at_most_us));
  }

  std::unique_ptr<server::Process> NewProcess() {
    return std::make_unique<server::Process>(
        std::vector<std::string>{"--data", data_, "--book", "431200", "--listen", address_,
                                 "--packs", std::string(SOURCE_DIR) + "/deploy/packs"});
  }

  void Start() {
    server_ = NewProcess();
    if (server_->AwaitPort() == 0) throw std::runtime_error("no start: " + server_->Log());
    grpc::ChannelArguments fresh;  // does not wait for others' attempts to connect
    fresh.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), fresh);
  }

  void KillWhileStarting() {
    server_ = NewProcess();
    Pause(150'000);
    Kill();
    ++starts_killed_;
  }

  void Kill() {
    server_->Send(SIGKILL);
    EXPECT_EQ(server_->AwaitEnd(), 128 + SIGKILL) << server_->Log();
    ++kills_;
  }

  // Mostly dead at once; else told to stop, and killed while at it or not.
  void End() {
    const unsigned how = random_() % 10;
    if (how < 6) return Kill();
    server_->Send(SIGTERM);
    if (how < 8) {
      Pause(60'000);
      server_->Send(SIGKILL);
    }
    const int code = server_->AwaitEnd();
    EXPECT_TRUE(code == 0 || (how < 8 && code == 128 + SIGKILL)) << code << server_->Log();
    ++(code == 0 ? stops_ : kills_);
  }

  void Look() { mirror_.Follow(*v1::Events::NewStub(channel_), *v1::Books::NewStub(channel_)); }

  void CheckAll(const std::map<std::string, uint64_t>& acknowledged,
                const std::map<std::string, std::string>& refused) const {
    for (const auto& [id, position] : acknowledged) {
      const auto found = mirror_.ids().find(id);
      if (found == mirror_.ids().end()) {
        ADD_FAILURE() << id << ", acknowledged at " << position << ", is lost";
      } else {
        EXPECT_EQ(found->second, position) << id;
      }
    }
    for (const auto& [id, reason] : refused) {
      EXPECT_FALSE(mirror_.ids().contains(id)) << id << " is there, but was refused: " << reason;
    }
  }

  // What the server says of its lines is what the events sum to, and nothing is overspent.
  void CheckBalances() {
    Mirror::Balances told;
    for (const std::string& unit : Units()) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      v1::GetBalancesRequest request;
      request.mutable_ledger()->set_unit(unit);
      request.mutable_ledger()->set_year(2024);
      request.set_as_of(20241231);
      v1::GetBalancesReply reply;
      const grpc::Status status =
          v1::Ledgers::NewStub(channel_)->GetBalances(&context, request, &reply);
      ASSERT_TRUE(status.ok()) << status.error_message();
      for (const v1::LineBalance& line : reply.balances()) {
        told[{unit, line.line().line()}] = {line.full_year_fen(), line.paid_fen(),
                                            line.committed_fen()};
        EXPECT_EQ(line.headroom_fen(),
                  line.full_year_fen() - line.paid_fen() - line.committed_fen());
        EXPECT_GE(line.headroom_fen(), 0) << unit << line.line().line();
      }
    }
    EXPECT_EQ(told.size(), Units().size() * Lines().size());
    EXPECT_TRUE(told == mirror_.balances()) << "the server's figures are not the events' sums";
  }

  // Every acknowledged command once more: the same answer, and nothing new.
  void AskAllAgain() {
    const auto positions = told_.Acknowledged();
    const auto commands = told_.Commands();
    auto next = commands.begin();
    while (next != commands.end()) {
      v1::RecordBatchRequest request;
      std::vector<std::string> ids;
      for (; next != commands.end() && ids.size() < 1'000; ++next) {
        ids.push_back(next->first);
        *request.add_commands() = next->second;
      }
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      v1::RecordBatchReply reply;
      const grpc::Status status =
          v1::Recorder::NewStub(channel_)->RecordBatch(&context, request, &reply);
      ASSERT_TRUE(status.ok()) << status.error_message();
      for (size_t i = 0; i < ids.size(); ++i) {
        const v1::Receipt& receipt = reply.answers(static_cast<int>(i)).receipt();
        EXPECT_TRUE(receipt.already_recorded()) << ids[i];
        EXPECT_EQ(receipt.position(), positions.at(ids[i])) << ids[i];
      }
    }
  }

  // The server's own examination of the folder agrees.
  void CheckFolder() const {
    const server::Ended ended = server::RunToItsEnd(
        {"--data", data_, "--fsck", "--packs", std::string(SOURCE_DIR) + "/deploy/packs"});
    EXPECT_EQ(ended.code, 0) << ended.log;
    std::ostringstream root;
    for (const char byte : mirror_.Root()) {
      constexpr char kDigits[] = "0123456789abcdef";
      root << kDigits[static_cast<uint8_t>(byte) >> 4] << kDigits[byte & 15];
    }
    EXPECT_THAT(ended.log, testing::HasSubstr("root=" + root.str()));
    EXPECT_THAT(ended.log, testing::HasSubstr("events=" + std::to_string(mirror_.size())));
  }

  const uint32_t seed_;
  std::mt19937 random_;
  const std::string address_;
  const store::TempFolder temp_;
  const std::string data_ = temp_.Sub("data");
  Told told_;
  Mirror mirror_;
  std::unique_ptr<server::Process> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Clients> clients_;  // gone before the server is
  int kills_ = 0;
  int starts_killed_ = 0;
  int stops_ = 0;
};

class Kill : public testing::TestWithParam<int> {};

TEST_P(Kill, AtAnyMomentLosesNothingAndDoublesNothing) {
  const int rounds = Setting("OUTTURN_CRASH_ROUNDS", 42);
  const int seed = Setting("OUTTURN_CRASH_SEED", 20240731) + GetParam();
  std::cout << rounds << " rounds, OUTTURN_CRASH_SEED=" << seed - GetParam() << "\n";
  Folder folder(static_cast<uint32_t>(seed));
  ASSERT_NO_FATAL_FAILURE(folder.Begin());
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    ASSERT_NO_FATAL_FAILURE(folder.Round());
  }
  folder.Finish();
}

INSTANTIATE_TEST_SUITE_P(Folders, Kill, testing::Range(1, 6));

}  // namespace
}  // namespace outturn::crash
