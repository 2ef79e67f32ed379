#include "clients/client/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/client/fake_server.h"

namespace outturn::client {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

v1::Command Payment(int i) {
  v1::Command command;
  command.mutable_header()->set_source("test");
  command.mutable_header()->set_external_id("Z-" + std::to_string(i));
  command.mutable_payment()->set_amount_fen(100 + i);
  return command;
}

// Time that passes only by sleeping.
struct FakeTime {
  std::chrono::steady_clock::time_point now{};
  std::vector<milliseconds> pauses;
  RetryPolicy Policy() {
    RetryPolicy policy;
    policy.now = [this] { return now; };
    policy.sleep = [this](milliseconds pause) {
      pauses.push_back(pause);
      now += pause;
    };
    return policy;
  }
};

class RecorderTest : public testing::Test {
 protected:
  Recorder Make(size_t batch) {
    RecorderOptions options;
    options.batch_commands = batch;
    options.retry = time_.Policy();
    return {Connection({server_.address(), "en"}), options,
            [this](uint64_t tag, const v1::Command&, const Answer& answer) {
              tags_.push_back(tag);
              answers_.push_back(answer);
            }};
  }
  bool IsRecorded(size_t i) const {
    const auto* receipt = std::get_if<v1::Receipt>(&answers_.at(i));
    return receipt != nullptr && !receipt->already_recorded();
  }

  FakeTime time_;
  FakeRecorder service_;
  FakeServer server_{{&service_}};
  std::vector<uint64_t> tags_;
  std::vector<Answer> answers_;
};

TEST_F(RecorderTest, SendsInOrderInBatches) {
  Recorder recorder = Make(3);
  for (int i = 0; i < 7; ++i) EXPECT_FALSE(recorder.Submit(Payment(i), 10 + i));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_FALSE(recorder.Flush());
  EXPECT_THAT(tags_, ElementsAre(10, 11, 12, 13, 14, 15, 16));
  EXPECT_THAT(service_.batches, ElementsAre(3, 3, 1));
  EXPECT_EQ(service_.commands().size(), 7u);
  EXPECT_EQ(service_.language, "en");
}

TEST_F(RecorderTest, KeepsBatchesBelowTheirSizeInBytes) {
  Recorder recorder = Make(100);
  for (int i = 0; i < 3; ++i) {
    v1::Command command = Payment(i);
    command.mutable_payment()->set_purpose(std::string(600 << 10, 'x'));
    EXPECT_FALSE(recorder.Submit(command, i));
  }
  EXPECT_FALSE(recorder.Flush());
  EXPECT_THAT(service_.batches, ElementsAre(1, 1, 1));
}

TEST_F(RecorderTest, ARefusedCommandDoesNotTouchItsNeighbours) {
  Recorder recorder = Make(10);
  v1::Command refused = Payment(1);
  refused.mutable_payment()->set_amount_fen(100'000'001);
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Submit(refused, 1));
  EXPECT_FALSE(recorder.Submit(Payment(2), 2));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_TRUE(IsRecorded(0));
  EXPECT_TRUE(IsRecorded(2));
  const auto* failure = std::get_if<Failure>(&answers_[1]);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->Class(), FailureClass::kRefused);
  EXPECT_EQ(failure->reason, "OVER_BUDGET");
  EXPECT_EQ(failure->variables.at("asked"), "123456");
}

TEST_F(RecorderTest, RepeatsABatchWhoseAnswerWasLost) {
  service_.lose_answers = 1;
  Recorder recorder = Make(2);
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Submit(Payment(1), 1));
  EXPECT_FALSE(recorder.Flush());
  ASSERT_EQ(answers_.size(), 2u);
  EXPECT_TRUE(std::get<v1::Receipt>(answers_[0]).already_recorded());
  EXPECT_EQ(service_.commands().size(), 2u);
}

