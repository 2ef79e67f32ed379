// Writing over the wire: single calls, batches, streams; deadlines, cancelled calls, a failing
// disk.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;

class RecorderTest : public testing::Test {
 protected:
  RecorderTest() { served.world.Record(Beginnings(100'000)); }

  v1::RecordBatchReply Batch(const v1::RecordBatchRequest& request) {
    v1::RecordBatchReply reply;
    const grpc::Status status = served.recorder->RecordBatch(Context().get(), request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return reply;
  }

  Served served;
};

TEST_F(RecorderTest, AnswersWithPositionVersionAndHeadroom) {
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 30'000)), &receipt).ok());
  EXPECT_EQ(receipt.position(), 5u);
  EXPECT_EQ(receipt.recorded_at_us(), app::ManualClock::kStart + 4);
  EXPECT_FALSE(receipt.already_recorded());
  EXPECT_EQ(receipt.outcome().ledger_version(), 4u);
  EXPECT_TRUE(receipt.outcome().has_headroom());
  EXPECT_EQ(receipt.outcome().headroom_fen(), 70'000);
  EXPECT_EQ(receipt.outcome().headroom_on(), 20240301);
}

TEST_F(RecorderTest, AnswersARetryTheSameButSaysThatItIsOne) {
  v1::Receipt first;
  v1::Receipt again;
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 30'000)), &first).ok());
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 30'000)), &again).ok());
  EXPECT_TRUE(again.already_recorded());
  again.set_already_recorded(false);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(RecorderTest, SaysWarningsInTheCallersLanguage) {
  core::Command policy = AdoptPolicy("warning policy");
  auto& adopted = std::get<core::PolicyAdopted>(policy.body);
  adopted.policy.ref.version = 2;
  adopted.policy.over_budget = core::ControlMode::kWarn;
  adopted.ledgers = {Pay("p0", "X01", 1).header.ledger};
  served.world.Record({policy});
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 130'000)), &receipt).ok());
  ASSERT_EQ(receipt.outcome().warnings_size(), 1);
  EXPECT_THAT(receipt.warning_texts(), ElementsAre(HasSubstr("line X01 has 1000.00 yuan left")));
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 130'000)), &receipt, "zh").ok());
  EXPECT_THAT(receipt.warning_texts(), ElementsAre(HasSubstr("指标 X01 可用 1000.00 元")));
}

TEST_F(RecorderTest, RefusesNamesOfFiguresThatTheCatalogueDoesNotKnowWithThoseNearThem) {
  const std::string wrong = "execution_rat(line=X01)";
  core::IndicatorSet indicator;
  indicator.indicator = "A01";
  indicator.level1 = indicator.level2 = indicator.level3 = "产出";
  indicator.kind = core::IndicatorKind::kAtLeast;
  indicator.target = *core::Decimal::Parse("1");
  indicator.weight = 100;
  indicator.derived_from = wrong;
  core::ForecastReported forecast;
  forecast.figure = wrong;
  core::DeviationExplained deviation{"", core::DeviationCause::kFunding, "拨款迟", "", wrong};
  const std::vector<std::pair<core::Body, std::string>> bodies = {
      {deviation, "deviation_explained.figure"},
      {forecast, "forecast_reported.figure"},
      {indicator, "indicator_set.derived_from"},
      {core::PriorYearFigures{{{"paid", core::Fen(1)}, {wrong, core::Fen(1)}}},
       "prior_year_figures.figures[1].figure"}};
  v1::RecordBatchRequest request;
  for (const auto& [body, field] : bodies) {
    core::Command command = Pay("n" + field, "X01", 1);
    command.body = body;
    *request.add_commands() = Message(command);
    const grpc::Status status = served.Record(request.commands().rbegin()[0]);
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT) << field;
    EXPECT_THAT(DetailsOf(status).fields(), ElementsAre(field));
    EXPECT_THAT(status.error_message(), HasSubstr("near it: execution_rate"));
  }
  const v1::RecordBatchReply reply = Batch(request);
  for (int i = 0; i < reply.answers_size(); ++i) {
    EXPECT_THAT(DetailsOf(reply.answers(i).error()).fields(),
                ElementsAre(bodies[static_cast<size_t>(i)].second));
  }
  deviation.figure = "execution_rate(line=X01)";
  core::Command right = Pay("right", "X01", 1);
  right.body = deviation;
  EXPECT_TRUE(served.Record(Message(right)).ok());
}

// Two codes that look the same would be two lines; one that turns the text round hides what it is.
TEST_F(RecorderTest, TakesNoCodesWithCharactersThatCannotBeSeen) {
  const auto fields = [&](const core::Body& body, const std::string& id) {
    core::Command command = Pay(id, "X01", 1);
    command.body = body;
    const grpc::Status status = served.Record(Message(command));
    EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(status.error_message(), HasSubstr("<U+2"));
    return DetailsOf(status).fields();
  };
  core::LineOpened line;
  line.line = "X01\u200b";
  line.name = "办公\u202e费";
  line.category = core::LineCategory::kPublic;
  line.functional_class = "2040601";
  line.fund_type = "111";
  EXPECT_THAT(fields(line, "l1"), ElementsAre("line_opened.line", "line_opened.name"));
  const core::Body payment = Pay("p", "X01", 1).body;
  EXPECT_THAT(fields(payment, "p\u2066"), ElementsAre("header.external_id"));
  EXPECT_TRUE(served.Record(Message(Pay("凭证—1号", "X01", 1))).ok()) << "what can be seen may be";
}

TEST_F(RecorderTest, AnswersARetryOfAnEventThatWasRecordedWithAHiddenCharacter) {
  const core::Command command = Pay("p\u200b1", "X01", 1);
  served.world.Record({command});
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(command), &receipt).ok());
  EXPECT_TRUE(receipt.already_recorded());
}

TEST_F(RecorderTest, AnswersARetryOfAnEventThatNamesAFigureOfAnotherCatalogue) {
  core::Command command = Pay("n1", "X01", 1);
  command.body = core::DeviationExplained{"", core::DeviationCause::kFunding, "拨款迟", "",
                                          "of_old(line=X01)"};
  served.world.Record({command});
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(command), &receipt).ok());
  EXPECT_TRUE(receipt.already_recorded());
}

TEST_F(RecorderTest, ValidatesWithoutRecording) {
  v1::RecordRequest request;
  *request.mutable_command() = Message(Pay("p1", "X01", 30'000));
  request.set_validate_only(true);
  v1::Receipt receipt;
  ASSERT_TRUE(served.recorder->Record(Context().get(), request, &receipt).ok());
  EXPECT_EQ(receipt.position(), 0u);
  EXPECT_EQ(receipt.outcome().headroom_fen(), 70'000);
  EXPECT_EQ(served.world.position(), 4u);
}

TEST_F(RecorderTest, AnswersEveryCommandOfABatchInItsPlace) {
  v1::RecordBatchRequest request;
  *request.add_commands() = Message(Pay("p1", "X01", 60'000));
  *request.add_commands() = Message(Pay("p2", "X01", 60'000));  // refused
  v1::Command malformed = Message(Pay("p3", "X01", 1));
  malformed.mutable_header()->set_effective_on(20240230);
  *request.add_commands() = malformed;
  request.add_commands();  // empty
  *request.add_commands() = Message(Pay("p4", "X01", 40'000));
  *request.add_commands() = Message(Pay("p1", "X01", 60'000));  // again
  const v1::RecordBatchReply reply = Batch(request);
  ASSERT_EQ(reply.answers_size(), 6);
  EXPECT_EQ(reply.answers(0).receipt().position(), 5u);
  EXPECT_EQ(DetailsOf(reply.answers(1).error()).reason(), "HEADROOM_EXCEEDED");
  EXPECT_EQ(reply.answers(1).error().code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(DetailsOf(reply.answers(2).error()).fields(), ElementsAre("header.effective_on"));
  EXPECT_EQ(DetailsOf(reply.answers(3).error()).fields().back(), "body");
  EXPECT_EQ(reply.answers(4).receipt().position(), 6u);
  EXPECT_TRUE(reply.answers(5).receipt().already_recorded());
  EXPECT_EQ(served.world.position(), 6u);
}

TEST_F(RecorderTest, AnswersABatchOfNothingButBadCommands) {
  v1::RecordBatchRequest request;
  for (int i = 0; i < 3; ++i) request.add_commands();
  const v1::RecordBatchReply reply = Batch(request);
  ASSERT_EQ(reply.answers_size(), 3);
  for (const auto& answer : reply.answers()) {
    EXPECT_EQ(DetailsOf(answer.error()).reason(), "MALFORMED");
  }
}

TEST_F(RecorderTest, DecidesTheCommandsOfAValidatedBatchEachByItself) {
  v1::RecordBatchRequest request;
  *request.add_commands() = Message(Pay("p1", "X01", 60'000));
  *request.add_commands() = Message(Pay("p2", "X01", 60'000));
  request.set_validate_only(true);
  const v1::RecordBatchReply reply = Batch(request);
  EXPECT_TRUE(reply.answers(0).has_receipt());
  EXPECT_TRUE(reply.answers(1).has_receipt());
  EXPECT_EQ(served.world.position(), 4u);
}

TEST_F(RecorderTest, TakesBatchesOfOneToAThousand) {
  v1::RecordBatchRequest request;
  v1::RecordBatchReply reply;
  auto status = served.recorder->RecordBatch(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("commands"));
  for (int i = 0; i < 1'000; ++i) {
    *request.add_commands() = Message(Pay("p" + std::to_string(i), "X01", 1));
  }
  EXPECT_EQ(Batch(request).answers_size(), 1'000);
  EXPECT_EQ(served.world.position(), 1'004u);
  *request.add_commands() = Message(Pay("one more", "X01", 1));
  status = served.recorder->RecordBatch(Context().get(), request, &reply);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(served.world.position(), 1'004u) << "nothing of it was recorded";
}

TEST_F(RecorderTest, RefusesAMessageOverTheLimitAndLivesOn) {
  v1::Command command = Message(Pay("p1", "X01", 1));
  command.mutable_payment()->set_purpose(std::string(17 << 20, 'x'));
  EXPECT_EQ(served.Record(command).error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_TRUE(served.Record(Message(Pay("p1", "X01", 1))).ok());
}

// ---- streams

TEST_F(RecorderTest, AnswersABatchStreamInItsOrder) {
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) {
      v1::RecordBatchRequest request;
      for (int k = 0; k < 5; ++k) {
        *request.add_commands() =
            Message(Pay(std::to_string(i) + "-" + std::to_string(k), "X01", 1));
      }
      request.add_commands();  // malformed
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  v1::RecordBatchReply reply;
  core::Position expected = 5;
  int replies = 0;
  while (stream->Read(&reply)) {
    ++replies;
    ASSERT_EQ(reply.answers_size(), 6);
    for (int k = 0; k < 5; ++k) EXPECT_EQ(reply.answers(k).receipt().position(), expected++);
    EXPECT_TRUE(reply.answers(5).has_error());
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(replies, 200);
  EXPECT_EQ(served.world.position(), 1'004u);
}

TEST_F(RecorderTest, EndsAStreamThatSendsAMalformedBatchAndKeepsWhatWasAnswered) {
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  v1::RecordBatchRequest request;
  *request.add_commands() = Message(Pay("p1", "X01", 1));
  EXPECT_TRUE(stream->Write(request));
  EXPECT_TRUE(stream->Write(v1::RecordBatchRequest()));
  v1::RecordBatchReply reply;
  EXPECT_TRUE(stream->Read(&reply));
  EXPECT_EQ(reply.answers(0).receipt().position(), 5u);
  EXPECT_FALSE(stream->Read(&reply));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(DetailsOf(status).fields(), ElementsAre("commands"));
}

// Fields of a later version are left out, whatever their form; what is no message at all ends the
// stream, and nothing of it is recorded.
TEST_F(RecorderTest, TakesUnknownFieldsOfABatchButNoOtherBytes) {
  v1::RecordBatchRequest request;
  *request.add_commands() = Message(Pay("p1", "X01", 1));
  const std::string bytes = request.SerializeAsString();
  const std::string fixed = std::string("\x9d\x06") + "four";
  const auto call = [&](const std::string& sent, v1::RecordBatchReply& reply) {
    grpc::TemplatedGenericStub<grpc::ByteBuffer, v1::RecordBatchReply> stub(served.channel);
    const grpc::Slice slice(sent);
    grpc::ByteBuffer buffer(&slice, 1);
    grpc::CompletionQueue queue;
    const auto context = Context();
    const auto reader =
        stub.PrepareUnaryCall(context.get(), "/outturn.v1.Recorder/RecordBatch", buffer, &queue);
    grpc::Status status;
    void* tag = nullptr;
    bool ok = false;
    reader->StartCall();
    reader->Finish(&reply, &status, &tag);
    queue.Next(&tag, &ok);
    return status;
  };
  v1::RecordBatchReply reply;
  ASSERT_TRUE(call(fixed + bytes + fixed, reply).ok());
  ASSERT_EQ(reply.answers_size(), 1);
  EXPECT_EQ(reply.answers(0).receipt().position(), 5u);
  for (const std::string& none :
       {std::string("\xff\xff\xff"), bytes + "\x0a\x7f", bytes + std::string("\x0a\x02\xff\xff")}) {
    EXPECT_EQ(call(none, reply).error_code(), StatusCode::INVALID_ARGUMENT);
  }
  EXPECT_EQ(served.world.position(), 5u);
}

TEST_F(RecorderTest, SurvivesAStreamThatIsCancelledWhileTheDiskIsBusy) {
  for (int round = 0; round < 20; ++round) {
    served.world.gate.Close();
    const int before = served.world.gate.arrivals();
    const auto context = Context();
    const auto stream = served.recorder->RecordStream(context.get());
    v1::RecordBatchRequest request;
    *request.add_commands() = Message(Pay("p" + std::to_string(round), "X01", 1));
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Write(request));
    served.world.gate.AwaitArrivals(before + 1);
    context->TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), StatusCode::CANCELLED);
    served.world.gate.Open();
  }
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(Pay("last", "X01", 1)), &receipt).ok());
  EXPECT_EQ(receipt.position(), 25u) << "each round's payment was recorded once";
}

TEST_F(RecorderTest, EndsAnEmptyStreamWell) {
  const auto context = Context();
  const auto stream = served.recorder->RecordStream(context.get());
  stream->WritesDone();
  v1::RecordBatchReply reply;
  EXPECT_FALSE(stream->Read(&reply));
  EXPECT_TRUE(stream->Finish().ok());
}

// ---- time

TEST_F(RecorderTest, LetsACallersDeadlinePassAndSettlesTheRetry) {
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  v1::RecordRequest request;
  *request.mutable_command() = Message(Pay("p1", "X01", 1));
  v1::Receipt receipt;
  EXPECT_EQ(served.recorder->Record(&context, request, &receipt).error_code(),
            StatusCode::DEADLINE_EXCEEDED);
  served.world.gate.AwaitArrivals(before + 1);
  served.world.gate.Open();
  ASSERT_TRUE(served.Record(Message(Pay("p1", "X01", 1)), &receipt).ok());
  EXPECT_EQ(receipt.position(), 5u);
  EXPECT_TRUE(receipt.already_recorded());
}

TEST_F(RecorderTest, ReadsGoOnWhileTheDiskIsBusy) {
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  std::thread writer([&] { EXPECT_TRUE(served.Record(Message(Pay("p1", "X01", 1))).ok()); });
  served.world.gate.AwaitArrivals(before + 1);
  v1::BookStatus status;
  EXPECT_TRUE(served.books->GetBook(Context().get(), {}, &status).ok());
  EXPECT_EQ(status.position(), 4u);
  served.world.gate.Open();
  writer.join();
}

TEST_F(RecorderTest, SurvivesCallsThatAreCancelledWhileTheDiskIsBusy) {
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::thread> callers;
  for (int i = 0; i < 10; ++i) {
    contexts.push_back(Context());
    callers.emplace_back([&, i, context = contexts.back().get()] {
      v1::RecordRequest request;
      *request.mutable_command() = Message(Pay("p" + std::to_string(i), "X01", 1));
      v1::Receipt receipt;
      EXPECT_EQ(served.recorder->Record(context, request, &receipt).error_code(),
                StatusCode::CANCELLED);
    });
  }
  served.world.gate.AwaitArrivals(before + 1);
  for (const auto& context : contexts) context->TryCancel();
  for (std::thread& caller : callers) caller.join();
  served.world.gate.Open();
  v1::Receipt receipt;
  ASSERT_TRUE(served.Record(Message(Pay("last", "X01", 1)), &receipt).ok());
}

TEST_F(RecorderTest, SaysThatTheQueueIsFullAndWhenToTryAgain) {
  served.world.gate.Close();
  constexpr int kBatches = 90;  // of 1,000: more than wait in the queue and in two full groups
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<v1::RecordBatchReply> replies(kBatches);
  std::vector<grpc::Status> ends(kBatches);
  std::vector<std::unique_ptr<grpc::ClientAsyncResponseReader<v1::RecordBatchReply>>> calls;
  grpc::CompletionQueue queue;
  const v1::Command one = Message(Pay("", "X01", 1));
  for (size_t b = 0; b < kBatches; ++b) {
    v1::RecordBatchRequest request;
    for (int i = 0; i < 1'000; ++i) {
      v1::Command& command = *request.add_commands() = one;
      command.mutable_header()->set_external_id(std::to_string(b) + "-" + std::to_string(i));
    }
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    contexts.back()->AddMetadata("accept-language", "en");
    calls.push_back(served.recorder->AsyncRecordBatch(contexts.back().get(), request, &queue));
    calls.back()->Finish(&replies[b], &ends[b], nullptr);
  }
  void* tag = nullptr;
  bool ok = false;
  // The first to end are those that were not taken: nothing is flushed yet.
  ASSERT_TRUE(queue.Next(&tag, &ok));
  served.world.gate.Open();
  for (size_t b = 1; b < kBatches; ++b) ASSERT_TRUE(queue.Next(&tag, &ok));
  int taken = 0;
  int not_taken = 0;
  for (size_t b = 0; b < kBatches; ++b) {
    EXPECT_TRUE(ends[b].ok()) << ends[b].error_message();
    const auto& answer = replies[b].answers(0);
    if (answer.has_receipt()) {
      ++taken;
      continue;
    }
    ++not_taken;
    const Details details = DetailsOf(answer.error());
    EXPECT_EQ(details.status.code(), StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(details.reason(), "OVERLOADED");
    ASSERT_EQ(details.retries.size(), 1u);
    EXPECT_GT(details.retries[0].retry_delay().seconds(), 0);
  }
  EXPECT_GE(taken, 65);
  EXPECT_GE(not_taken, 1);
  EXPECT_TRUE(served.Record(Message(Pay("later", "X01", 1))).ok());
}

TEST_F(RecorderTest, MakesStreamsWaitWhereItWouldTurnOthersAway) {
  served.world.gate.Close();
  const int before = served.world.gate.arrivals();
  std::thread first([&] { EXPECT_TRUE(served.Record(Message(Pay("p", "X01", 1))).ok()); });
  served.world.gate.AwaitArrivals(before + 1);
  constexpr int kStreams = 100;  // a batch of each is more than the queue has places for others
  v1::RecordBatchRequest thousand;
  for (int i = 0; i < 1'000; ++i) *thousand.add_commands() = Message(Pay("p", "X01", 1));
  std::atomic<int> receipts = 0;
  std::vector<std::thread> streams;
  for (int i = 0; i < kStreams; ++i) {
    streams.emplace_back([&] {
      const auto context = Context();  // for 200,000 answers, on a machine that has more to do
      context->set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(1));
      const auto stream = served.recorder->RecordStream(context.get());
      v1::RecordBatchReply reply;
      for (int batch = 0; batch < 2; ++batch) EXPECT_TRUE(stream->Write(thousand));
      stream->WritesDone();
      while (stream->Read(&reply)) {
        for (const auto& answer : reply.answers()) receipts += answer.has_receipt() ? 1 : 0;
      }
      EXPECT_TRUE(stream->Finish().ok());
    });
  }
  const auto waits = [&] { return served.world.book->Waiting().commands; };
  for (int i = 0; i < 600 && waits() < 80'000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_GE(waits(), 80'000u);
  EXPECT_LE(waits(), kStreams * 1'000u + 16u * 1'000u) << "one batch each while the book is busy";
  served.world.gate.Open();
  first.join();
  for (std::thread& stream : streams) stream.join();
  EXPECT_EQ(receipts, kStreams * 2 * 1'000);
}

// ---- a failing disk, a stopping book

TEST_F(RecorderTest, SaysThatTheOutcomeIsUnknownAndThenThatNothingHappens) {
  served.world.disk->SetNextWrite(store::MemoryDisk::NextWrite::kFailsAndIsLost);
  auto status = served.Record(Message(Pay("p1", "X01", 1)));
  EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
  Details details = DetailsOf(status);
  EXPECT_EQ(details.reason(), "OUTCOME_UNKNOWN");
  ASSERT_EQ(details.retries.size(), 1u);
  EXPECT_GT(details.retries[0].retry_delay().seconds(), 0);
  status = served.Record(Message(Pay("p1", "X01", 1)));
  EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(DetailsOf(status).reason(), "READ_ONLY");
  v1::BookStatus book;
  ASSERT_TRUE(served.books->GetBook(Context().get(), {}, &book).ok());
  EXPECT_FALSE(book.writable());
  EXPECT_THAT(book.why_not_writable(), HasSubstr("injected"));
  EXPECT_EQ(book.position(), 4u);
}

TEST_F(RecorderTest, SaysThatItIsStopping) {
  served.world.book->StopWriting();
  const auto status = served.Record(Message(Pay("p1", "X01", 1)));
  EXPECT_EQ(status.error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(DetailsOf(status).reason(), "STOPPING");
}

TEST_F(RecorderTest, LetsManyClientsSpendALineExactlyToItsEnd) {
  constexpr int kClients = 4;
  std::atomic<int> recorded = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = std::to_string(c) + "-" + std::to_string(i);
        const grpc::Status status = served.Record(Message(Pay(id, "X01", 1'000)));
        ++(status.ok() ? recorded : refused);
        if (!status.ok()) {
          EXPECT_EQ(DetailsOf(status).reason(), "HEADROOM_EXCEEDED");
        }
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(recorded, 100);
  EXPECT_EQ(refused, 100);
}

}  // namespace
}  // namespace outturn::rpc
