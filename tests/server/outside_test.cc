// The built server seen from outside: metrics, health, its log, a disk with little room.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/server/payments.h"
#include "tests/server/process.h"
#include "tests/store/temp_folder.h"
#include "tests/web/support.h"

namespace outturn::server {
namespace {

using testing::HasSubstr;

class OutsideTest : public testing::Test {
 protected:
  store::TempFolder temp;
  const std::string data = temp.Sub("data");
};

// What the log's JSON lines say; a failure where one is none.
std::vector<nlohmann::json> Lines(const std::string& log) {
  std::vector<nlohmann::json> lines;
  std::istringstream text(log);
  for (std::string line; std::getline(text, line);) {
    auto json = nlohmann::json::parse(line, nullptr, false);
    EXPECT_TRUE(json.is_object() && json.contains("time") && json.contains("level") &&
                json.contains("event"))
        << line;
    lines.push_back(std::move(json));
  }
  return lines;
}

int HttpPortOf(const Running& server) {
  for (const auto& line : Lines(server.process.Log())) {
    if (line["event"] == "metrics over HTTP") return line["port"].get<int>();
  }
  return 0;
}

TEST_F(OutsideTest, CountsPaymentsAndRefusals) {
  Running server(data, "431200", {"--http", "127.0.0.1:0", "--log-format", "json"});
  OpenBook(server);
  Pay(server, "p1", 100);
  Pay(server, "p1", 100);
  grpc::ClientContext context;
  v1::RecordRequest too_much;
  v1::Receipt receipt;
  *too_much.mutable_command() = PaymentOf("p2", 2'000'000'000);
  EXPECT_FALSE(server.recorder->Record(&context, too_much, &receipt).ok());
  const int port = HttpPortOf(server);
  const web::Answer page = web::Get(port, "/metrics");
  EXPECT_EQ(page.status, 200);
  auto metrics = web::Samples(page.body);
  EXPECT_EQ(metrics["outturn_durable_position"], 5);
  EXPECT_EQ(metrics["outturn_answered_again_total"], 1);
  EXPECT_EQ(metrics["outturn_refused_total{reason=\"HEADROOM_EXCEEDED\"}"], 1);
  const std::string record = "{grpc_service=\"outturn.v1.Recorder\",grpc_method=\"Record\"";
  EXPECT_EQ(metrics["grpc_server_handled_total" + record + ",grpc_code=\"OK\"}"], 6);
  EXPECT_EQ(metrics["grpc_server_handled_total" + record + ",grpc_code=\"FAILED_PRECONDITION\"}"],
            1);
  EXPECT_EQ(metrics["grpc_server_handling_seconds_count" + record + "}"], 7);
  EXPECT_GT(metrics["outturn_disk_free_bytes"], 0);
  EXPECT_EQ(web::Get(port, "/healthz").status, 200);
  EXPECT_EQ(server.Stop(), 0);
  const auto lines = Lines(server.process.Log());
  EXPECT_EQ(lines.back()["event"], "down");
}

TEST_F(OutsideTest, LogsNothingOfItsOwnKindForTextsThatAreNoUtf8) {
  Running server(data, "431200", {"--log-format", "json"});
  OpenBook(server);
  grpc::ClientContext context;
  v1::RecordRequest garbled;
  v1::Receipt receipt;
  *garbled.mutable_command() = PaymentOf("p1", 100);
  garbled.mutable_command()->mutable_payment()->set_payee("\xff\xfe");
  EXPECT_FALSE(server.recorder->Record(&context, garbled, &receipt).ok());
  EXPECT_EQ(server.Stop(), 0);
  EXPECT_FALSE(Lines(server.process.Log()).empty());
}

TEST_F(OutsideTest, TakesNoWritesWithTooLittleRoomAndReadsOn) {
  {
    Running server(data);
    OpenBook(server);
    EXPECT_EQ(server.Stop(), 0);
  }
  Running server(data, "431200",
                 {"--http", "127.0.0.1:0", "--log-format", "json", "--disk-reserve", "900PB"});
  grpc::ClientContext context;
  v1::RecordRequest request;
  v1::Receipt receipt;
  *request.mutable_command() = PaymentOf("p1", 1);
  const grpc::Status status = server.recorder->Record(&context, request, &receipt);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("磁盘将满"));
  EXPECT_EQ(PositionOf(server), 4u);
  const web::Answer health = web::Get(HttpPortOf(server), "/healthz");
  EXPECT_EQ(health.status, 503);
  EXPECT_THAT(health.body, HasSubstr("disk nearly full"));
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(OutsideTest, ListensOverHttpOnlyWhereItMay) {
  for (const std::string address : {"0.0.0.0:0", "nonsense"}) {
    const Ended ended = RunToItsEnd({"--data", data, "--book", "431200", "--http", address});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.log, HasSubstr("--http " + address));
  }
  Running server(data, "431200", {"--http", "127.0.0.1:0", "--log-format", "json"});
  const std::string taken = "127.0.0.1:" + std::to_string(HttpPortOf(server));
  const Ended ended =
      RunToItsEnd({"--data", temp.Sub("other"), "--book", "431200", "--listen", "127.0.0.1:0",
                   "--http", taken, "--packs", std::string(SOURCE_DIR) + "/deploy/packs"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.log, HasSubstr("cannot listen on " + taken));
  EXPECT_EQ(server.Stop(), 0);
}

TEST_F(OutsideTest, ServesNoHttpUnlessAsked) {
  Running server(data);
  EXPECT_THAT(server.process.Log(), testing::Not(HasSubstr("metrics over HTTP")));
  EXPECT_EQ(server.Stop(), 0);
}

}  // namespace
}  // namespace outturn::server
