// A stream on which both sides have much to say at once.
#include "clients/client/batch_stream.h"

#include <gtest/gtest.h>

#include "tests/client/fake_server.h"

namespace outturn::client {
namespace {

const std::string kMuch(1 << 20, 'x');  // far more than a connection buffers

// Reads the next batch only once its reply to the one before has gone out.
class OneAtATime final : public v1::Recorder::Service {
 public:
  grpc::Status RecordStream(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::RecordBatchReply, v1::RecordBatchRequest>* stream) override {
    v1::RecordBatchRequest request;
    while (stream->Read(&request)) {
      v1::RecordBatchReply reply;
      const std::string& id = request.commands(0).header().external_id();
      reply.add_answers()->mutable_error()->set_message(id + kMuch);
      if (!stream->Write(reply)) break;
    }
    return grpc::Status::OK;
  }
};

v1::RecordBatchRequest Batch(int number) {
  v1::RecordBatchRequest request;
  v1::Command& command = *request.add_commands();
  command.mutable_header()->set_external_id(std::to_string(number));
  command.mutable_payment()->set_purpose(kMuch);
  return request;
}

TEST(BatchStream, TakesRepliesInWhileABatchGoesOut) {
  OneAtATime service;
  const FakeServer server({&service});
  const Connection connection({server.address(), "en"});
  const auto stub = v1::Recorder::NewStub(connection.channel());
  BatchStream stream(connection, stub.get(), std::chrono::seconds(20));
  constexpr int kAhead = 8;
  for (int i = 0; i < kAhead; ++i) ASSERT_TRUE(stream.Send(Batch(i))) << i;
  for (int i = 0; i < kAhead; ++i) {
    v1::RecordBatchReply reply;
    ASSERT_TRUE(stream.Receive(&reply)) << i;
    EXPECT_EQ(reply.answers(0).error().message(), std::to_string(i) + kMuch);
  }
  const grpc::Status ended = stream.Finish();
  EXPECT_TRUE(ended.ok()) << ended.error_message();
}

TEST(BatchStream, ToAServerThatEndsItIsToldWhy) {
  class Ends final : public v1::Recorder::Service {
    grpc::Status RecordStream(
        grpc::ServerContext*,
        grpc::ServerReaderWriter<v1::RecordBatchReply, v1::RecordBatchRequest>*) override {
      return {grpc::StatusCode::UNAVAILABLE, "going down"};
    }
  } service;
  const FakeServer server({&service});
  const Connection connection({server.address(), "en"});
  const auto stub = v1::Recorder::NewStub(connection.channel());
  BatchStream stream(connection, stub.get(), std::chrono::seconds(20));
  v1::RecordBatchReply reply;
  EXPECT_FALSE(stream.Send(Batch(1)) && stream.Receive(&reply));
  EXPECT_EQ(stream.Finish().error_message(), "going down");
}

}  // namespace
}  // namespace outturn::client
