// Derived state: behind, ahead, wiped, of another book, failing. It may cost time, never truth.
#include <gtest/gtest.h>

#include "services/app/derived/keys.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

// Every id is known at its position and every ledger has its events.
void ExpectWholeBook(World& world, int payments) {
  const core::LedgerId ledger{"101001", 2024};
  for (int i = 0; i < payments; ++i) {
    const core::EventRef ref{"test", "p" + std::to_string(i)};
    EXPECT_EQ(*world.book->FindId(ref), static_cast<core::Position>(5 + i));
    EXPECT_TRUE(AsReceipt(world.Ask(Pay(ref.external_id, "X01", 1))).already_recorded);
  }
  size_t visited = 0;
  const auto count = [&](core::Position, std::string_view) {
    ++visited;
    return true;
  };
  EXPECT_TRUE(world.book->Visit(&ledger, 1, 0, count).ok());
  EXPECT_EQ(visited, static_cast<size_t>(3 + payments));
}

void Pays(World& world, int from, int to) {
  for (int i = from; i < to; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 1)});
}

void AwaitReached(const World& world, core::Position position) {
  for (int tenths = 0; world.state->Reached() < position && tenths < 300; ++tenths) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(world.state->Reached(), position);
}

TEST(DerivedState, CatchesUpInTheBackgroundAndWhenTheBookIsClosed) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 5);
  EXPECT_LT(world.state->Reached(), 9u);
  world.book->CatchUp();
  AwaitReached(world, 9);
  Pays(world, 5, 10);
  world.book.reset();
  EXPECT_EQ(world.state->Reached(), 14u);
}

// A snapshot is read once what it saw is written; whoever writes must not wait for it meanwhile.
TEST(DerivedState, FarBehindWhileSnapshotsAreTakenDoesNotStopTheBook) {
  World world;
  world.derived_limits = {.write_from = 5, .most_noted = 10, .snapshots_every = 5};
  ASSERT_TRUE(world.Reopen().ok());
  world.Record(Beginnings(1'000'000));
  for (int i = 0; i < 30; ++i) {
    world.Record({OpenLedger("l" + std::to_string(i), "20" + std::to_string(1000 + i))});
  }
  std::vector<std::shared_ptr<World::Pending>> pending;
  for (int i = 0; i < 2'000; ++i)
    pending.push_back(world.Submit(Pay("q" + std::to_string(i), "X01", 1)));
  for (const auto& one : pending) {
    std::unique_lock lock(one->mutex);
    const bool told = one->changed.wait_for(lock, std::chrono::seconds(60),
                                            [&] { return one->answer.has_value(); });
    if (!told) {
      std::fputs("the book stands still\n", stderr);
      std::abort();  // it could not be closed either
    }
  }
  world.book.reset();
  EXPECT_EQ(world.state->Reached(), 2'034u);
}

TEST(DerivedState, BehindTheLogIsBroughtToItsTail) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 5);
  world.book.reset();
  // A crash: derived state as it was some Applies ago, here none of the last ten events.
  const auto older = CopyOf(*world.state);
  ASSERT_TRUE(world.Reopen().ok());
  Pays(world, 5, 15);
  world.book.reset();
  world.state = older;
  ASSERT_EQ(world.state->Reached(), 9u);
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.state->Reached(), 19u);
  ExpectWholeBook(world, 15);
}

// The event that derived state is to be written up to was read a moment ago, and cannot be any
// more: made anew of such a log, there would be less of it than before.
TEST(DerivedState, StaysAsItIsWhereItIsTheLogThatCannotBeRead) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 5);
  world.book.reset();
  const auto older = CopyOf(*world.state);
  ASSERT_TRUE(world.Reopen().ok());
  Pays(world, 5, 15);
  world.book.reset();
  world.state = older;
  world.ids = store::NewMemoryIdIndex();
  world.unreadable = 19;  // the last
  const store::Status refused = world.Reopen();
  EXPECT_EQ(refused.code(), store::Code::kCorrupt) << refused.ToString();
  EXPECT_EQ(refused.position(), 19u) << refused.ToString();
  EXPECT_EQ(world.state->Reached(), 9u);
  EXPECT_TRUE(world.state->Get(SnapshotKey({"101001", 2024})).ok());
  world.unreadable = 0;
  ASSERT_TRUE(world.Reopen().ok());
  ExpectWholeBook(world, 15);
}

