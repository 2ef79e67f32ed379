// The whole book examined over the wire: progress, findings, the report.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <set>
#include <thread>

#include "outturn/v1/inspection.grpc.pb.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

struct Told {
  std::vector<v1::FsckUpdate> updates;
  grpc::Status status;
};

class FsckTest : public testing::Test {
 protected:
  FsckTest() { served.world.Record(Beginnings(100'000)); }
  Told Ask() {
    const auto stub = v1::Inspection::NewStub(served.channel);
    const auto context = Context();
    const auto reader = stub->Fsck(context.get(), v1::FsckRequest());
    Told told;
    for (v1::FsckUpdate update; reader->Read(&update);) told.updates.push_back(update);
    told.status = reader->Finish();
    return told;
  }
  Served served;
};

TEST_F(FsckTest, TellsProgressAndThenTheReport) {
  for (int round = 0; round < 2; ++round) {  // the first is over when the second begins
    const Told told = Ask();
    ASSERT_TRUE(told.status.ok()) << told.status.error_message();
    ASSERT_EQ(told.updates.size(), 4u);
    EXPECT_EQ(told.updates[0].stage(), v1::FSCK_EVENTS);
    EXPECT_EQ(told.updates[0].of(), 4u);
    EXPECT_EQ(told.updates[2].stage(), v1::FSCK_LEDGERS);
    EXPECT_EQ(told.updates[2].done(), 1u);
    const v1::FsckReport& report = told.updates[3].report();
    EXPECT_EQ(report.events(), 4u);
    EXPECT_EQ(report.ledgers(), 1u);
    EXPECT_EQ(report.findings_size(), 0);
    const store::Hash root = *served.world.book->RootAt(4);
    EXPECT_EQ(report.root(), std::string(root.begin(), root.end()));
  }
}

TEST_F(FsckTest, TellsAFindingAsItIsMadeAndInTheReport) {
  served.world.disk->FlipBit(3, 40);
  const Told told = Ask();
  ASSERT_TRUE(told.status.ok());
  ASSERT_GE(told.updates.size(), 3u);
  EXPECT_EQ(told.updates[1].finding().part(), v1::FSCK_LOG);
  EXPECT_EQ(told.updates[1].finding().position(), 3u);
  const v1::FsckReport& report = told.updates.back().report();
  ASSERT_GE(report.findings_size(), 1);
  EXPECT_EQ(report.findings(0).part(), v1::FSCK_LOG);
  EXPECT_EQ(report.findings(0).position(), 3u);
}

TEST_F(FsckTest, UnderWaySaysWhyItEndsWithTheServer) {
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  const auto paid = served.world.Submit(Pay("p1", "X01", 1));
  served.world.gate.AwaitArrivals(before + 1);
  // Whichever comes second is told at once; the first one waits for the payment.
  std::array<Told, 2> told;
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (Told& one : told) {
    threads.emplace_back([&] {
      one = Ask();
      ++answered;
    });
  }
  while (answered == 0) std::this_thread::yield();
  threads.emplace_back([&] { served.server->Shutdown(std::chrono::seconds(10)); });
  v1::BookStatus unread;
  while (served.books->GetBook(Context().get(), {}, &unread).ok()) continue;
  served.world.gate.Open();
  for (std::thread& thread : threads) thread.join();
  paid->Await();
  std::set<std::string> reasons;
  for (const Told& one : told) {
    EXPECT_EQ(one.status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(DetailsOf(one.status).retries.size(), 1u);
    reasons.insert(DetailsOf(one.status).reason());
  }
  EXPECT_EQ(reasons, (std::set<std::string>{"FSCK_RUNNING", "STOPPING"}));
}

TEST_F(FsckTest, EndsWithTheServer) {
  served.server->Shutdown(std::chrono::seconds(10));
  EXPECT_FALSE(Ask().status.ok());
}

}  // namespace
}  // namespace outturn::rpc