TEST_F(RecorderTest, PausesLongerEachTimeButNeverTooLong) {
  service_.unavailable = 9;
  Recorder recorder = Make(1);
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Flush());
  ASSERT_EQ(time_.pauses.size(), 9u);
  milliseconds middle{100};
  for (const milliseconds pause : time_.pauses) {
    EXPECT_GE(pause * 4, middle * 3);
    EXPECT_LE(pause * 4, middle * 5);
    middle = std::min(middle * 2, milliseconds(5'000));
  }
}

TEST_F(RecorderTest, GivesUpWhenItsTimeIsOver) {
  service_.unavailable = 1'000'000;
  Recorder recorder = Make(1);
  // The stream may already be seen to be gone while sending, or only when its reply is awaited.
  auto failure = recorder.Submit(Payment(0), 0);
  if (!failure) failure = recorder.Flush();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->Class(), FailureClass::kUnreachable);
  EXPECT_TRUE(tags_.empty());
  EXPECT_LE(time_.now.time_since_epoch(), std::chrono::seconds(60));
}

TEST_F(RecorderTest, KnowsWhetherAnythingCanHaveBeenRecorded) {
  const auto fail = [](Recorder& recorder) {
    auto failure = recorder.Submit(Payment(0), 0);
    if (!failure) failure = recorder.Flush();
    return failure.value_or(Failure{});
  };
  service_.paused = true;
  Recorder paused = Make(1);
  EXPECT_TRUE(NothingHappened(fail(paused)));
  EXPECT_FALSE(paused.MayHaveRecorded());
  service_.unavailable = 1'000'000;  // no reply at all
  Recorder lost = Make(1);
  EXPECT_FALSE(NothingHappened(fail(lost)));
  EXPECT_TRUE(lost.MayHaveRecorded());
}

TEST_F(RecorderTest, AsksAgainForWhatWasNotAnsweredInsideABatch) {
  Recorder recorder = Make(3);
  v1::Command lost = Payment(1);
  lost.mutable_payment()->set_purpose("lost");
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Submit(lost, 1));
  EXPECT_FALSE(recorder.Submit(Payment(2), 2));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_THAT(tags_, ElementsAre(0, 1, 2));
  EXPECT_THAT(service_.batches, ElementsAre(3, 1));
  for (size_t i = 0; i < 3; ++i) EXPECT_TRUE(IsRecorded(i)) << i;
}

TEST_F(RecorderTest, AsksAgainForWhatWasRefusedAfterAGap) {
  Recorder recorder = Make(2);
  v1::Command lost = Payment(1);
  lost.mutable_payment()->set_purpose("lost");
  v1::Command after = Payment(4);
  after.mutable_payment()->set_purpose("after Z-1");
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Submit(lost, 1));
  EXPECT_FALSE(recorder.Submit(Payment(2), 2));
  EXPECT_FALSE(recorder.Submit(Payment(3), 3));
  EXPECT_FALSE(recorder.Submit(after, 4));
  EXPECT_FALSE(recorder.Submit(Payment(5), 5));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_THAT(tags_, ElementsAre(0, 1, 2, 3, 4, 5));
  for (size_t i = 0; i < 6; ++i) EXPECT_TRUE(IsRecorded(i)) << i;
  EXPECT_EQ(time_.pauses.size(), 1u);
}

TEST_F(RecorderTest, SendsAheadOfTheRepliesUpToItsWindow) {
  service_.hold = 3;  // the first reply comes with the fourth batch
  Recorder recorder = Make(1);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(recorder.Submit(Payment(i), i));
  EXPECT_TRUE(tags_.empty());
  for (int i = 3; i < 20; ++i) EXPECT_FALSE(recorder.Submit(Payment(i), i));
  EXPECT_EQ(tags_.size(), 16u) << "four batches are under way";
  service_.hold = 0;
  EXPECT_FALSE(recorder.Submit(Payment(20), 20));
  EXPECT_FALSE(recorder.Submit(Payment(21), 21));
  EXPECT_TRUE(time_.pauses.empty());
}

