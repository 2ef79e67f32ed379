// A book begun from its snapshots is the book folded from its log.
#include "services/app/derived/snapshots.h"

#include <gtest/gtest.h>

#include "services/app/derived/archive.h"
#include "services/app/derived/keys.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

// The book of the world, folded from its log alone.
core::BookState Folded(World& world) {
  world.book.reset();
  const auto state = world.state;
  const auto ids = world.ids;
  world.state = std::make_shared<store::MemoryStateStore>();
  world.ids = store::NewMemoryIdIndex();
  EXPECT_TRUE(world.Reopen().ok());
  core::BookState folded = world.state_now();
  world.book.reset();
  world.state = state;
  world.ids = ids;
  EXPECT_TRUE(world.Reopen().ok());
  return folded;
}

void ExpectSame(const core::BookState& a, const core::BookState& b) {
  EXPECT_EQ(a.position, b.position);
  EXPECT_EQ(a.recorded_at, b.recorded_at);
  EXPECT_EQ(a.policies, b.policies);
  ASSERT_EQ(a.ledgers.size(), b.ledgers.size());
  for (const auto& [id, ledger] : a.ledgers) {
    const core::LedgerState& other = b.ledgers.at(id);
    EXPECT_TRUE(core::SameContent(ledger, other)) << id.ToString();
    EXPECT_EQ(ledger.version, other.version);
    EXPECT_EQ(ledger.last_position, other.last_position);
    EXPECT_EQ(ledger.turnover, other.turnover);
    EXPECT_EQ(ledger.latest_on, other.latest_on);
    EXPECT_EQ(ledger.closed_now, other.closed_now);
  }
}

std::optional<Snapshot> Stored(const World& world) {
  static const core::CodeTablesByVersion tables = Tables();
  auto read = ReadSnapshots(*world.state, tables);
  EXPECT_TRUE(read.ok());
  return *std::move(read);
}

TEST(Snapshots, OfAClosedBookAreTheWholeBook) {
  World world;
  world.Record(Beginnings(1'000'000));
  for (int i = 0; i < 20; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 100 + i)});
  world.Record({Refund("r1", "p3", 50)});
  world.book.reset();
  const auto stored = Stored(world);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->book.position, 25u);
  EXPECT_EQ(stored->frontier.size(), 25u);
  ASSERT_TRUE(world.Reopen().ok());
  const core::BookState begun = world.state_now();
  ExpectSame(begun, Folded(world));
}

// Written while the book goes on: each ledger as of its own moment, the rest from the log.
TEST(Snapshots, ArePickedUpWhereEachLedgerStands) {
  World world;
  world.Record(Beginnings(1'000'000));
  world.Record({OpenLedger("l2", "202002"), Pay("p0", "X01", 100)});
  world.book.reset();
  ASSERT_TRUE(world.Reopen().ok());
  const core::Position base = world.position();
  int turn = 0;
  const auto read = [&](const std::function<void(const core::BookState&)>& use) {
    if (turn > 0) world.Record({Pay("t" + std::to_string(turn), "X01", 1)});
    ++turn;
    world.book->Read([&](const core::BookState& book, const auto&) { use(book); });
  };
  world.Record({Pay("before", "X01", 3)});
  ASSERT_TRUE(WriteSnapshots(read, base, *world.state).ok());
  EXPECT_EQ(turn, 3) << "the list, and two ledgers";
  world.Record({Pay("after", "X01", 7)});
  const auto stored = Stored(world);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->book.position, base);
  EXPECT_GT(stored->known.at({"101001", 2024}), base);
  const core::BookState now = world.state_now();
  // As a kill would leave it: of what came after the snapshots nothing is derived.
  const auto killed = CopyOf(*world.state);
  world.book.reset();
  world.state = killed;
  ASSERT_TRUE(world.Reopen().ok());
  ExpectSame(world.state_now(), now);
}

TEST(Snapshots, OfAnotherVersionOrDamagedAreNotUsed) {
  World world;
  world.Record(Beginnings(1'000'000));
  world.book.reset();
  ASSERT_TRUE(Stored(world));
  const std::string key = SnapshotKey({"101001", 2024});
  const std::string whole = *world.state->Get(key);
  for (size_t i = 0; i < whole.size(); i += 7) {
    const store::Change cut{key, whole.substr(0, i)};
    ASSERT_TRUE(world.state->Apply({&cut, 1}, world.state->Reached()).ok());
    EXPECT_FALSE(Stored(world)) << i;
  }
  const store::Change other{key, "x" + whole.substr(1)};
  ASSERT_TRUE(world.state->Apply({&other, 1}, world.state->Reached()).ok());
  EXPECT_FALSE(Stored(world));
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.position(), 4u);
}

}  // namespace
}  // namespace outturn::app
