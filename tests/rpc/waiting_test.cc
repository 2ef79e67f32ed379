// Questions that wait for a thread: how many may, whether anybody still wants their answer, and
// what does not wait behind them.
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "outturn/v1/proof.grpc.pb.h"
#include "services/rpc/unary.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

constexpr int kThreads = 4;  // that answer
constexpr auto kLong = std::chrono::seconds(60);
constexpr auto kShort = std::chrono::milliseconds(50);
constexpr auto kArrived = std::chrono::milliseconds(500);  // by then a call has reached the server

// While the gate is closed, every question about the state waits for the payment that is being
// written: four of them keep all the threads.
class WaitingTest : public testing::Test {
 protected:
  WaitingTest() {
    served.world.Record(Beginnings(100'000));
    served.world.gate.Close();
    const int before = served.world.gate.arrivals();
    paid = served.world.Submit(Pay("p1", "X01", 1));
    served.world.gate.AwaitArrivals(before + 1);
  }
  ~WaitingTest() override {
    served.world.gate.Open();
    paid->Await();
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return answers.size() == calls.size(); });
  }

  // Asks without waiting.
  void Ask(int times, std::chrono::milliseconds patience) {
    for (int i = 0; i < times; ++i) {
      Call& call = calls.emplace_back();
      call.context.set_deadline(std::chrono::system_clock::now() + patience);
      served.ledgers->async()->ListLedgers(&call.context, &call.request, &call.reply,
                                           [this](const grpc::Status& status) {
                                             const std::lock_guard lock(mutex);
                                             answers.push_back(status);
                                             changed.notify_all();
                                           });
    }
  }
  // Questions that keep every thread until the gate is open.
  void KeepThreads() {
    Ask(kThreads, kLong);
    std::this_thread::sleep_for(kArrived);
  }
  std::vector<grpc::Status> AwaitAnswers(size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return answers.size() >= count; });
    return answers;
  }
  // Ended on the server, by status code.
  uint64_t Ended(grpc::StatusCode code) {
    return served.world.book->meters().Of(app::Call::kListLedgers).ended.at(code).Get();
  }
  void AwaitEnded(grpc::StatusCode code, uint64_t count) {
    const auto latest = std::chrono::steady_clock::now() + kLong;
    while (Ended(code) < count && std::chrono::steady_clock::now() < latest) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(Ended(code), count);
  }

  struct Call {
    grpc::ClientContext context;
    v1::ListLedgersRequest request;
    v1::ListLedgersReply reply;
  };
  Served served{With::kProofs};
  std::shared_ptr<app::World::Pending> paid;
  std::deque<Call> calls;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<grpc::Status> answers;
};

TEST_F(WaitingTest, AreAnsweredInTheEnd) {
  Ask(100, kLong);
  served.world.gate.Open();
  for (const grpc::Status& status : AwaitAnswers(100)) EXPECT_TRUE(status.ok());
}

TEST_F(WaitingTest, BeyondABoundAreToldToComeAgain) {
  constexpr size_t kTooMany = 10;
  Ask(kThreads + ReadingThreads::kMostWaiting + kTooMany, kLong);
  for (const grpc::Status& status : AwaitAnswers(kTooMany)) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(DetailsOf(status).reason(), "OVERLOADED");
    EXPECT_EQ(DetailsOf(status).retries.size(), 1u);
  }
  served.world.gate.Open();
  size_t refused = 0;
  for (const grpc::Status& status : AwaitAnswers(calls.size())) refused += status.ok() ? 0 : 1;
  EXPECT_LE(refused, kTooMany + kThreads) << "more while the threads were taking the first ones";
  Ask(1, kLong);
  EXPECT_TRUE(AwaitAnswers(calls.size()).back().ok());
}

TEST_F(WaitingTest, ForLongerThanTheyMayAreNotAnswered) {
  KeepThreads();
  Ask(20, kShort);
  for (const grpc::Status& status : AwaitAnswers(20)) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  std::this_thread::sleep_for(4 * kArrived);  // the server learns of it a little later
  served.world.gate.Open();
  AwaitEnded(grpc::StatusCode::OK, kThreads);
  AwaitEnded(grpc::StatusCode::CANCELLED, 20);
}

TEST_F(WaitingTest, OfACallerWhoIsGoneAreNotAnswered) {
  KeepThreads();
  Ask(20, kLong);
  std::this_thread::sleep_for(kArrived);
  for (size_t i = kThreads; i < calls.size(); ++i) calls[i].context.TryCancel();
  (void)AwaitAnswers(20);
  std::this_thread::sleep_for(4 * kArrived);
  served.world.gate.Open();
  AwaitEnded(grpc::StatusCode::CANCELLED, 20);
  AwaitEnded(grpc::StatusCode::OK, kThreads);
}

TEST_F(WaitingTest, LeaveTheBooksStatusAlone) {
  Ask(kThreads + ReadingThreads::kMostWaiting, kLong);
  v1::BookStatus status;
  EXPECT_TRUE(served.books->GetBook(Context().get(), {}, &status).ok());
  EXPECT_EQ(status.position(), 4u);
}

TEST_F(WaitingTest, ArePacksToo) {
  KeepThreads();
  v1::CreateAuditPackRequest request;
  request.mutable_ledger()->set_unit("101001");
  request.mutable_ledger()->set_year(2024);
  const auto stub = v1::Proofs::NewStub(served.channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kShort);
  const auto reader = stub->CreateAuditPack(&context, request);
  v1::AuditPackPart part;
  while (reader->Read(&part)) continue;
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  served.world.gate.Open();
  AwaitEnded(grpc::StatusCode::OK, kThreads);
  const app::CallMeter& meter = served.world.book->meters().Of(app::Call::kCreateAuditPack);
  const auto latest = std::chrono::steady_clock::now() + kLong;
  while (meter.ended.at(grpc::StatusCode::CANCELLED).Get() == 0 &&
         std::chrono::steady_clock::now() < latest) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(meter.ended.at(grpc::StatusCode::CANCELLED).Get(), 1u);
}

}  // namespace
}  // namespace outturn::rpc