TEST_F(RecorderTest, AReplyThatDoesNotComeInTimeIsAskedForAgain) {
  service_.hold = 1;
  RecorderOptions options;
  options.batch_commands = 1;
  options.retry = time_.Policy();
  options.retry.attempt = milliseconds(200);
  options.retry.on_retry = [&](const grpc::Status& why, milliseconds) {
    EXPECT_EQ(why.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    service_.hold = 0;
  };
  int already = 0;
  Recorder recorder(Connection({server_.address(), "en"}), options,
                    [&](uint64_t, const v1::Command&, const Answer& answer) {
                      already += std::get<v1::Receipt>(answer).already_recorded() ? 1 : 0;
                    });
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_EQ(already, 1);
  EXPECT_EQ(time_.pauses.size(), 1u);
  EXPECT_EQ(service_.commands().size(), 1u);
}

TEST_F(RecorderTest, CanGoOnAfterAFlush) {
  Recorder recorder = Make(2);
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(recorder.Submit(Payment(i), i));
    EXPECT_FALSE(recorder.Flush());
  }
  EXPECT_THAT(tags_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(RecorderTest, AnotherNumberOfAnswersEndsIt) {
  service_.drop_an_answer = true;
  Recorder recorder = Make(2);
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Submit(Payment(1), 1));
  const auto failure = recorder.Flush();
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->Class(), FailureClass::kOther);
  EXPECT_TRUE(tags_.empty());
}

TEST_F(RecorderTest, ADryRunRecordsNothing) {
  RecorderOptions options;
  options.validate_only = true;
  int answered = 0;
  Recorder recorder(Connection({server_.address(), "zh"}), options,
                    [&](uint64_t, const v1::Command&, const Answer&) { ++answered; });
  EXPECT_FALSE(recorder.Submit(Payment(0), 0));
  EXPECT_FALSE(recorder.Flush());
  EXPECT_EQ(answered, 1);
  EXPECT_TRUE(service_.commands().empty());
}

TEST_F(RecorderTest, ASingleWriteIsRepeatedToo) {
  service_.unavailable = 2;
  v1::RecordRequest request;
  *request.mutable_command() = Payment(0);
  const Answer answer = Record(Connection({server_.address(), "zh"}), time_.Policy(), request);
  EXPECT_TRUE(std::holds_alternative<v1::Receipt>(answer));
  EXPECT_EQ(time_.pauses.size(), 2u);
}

TEST(Failure, SortsEveryCodeIntoWhatTheCallerDoes) {
  const std::pair<grpc::StatusCode, FailureClass> rows[] = {
      {grpc::StatusCode::INVALID_ARGUMENT, FailureClass::kMalformed},
      {grpc::StatusCode::FAILED_PRECONDITION, FailureClass::kRefused},
      {grpc::StatusCode::ALREADY_EXISTS, FailureClass::kConflict},
      {grpc::StatusCode::ABORTED, FailureClass::kConflict},
      {grpc::StatusCode::NOT_FOUND, FailureClass::kNotFound},
      {grpc::StatusCode::UNAVAILABLE, FailureClass::kUnreachable},
      {grpc::StatusCode::DEADLINE_EXCEEDED, FailureClass::kUnreachable},
      {grpc::StatusCode::INTERNAL, FailureClass::kOther}};
  for (const auto& [code, what] : rows) {
    EXPECT_EQ(FailureOf(grpc::Status(code, "message")).Class(), what) << code;
  }
}

TEST_F(RecorderTest, GivesABusyServerTheTimeItAsksFor) {
  google::rpc::Status busy =
      MakeError(grpc::StatusCode::RESOURCE_EXHAUSTED, "the queue is full", "OVERLOADED");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(3);
  busy.add_details()->PackFrom(retry);
  int calls = 0;
  const Connection connection({server_.address(), "zh"});
  const grpc::Status status = connection.Call(time_.Policy(), [&](grpc::ClientContext*) {
    if (++calls > 1) return grpc::Status::OK;
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "", busy.SerializeAsString());
  });
  EXPECT_TRUE(status.ok());
  EXPECT_THAT(time_.pauses, ElementsAre(milliseconds(3'000)));
}

TEST_F(RecorderTest, DoesNotRepeatWhatIsTooLargeForGood) {
  int calls = 0;
  const Connection connection({server_.address(), "zh"});
  const grpc::Status status = connection.Call(time_.Policy(), [&](grpc::ClientContext*) {
    ++calls;
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "message too large");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(calls, 1);
}

TEST(Failure, ReadsFieldViolations) {
  FakeRecorder service;
  v1::Command command = Payment(0);
  command.mutable_payment()->set_payee("malformed");
  const Failure failure = FailureOf(service.Decide(command, false).error());
  ASSERT_EQ(failure.fields.size(), 1u);
  EXPECT_EQ(failure.fields[0].field, "payment.payee");
  EXPECT_EQ(failure.reason, "MALFORMED");
}

}  // namespace
}  // namespace outturn::client
