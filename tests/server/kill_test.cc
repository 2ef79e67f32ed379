// A server that is killed or stopped in the middle of writes keeps exactly what it acknowledged.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "tests/server/payments.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"

namespace outturn::server {
namespace {

// Payments that clients have sent, by id: the position they were told, 0 while not told.
class Ledger {
 public:
  // An id that was sent and never answered, else a new one.
  std::string Next() {
    const std::lock_guard lock(mutex_);
    if (!open_.empty()) {
      const std::string id = open_.back();
      open_.pop_back();
      return id;
    }
    return "p" + std::to_string(++sent_);
  }

  void Answered(const std::string& id, const v1::Receipt& receipt) {
    const std::lock_guard lock(mutex_);
    EXPECT_TRUE(acknowledged_.emplace(id, receipt.position()).second) << id << " twice";
  }

  void Unanswered(const std::string& id) {
    const std::lock_guard lock(mutex_);
    open_.push_back(id);
  }

  const std::map<std::string, uint64_t>& acknowledged() const { return acknowledged_; }

 private:
  std::mutex mutex_;
  std::vector<std::string> open_;
  std::map<std::string, uint64_t> acknowledged_;
  int sent_ = 0;
};

// Pays until the server is gone: batches of a few, as an accounting system does.
void PayUntilGone(Running& server, Ledger& ledger) {
  while (true) {
    std::vector<std::string> ids;
    v1::RecordBatchRequest request;
    for (int i = 0; i < 5; ++i) {
      ids.push_back(ledger.Next());
      *request.add_commands() = PaymentOf(ids.back(), 100);
    }
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::RecordBatchReply reply;
    const grpc::Status status = server.recorder->RecordBatch(&context, request, &reply);
    bool gone = !status.ok();
    for (size_t i = 0; i < ids.size(); ++i) {
      const bool told = status.ok() && reply.answers(static_cast<int>(i)).has_receipt();
      if (told) {
        ledger.Answered(ids[i], reply.answers(static_cast<int>(i)).receipt());
      } else {
        ledger.Unanswered(ids[i]);
        gone = true;
      }
    }
    if (gone) return;
  }
}

// Every payment of the book by id; a test failure for gaps and for an id that is there twice.
std::map<std::string, uint64_t> PaymentsOf(Running& server) {
  std::map<std::string, uint64_t> payments;
  v1::ListEventsRequest request;
  request.set_page_size(1'000);
  uint64_t last = 0;
  do {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.set_wait_for_ready(true);
    v1::ListEventsReply reply;
    const grpc::Status status = server.events->ListEvents(&context, request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::Event& event : reply.events()) {
      EXPECT_EQ(event.position(), ++last);
      if (!event.command().has_payment()) continue;
      const std::string& id = event.command().header().external_id();
      EXPECT_TRUE(payments.emplace(id, event.position()).second) << id << " is there twice";
    }
    request.set_page_token(reply.next_page_token());
  } while (!request.page_token().empty());
  return payments;
}

// Nothing acknowledged is lost, moved or doubled.
void ExpectAllThere(Running& server, const Ledger& ledger) {
  const std::map<std::string, uint64_t> payments = PaymentsOf(server);
  for (const auto& [id, position] : ledger.acknowledged()) {
    const auto found = payments.find(id);
    ASSERT_NE(found, payments.end()) << id << ", acknowledged at " << position << ", is lost";
    EXPECT_EQ(found->second, position) << id;
  }
}

// Pays from two clients until `end` has ended the server.
template <typename End>
void PayMeanwhile(Running& server, Ledger& ledger, End end) {
  std::thread one([&] { PayUntilGone(server, ledger); });
  std::thread two([&] { PayUntilGone(server, ledger); });
  end();
  one.join();
  two.join();
}

TEST(Kill, LosesNothingThatWasAcknowledgedAndDoublesNothing) {
  constexpr int kRounds = 20;
  const store::TempFolder temp;
  const std::string data = temp.Sub("data");
  Ledger ledger;
  std::mt19937 random(20240731);
  for (int round = 0; round < kRounds; ++round) {
    Running server(data);
    if (round == 0) OpenBook(server);
    ExpectAllThere(server, ledger);
    const size_t before = ledger.acknowledged().size();
    PayMeanwhile(server, ledger, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 300));
      server.process.Send(SIGKILL);
      EXPECT_EQ(server.process.AwaitEnd(), 128 + SIGKILL);
    });
    RecordProperty("acknowledged_" + std::to_string(round),
                   static_cast<int>(ledger.acknowledged().size() - before));
  }
  EXPECT_GT(ledger.acknowledged().size(), 100u) << "the rounds were too short to tell anything";
  Running server(data);
  ExpectAllThere(server, ledger);
  for (const auto& [id, position] : ledger.acknowledged()) {
    const v1::Receipt again = Pay(server, id, 100);
    EXPECT_TRUE(again.already_recorded()) << id;
    EXPECT_EQ(again.position(), position) << id;
    if (position > 200) break;
  }
}

TEST(Stop, AnswersWhatItTookAndTakesNoMore) {
  const store::TempFolder temp;
  const std::string data = temp.Sub("data");
  Ledger ledger;
  for (int round = 0; round < 3; ++round) {
    Running server(data);
    if (round == 0) OpenBook(server);
    PayMeanwhile(server, ledger, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      server.process.Send(SIGTERM);
      EXPECT_EQ(server.process.AwaitEnd(), 0) << server.process.Log();
    });
  }
  EXPECT_GT(ledger.acknowledged().size(), 10u);
  Running server(data);
  ExpectAllThere(server, ledger);
}

// How far the server has noted that its log is durable.
uint64_t KeptMark(const std::string& data) {
  uint64_t position = 0;
  std::ifstream(data + "/durable") >> position;
  return position;
}

// The end of the log taken away after a crash, when nothing derived knew of it yet.
TEST(Kill, DoesNotHideThatSomebodyCutTheLog) {
  const store::TempFolder temp;
  const std::string data = temp.Sub("data");
  {
    Running server(data);
    OpenBook(server);
    for (int i = 0; i < 100; ++i) Pay(server, "p" + std::to_string(i), 100);
    for (int tenths = 0; KeptMark(data) < 104 && tenths < 300; ++tenths) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    server.process.Send(SIGKILL);
    server.process.AwaitEnd();
  }
  for (const auto& file : std::filesystem::directory_iterator(data + "/log")) {
    if (file.path().extension() == ".log" && file.file_size() > 10'000) {
      std::filesystem::resize_file(file.path(), 10'000);
    }
  }
  const Ended ended = RunToItsEnd({"--data", data, "--listen", "127.0.0.1:0", "--packs",
                                   std::string(SOURCE_DIR) + "/deploy/packs"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, testing::HasSubstr("but event 104 was durable"));
}

// The folder as a crash left it, copied away: a backup of the running book's files.
TEST(Kill, LeavesAFolderThatOpensWhereItIsCopiedTo) {
  const store::TempFolder temp;
  Ledger ledger;
  {
    Running server(temp.Sub("data"));
    OpenBook(server);
    PayMeanwhile(server, ledger, [&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      server.process.Send(SIGKILL);
      server.process.AwaitEnd();
    });
  }
  std::filesystem::copy(temp.Sub("data"), temp.Sub("copy"),
                        std::filesystem::copy_options::recursive);
  Running server(temp.Sub("copy"), "");
  ExpectAllThere(server, ledger);
}

}  // namespace
}  // namespace outturn::server