TEST(DerivedState, WipedIsRebuilt) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 10);
  world.book.reset();
  world.state = std::make_shared<store::MemoryStateStore>();
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.state->Reached(), 14u);
  ExpectWholeBook(world, 10);
}

// Folding compares what payments are from in a fixed room, which these two lines are too long for.
TEST(DerivedState, WipedIsRebuiltWhereCodesAreLongAndAlikeForLong) {
  World world;
  world.Record(Beginnings(1'000));
  for (const char last : {'1', '2'}) {
    const std::string line = std::string(50, 'X') + last;
    world.Record({OpenLine(std::string("line") + last, line),
                  Appropriate(std::string("budget") + last, line, 1'000)});
    for (int i = 0; i < 10 * (last - '0'); ++i) {
      world.Record({Pay(last + std::to_string(i), line, 7)});
    }
  }
  const core::LedgerId id{"101001", 2024};
  const core::BookState before = world.state_now();
  world.book.reset();
  world.state = std::make_shared<store::MemoryStateStore>();
  ASSERT_TRUE(world.Reopen().ok());
  const core::BookState after = world.state_now();
  EXPECT_TRUE(core::SameContent(*after.FindLedger(id), *before.FindLedger(id)));
  EXPECT_EQ(after.FindLedger(id)->version, before.FindLedger(id)->version);
}

// Derived state is only written of what was durable: the log has lost its end, and must not go on
// as if nothing had been.
TEST(DerivedState, AheadOfTheLogIsALossThatIsNotPassedOver) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 10);
  world.book.reset();
  world.disk->RemoveRecord(14);
  const store::Status status = world.Reopen();
  EXPECT_EQ(status.code(), store::Code::kCorrupt);
  EXPECT_NE(status.ToString().find("ends at event 13, but event 14 was durable"), std::string::npos)
      << status.ToString();
  // The operator goes on without it.
  world.state = std::make_shared<store::MemoryStateStore>();
  EXPECT_EQ(world.Reopen().code(), store::Code::kCorrupt) << "the ids know of it too";
  world.ids = store::NewMemoryIdIndex();
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(*world.book->FindId({"test", "p9"}), std::nullopt);
  const Receipt receipt = AsReceipt(world.Ask(Pay("p9", "X01", 1)));
  EXPECT_EQ(receipt.position, 14u);
  EXPECT_FALSE(receipt.already_recorded);
}

// A log put back from a backup and written on, beside derived state of the days that were lost.
TEST(DerivedState, OfAnotherHistoryIsALossThatIsNotPassedOver) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 3);
  world.book.reset();
  const auto lost_days = CopyOf(*world.state);
  for (const core::Position lost : {7, 6, 5}) world.disk->RemoveRecord(lost);
  world.state = std::make_shared<store::MemoryStateStore>();
  world.ids = store::NewMemoryIdIndex();
  ASSERT_TRUE(world.Reopen().ok());
  world.Record(
      {Pay("other", "X01", 5), Pay("p1", "X01", 1), Pay("p0", "X01", 1), Pay("p2", "X01", 1)});
  world.book.reset();
  world.state = lost_days;
  EXPECT_EQ(world.Reopen().code(), store::Code::kCorrupt);
}

// As the program before wrote it: without the key by which a history is told.
TEST(DerivedState, OfAnotherVersionIsRebuilt) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 3);
  world.book.reset();
  world.state = std::make_shared<store::MemoryStateStore>();
  world.ids = store::NewMemoryIdIndex();
  const store::Change old{"r", "whatever"};
  ASSERT_TRUE(world.state->Apply({&old, 1}, 7).ok());
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.state->Get("r").status().code(), store::Code::kNotFound);
  ExpectWholeBook(world, 3);
}

