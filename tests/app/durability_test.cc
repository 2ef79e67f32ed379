// Nothing is told before it is durable, and what the disk refused is said to be unknown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

#include "tests/app/support.h"

namespace outturn::app {
namespace {

using NextWrite = store::MemoryDisk::NextWrite;

// What a reader can see of the book.
struct Sight {
  core::Position position;
  store::Hash root;
  core::Fen paid;
  size_t visited = 0;
  std::optional<core::Position> found;
};

Sight Look(const World& world, const std::string& id) {
  Sight sight = world.book->Read([](const core::BookState& book, const store::Frontier& frontier) {
    const core::Line* line = book.FindLedger({"101001", 2024})->FindLine("X01");
    const auto cell = line->cells.find("30201");
    return Sight{book.position, frontier.Root(), cell->second[core::Measure::kPaid].Last(), 0, {}};
  });
  const core::LedgerId ledger{"101001", 2024};
  const auto count = [&](core::Position, std::string_view) {
    ++sight.visited;
    return true;
  };
  EXPECT_TRUE(world.book->Visit(&ledger, 1, 0, count).ok());
  sight.found = *world.book->FindId({"test", id});
  return sight;
}

TEST(Durability, TellsNobodyOfAnEventWhoseFlushIsUnderWay) {
  World world;
  world.Record(Beginnings(100'000));
  const Sight before = Look(world, "p1");
  EXPECT_EQ(before.visited, 3u);
  const int arrivals = world.gate.arrivals();
  world.gate.Close();
  const auto held = world.Submit(Pay("p1", "X01", 30'000));
  world.gate.AwaitArrivals(arrivals + 1);
  const auto validated = world.Submit(Pay("p2", "X01", 70'001), true);
  const auto refused = world.Submit(Pay("p3", "X01", 70'001));
  EXPECT_FALSE(*world.book->FindId({"test", "p1"}));
  // Who asks now may see the event, and is told when it is durable.
  std::atomic<bool> told = false;
  Sight during;
  std::thread reader([&] {
    during = Look(world, "p1");
    told = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_FALSE(told);
  EXPECT_FALSE(held->answered());
  EXPECT_FALSE(validated->answered()) << "rests on what is not durable";
  EXPECT_FALSE(refused->answered()) << "rests on what is not durable";
  world.gate.Open();
  reader.join();
  EXPECT_EQ(during.position, 5u);
  EXPECT_EQ(during.paid, core::Fen(30'000));
  AsReceipt(held->Await());
  AsRefusal(validated->Await());
  AsRefusal(refused->Await());
  const Sight after = Look(world, "p1");
  EXPECT_EQ(after.position, 5u);
  EXPECT_NE(after.root, before.root);
  EXPECT_EQ(after.paid, core::Fen(30'000));
  EXPECT_EQ(after.visited, 4u);
  EXPECT_EQ(after.found, 5u);
}

TEST(Durability, HasShownWhatItAcknowledged) {
  World world;
  world.tasks.Hold();  // indices stay behind all the while
  world.Record(Beginnings(100'000));
  for (int i = 0; i < 50; ++i) {
    const std::string id = "p" + std::to_string(i);
    const Receipt receipt = AsReceipt(world.Ask(Pay(id, "X01", 1)));
    const Sight sight = Look(world, id);
    EXPECT_EQ(sight.position, receipt.position);
    EXPECT_EQ(sight.found, receipt.position);
    EXPECT_EQ(sight.visited, static_cast<size_t>(4 + i));
  }
}

// What the disk does to the group's record: it is gone after reopening, or it is there after all.
class FailedFlush : public testing::TestWithParam<NextWrite> {
 protected:
  FailedFlush() {
    world.Record(Beginnings(100));
    before = Look(world, "p1");
    world.gate.Close();
    const int arrivals = world.gate.arrivals();
    held = world.Submit(Pay("held", "X01", 10));
    world.gate.AwaitArrivals(arrivals + 1);
    // In one batch: they are decided in one group, while the held one is written.
    world.book->Submit({Pay("p1", "X01", 50), Pay("p2", "X01", 60),  // 40 are left: refused
                        Pay("p1", "X01", 50),                        // said twice
                        Pay("held", "X01", 10)},                     // durable by then
                       0, false, [this](std::vector<Answer> answers) {
                         for (const Answer& answer : answers) said.push_back(Show(answer));
                         answered.set_value();
                       });
    world.gate.AtArrival(arrivals + 2, [this] { world.disk->SetNextWrite(GetParam()); });
    world.gate.Open();
    AsReceipt(held->Await());
    answered.get_future().wait();
  }

  World world;
  Sight before;
  std::shared_ptr<World::Pending> held;
  std::vector<std::string> said;
  std::promise<void> answered;
};

TEST_P(FailedFlush, LeavesEveryAnswerOfTheGroupUnknown) {
  EXPECT_EQ(said, std::vector<std::string>(4, "unknown outcome"));
}

TEST_P(FailedFlush, TurnsTheBookReadOnly) {
  EXPECT_NE(world.book->WhyNotWritable(), "");
  EXPECT_EQ(Show(world.Ask(Pay("p1", "X01", 50))), "read-only");
  EXPECT_EQ(Show(world.Ask(Pay("p9", "X01", 1), true)), "read-only");
  EXPECT_EQ(Show(world.Ask(Pay("held", "X01", 10))), "read-only");
}

TEST_P(FailedFlush, LetsReadsGoOnAndShowsThemNothingOfTheGroup) {
  const Sight after = Look(world, "p1");
  EXPECT_EQ(after.position, before.position + 1) << "the held one";
  EXPECT_EQ(after.paid, core::Fen(10));
  EXPECT_EQ(after.visited, before.visited + 1);
  EXPECT_FALSE(after.found);
  const auto known = world.book->KnownAt({"101001", 2024}, after.position);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->FindLedger({"101001", 2024})->version, 4u);
}

TEST_P(FailedFlush, IsSettledByARetryAfterReopening) {
  const bool kept = GetParam() == NextWrite::kFailsAndIsKept;
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.book->WhyNotWritable(), "");
  EXPECT_EQ(world.position(), kept ? 6u : 5u);
  const Receipt receipt = AsReceipt(world.Ask(Pay("p1", "X01", 50)));
  EXPECT_EQ(receipt.position, 6u);
  EXPECT_EQ(receipt.already_recorded, kept);
  EXPECT_EQ(receipt.outcome.headroom->amount, core::Fen(40));
  EXPECT_EQ(Show(world.Ask(Pay("p2", "X01", 60))), "HEADROOM_EXCEEDED");
  EXPECT_EQ(Look(world, "p1").paid, core::Fen(60)) << "paid once";
}

TEST_P(FailedFlush, StopsQuietly) {
  world.book->StopWriting();
  EXPECT_EQ(world.position(), 5u);
}

INSTANTIATE_TEST_SUITE_P(Disk, FailedFlush,
                         testing::Values(NextWrite::kFailsAndIsLost, NextWrite::kFailsAndIsKept),
                         [](const auto& disk) {
                           return disk.param == NextWrite::kFailsAndIsLost ? "Lost" : "Kept";
                         });

// While one group is written the next is decided on top of it, and goes down with it.
TEST(Durability, LosesWhatWasDecidedOnTopOfALostGroup) {
  World world;
  world.Record(Beginnings(100));
  const Sight before = Look(world, "p1");
  const int arrivals = world.gate.arrivals();
  world.gate.Close();
  world.gate.AtArrival(arrivals + 1,
                       [&world] { world.disk->SetNextWrite(NextWrite::kFailsAndIsLost); });
  const auto lost = world.Submit(Pay("p1", "X01", 50));
  world.gate.AwaitArrivals(arrivals + 1);
  const auto on_top = world.Submit(Pay("p2", "X01", 40));
  const auto again = world.Submit(Pay("p1", "X01", 50));
  const auto refused = world.Submit(Pay("p3", "X01", 51));
  while (world.book->Waiting().commands == 3) std::this_thread::yield();  // one is being decided
  std::thread reader([&] { EXPECT_EQ(Look(world, "p1").root, before.root); });
  world.gate.Open();
  EXPECT_EQ(Show(lost->Await()), "unknown outcome");
  EXPECT_EQ(Show(on_top->Await()), "unknown outcome");
  const auto nothing = testing::AnyOf("unknown outcome", "read-only");
  EXPECT_THAT(Show(again->Await()), nothing);
  EXPECT_THAT(Show(refused->Await()), nothing);
  reader.join();
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.position(), before.position);
  EXPECT_EQ(Look(world, "p1").root, before.root);
  EXPECT_FALSE(AsReceipt(world.Ask(Pay("p2", "X01", 100))).already_recorded);
}

TEST(Durability, OfTheSealFailsTheOpening) {
  World world;
  world.Record(Beginnings(100));
  world.book.reset();
  world.disk->SetNextWrite(NextWrite::kFailsAndIsLost);
  EXPECT_EQ(world.Reopen().code(), store::Code::kFailed);
  EXPECT_TRUE(world.Reopen().ok());
}

}  // namespace
}  // namespace outturn::app
