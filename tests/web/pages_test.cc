// What a Prometheus and a probe read of a book.
#include "services/web/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "services/app/watch/disk_guard.h"
#include "tests/app/support.h"
#include "tests/web/support.h"

namespace outturn::web {
namespace {

using app::Beginnings;
using app::Pay;
using testing::HasSubstr;

class PagesTest : public testing::Test {
 protected:
  PagesTest() : pages(*world.book) {
    world.Record(Beginnings(1'000));
    HttpServer::Parts parts;
    parts.address = "127.0.0.1:0";
    parts.handler = [this](const Request& request) { return pages.Answer(request); };
    server = HttpServer::Start(std::move(parts));
  }
  std::map<std::string, double> Metrics() {
    const Answer answer = Get(server->port(), "/metrics");
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.head, HasSubstr("text/plain; version=0.0.4"));
    return Samples(answer.body);
  }

  app::World world;
  Pages pages;
  std::unique_ptr<HttpServer> server;
};

TEST_F(PagesTest, CountWhatWasRecordedAndRefused) {
  world.Record({Pay("p1", "X01", 400), Pay("p2", "X01", 500)});
  (void)world.Ask(Pay("p2", "X01", 500));
  (void)world.Ask(Pay("p2", "X01", 501));
  (void)world.Ask(Pay("p3", "X01", 101));
  (void)world.Ask(Pay("p4", "X01", 101));
  auto metrics = Metrics();
  EXPECT_EQ(metrics["outturn_durable_position"], 6);
  EXPECT_EQ(metrics["outturn_events_recorded_total"], 6);
  EXPECT_EQ(metrics["outturn_group_events_sum"], 6);
  EXPECT_EQ(metrics["outturn_group_events_count"], metrics["outturn_group_flush_seconds_count"]);
  EXPECT_EQ(metrics["outturn_group_events_bucket{le=\"+Inf\"}"],
            metrics["outturn_group_events_count"]);
  EXPECT_EQ(metrics["outturn_answered_again_total"], 1);
  EXPECT_EQ(metrics["outturn_refused_total{reason=\"ID_REUSED\"}"], 1);
  EXPECT_EQ(metrics["outturn_refused_total{reason=\"HEADROOM_EXCEEDED\"}"], 2);
  EXPECT_EQ(metrics["outturn_refused_total{reason=\"LEDGER_CLOSED\"}"], 0);
  EXPECT_EQ(metrics["outturn_ledgers"], 1);
  EXPECT_EQ(metrics["outturn_writable"], 1);
  EXPECT_EQ(metrics["outturn_build_info{version=\"" OUTTURN_VERSION "\",book=\"431200\"}"], 1);
  EXPECT_GT(metrics["process_resident_memory_bytes"], 1e6);
  EXPECT_EQ(metrics["process_start_time_seconds"],
            static_cast<double>(app::ManualClock::kStart / 1'000'000));
}

TEST_F(PagesTest, TellOfDamageThatSomebodyMet) {
  world.Record({Pay("p1", "X01", 400)});
  world.disk->FlipBit(3, 40);
  EXPECT_EQ(Metrics()["outturn_log_damaged"], 0) << "nobody knows";
  EXPECT_EQ(Get(server->port(), "/healthz").body, "serving\n");
  const auto all = [](core::Position, std::string_view) { return true; };
  EXPECT_FALSE(world.book->Visit(nullptr, 1, 0, all).ok());
  EXPECT_EQ(Metrics()["outturn_log_damaged"], 1);
  const auto health = Get(server->port(), "/healthz");
  EXPECT_EQ(health.status, 200) << "it goes on serving";
  EXPECT_THAT(health.body, HasSubstr("the log is damaged, event 3: record checksum mismatch"));
}

TEST_F(PagesTest, HaveABucketForEveryBound) {
  app::Histogram& micros = world.book->meters().Of(app::Call::kRecord).micros;
  micros.Observe(300);
  micros.Observe(400);
  micros.Observe(99'000'000);
  auto metrics = Metrics();
  const std::string labels = "grpc_service=\"outturn.v1.Recorder\",grpc_method=\"Record\"";
  const std::string bucket = "grpc_server_handling_seconds_bucket{" + labels + ",le=";
  EXPECT_EQ(metrics[bucket + "\"0.0002\"}"], 0);
  EXPECT_EQ(metrics[bucket + "\"0.0003\"}"], 1);
  EXPECT_EQ(metrics[bucket + "\"0.0005\"}"], 2);
  EXPECT_EQ(metrics[bucket + "\"10\"}"], 2);
  EXPECT_EQ(metrics[bucket + "\"+Inf\"}"], 3);
  EXPECT_NEAR(metrics["grpc_server_handling_seconds_sum{" + labels + "}"], 99.0007, 1e-6);
}

TEST_F(PagesTest, TellWhatWaitsWhileTheDiskIsSlow) {
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto first = world.Submit(Pay("p1", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  const auto second = world.Submit(Pay("p2", "X01", 1));
  while (world.book->Waiting().commands > 0) std::this_thread::yield();  // decided on top
  const auto third = world.Submit(Pay("p3", "X01", 1));
  EXPECT_EQ(Metrics()["outturn_queue_commands"], 1);
  EXPECT_EQ(Metrics()["outturn_durable_position"], 4);
  world.gate.Open();
  first->Await();
  second->Await();
  third->Await();
  EXPECT_EQ(Metrics()["outturn_queue_commands"], 0);
}

TEST_F(PagesTest, SayThatTheBookIsServing) {
  const Answer answer = Get(server->port(), "/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "serving\n");
}

TEST_F(PagesTest, SayWhyTheBookTakesNoWritesAfterAFailedFlush) {
  world.disk->SetNextWrite(store::MemoryDisk::NextWrite::kFailsAndIsLost);
  (void)world.Ask(Pay("p1", "X01", 1));
  const Answer answer = Get(server->port(), "/healthz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("injected"));
  auto metrics = Metrics();
  EXPECT_EQ(metrics["outturn_writable"], 0);
  EXPECT_EQ(metrics["outturn_groups_failed_total"], 1);
  EXPECT_EQ(metrics["outturn_unavailable_total{reason=\"OUTCOME_UNKNOWN\"}"], 1);
}

TEST_F(PagesTest, FollowTheRoomOnTheDisk) {
  std::filesystem::space_info space{};
  space.capacity = 1'000'000;
  space.available = 10;
  app::DiskGuard guard({*world.book, "data", [&] { return space; }, 1'000});
  guard.Look();
  EXPECT_EQ(Get(server->port(), "/healthz").status, 503);
  EXPECT_THAT(Get(server->port(), "/healthz").body, HasSubstr("disk nearly full"));
  auto metrics = Metrics();
  EXPECT_EQ(metrics["outturn_disk_free_bytes"], 10);
  EXPECT_EQ(metrics["outturn_disk_capacity_bytes"], 1'000'000);
  EXPECT_EQ(metrics["outturn_disk_reserve_bytes"], 1'000);
  space.available = 500'000;
  guard.Look();
  EXPECT_EQ(Get(server->port(), "/healthz").status, 200);
}

TEST_F(PagesTest, SayThatTheServerIsGoingDown) {
  pages.GoDown();
  EXPECT_EQ(Get(server->port(), "/healthz").status, 503);
}

TEST_F(PagesTest, ShowTheWayAndNothingElse) {
  EXPECT_THAT(Get(server->port(), "/").body, HasSubstr("/metrics"));
  EXPECT_EQ(Get(server->port(), "/metrics?name[]=x").status, 200);
  EXPECT_EQ(Get(server->port(), "/nothing").status, 404);
  EXPECT_EQ(Get(server->port(), "/metrics/").status, 404);
}

}  // namespace
}  // namespace outturn::web