TEST(DerivedState, ThatCannotBeWrittenIsKeptInMemoryAndRebuiltAtTheNextStart) {
  World world;
  world.Record(Beginnings(1'000));
  world.faults->apply_fails = true;
  Pays(world, 0, 10);
  ExpectWholeBook(world, 10);
  EXPECT_EQ(world.book->WhyNotWritable(), "") << "the log is well";
  EXPECT_LE(world.book->DerivedPosition(), 4u);
  EXPECT_FALSE(world.Reopen().ok()) << "nothing to index into";
  world.faults->apply_fails = false;
  ASSERT_TRUE(world.Reopen().ok());
  ExpectWholeBook(world, 10);
}

// "Never seen" would record a payment twice.
TEST(DerivedState, ThatCannotBeReadRefusesWritesRatherThanForgetting) {
  World world;
  world.Record(Beginnings(1'000));
  Pays(world, 0, 3);
  ASSERT_TRUE(world.Reopen().ok());
  world.faults->get_fails = true;
  EXPECT_EQ(Show(world.Ask(Pay("p0", "X01", 1))), "read-only");
  EXPECT_EQ(Show(world.Ask(Pay("new", "X01", 1))), "read-only");
  EXPECT_FALSE(world.book->FindId({"test", "p0"}).ok());
  world.faults->get_fails = false;
  EXPECT_EQ(Show(world.Ask(Pay("p0", "X01", 1))), "receipt 5 again");
  EXPECT_EQ(Show(world.Ask(Pay("new", "X01", 1))), "receipt 8");
}

TEST(DerivedState, KeepsIdsApartThatReadAlikeWhenJoined) {
  World world;
  world.Record(Beginnings(1'000));
  core::Command one = Pay("bc", "X01", 1);
  core::Command two = Pay("c", "X01", 1);
  one.header.ref.source = "a";
  two.header.ref.source = "ab";
  world.Record({one, two});
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(*world.book->FindId({"a", "bc"}), 5u);
  EXPECT_EQ(*world.book->FindId({"ab", "c"}), 6u);
  EXPECT_EQ(*world.book->FindId({"abc", ""}), std::nullopt);
}

TEST(DerivedState, KeepsLedgersApartWhoseNamesBeginAlike) {
  World world;
  world.Record({AdoptPolicy(), OpenLedger("l1", "1010"), OpenLedger("l2", "101"),
                OpenLedger("l3", "1010", 2023)});
  ASSERT_TRUE(world.Reopen().ok());
  for (const auto& [unit, year, position] :
       {std::tuple{"1010", 2024, 2u}, {"101", 2024, 3u}, {"1010", 2023, 4u}}) {
    const core::LedgerId ledger{unit, year};
    std::vector<core::Position> seen;
    const auto collect = [&](core::Position at, std::string_view) {
      seen.push_back(at);
      return true;
    };
    EXPECT_TRUE(world.book->Visit(&ledger, 1, 0, collect).ok());
    EXPECT_EQ(seen, std::vector<core::Position>{position}) << ledger.ToString();
  }
}

TEST(Keys, KeepTheOrderOfPositions) {
  EXPECT_LT(BigEndian(255), BigEndian(256));
  EXPECT_LT(BigEndian(1), BigEndian(UINT64_MAX));
  EXPECT_EQ(PositionOf(BigEndian(0x0102030405060708)), 0x0102030405060708u);
  EXPECT_FALSE(PositionOf("short"));
  EXPECT_FALSE(PositionOf("far too long"));
}

}  // namespace
}  // namespace outturn::app
