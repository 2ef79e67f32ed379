// The past of a book: any ledger as known at any position, any root, any event.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <random>
#include <span>

#include "services/core/decide.h"
#include "services/wire/codec.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

const core::LedgerId kLedger{"101001", 2024};

// RFC 6962, 2.1: the definition itself, without any state kept between appends.
store::Hash MerkleRoot(std::span<const store::Hash> leaves) {
  if (leaves.size() == 1) return leaves.front();
  size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  return store::NodeHash(MerkleRoot(leaves.first(left)), MerkleRoot(leaves.subspan(left)));
}

std::vector<std::string> AllEvents(const Book& book) {
  std::vector<std::string> events;
  const auto collect = [&](core::Position position, std::string_view bytes) {
    EXPECT_EQ(position, events.size() + 1);
    events.emplace_back(bytes);
    return true;
  };
  EXPECT_TRUE(book.Visit(nullptr, 1, 0, collect).ok());
  return events;
}

// A book of two units, one of them over two years, its events interleaved.
void Live(World& world, int payments) {
  world.Record({AdoptPolicy(), OpenLedger("l1"), OpenLedger("l2", "101002"),
                OpenLedger("l3", "101001", 2023)});
  world.Record({OpenLine("line1", "X01"), Appropriate("b1", "X01", 10'000'000)});
  core::Command line = OpenLine("line2", "Y01");
  core::Command budget = Appropriate("b2", "Y01", 10'000'000);
  line.header.ledger.unit = budget.header.ledger.unit = "101002";
  world.Record({line, budget});
  std::mt19937 random(7);
  for (int i = 0; i < payments; ++i) {
    const std::string id = "p" + std::to_string(i);
    core::Command pay = Pay(id, "X01", 1 + static_cast<int64_t>(random() % 1'000));
    pay.header.effective_on = core::Day::FirstOf(2024).Plus(static_cast<int32_t>(random() % 366));
    if (random() % 3 == 0) {
      pay.header.ledger.unit = "101002";
      std::get<core::Payment>(pay.body).line = "Y01";
    }
    world.Record({pay});
    if (random() % 5 == 0) {
      core::Command refund = Refund("r" + id, id, 1);
      refund.header.ledger = pay.header.ledger;
      refund.header.effective_on = pay.header.effective_on;
      world.Record({refund});
    }
  }
}

// Expects `known` to tell of both years of the unit what a fold of the book's first events tells.
void ExpectSameLedgers(const core::BookState& known, const core::BookState& folded,
                       const core::LedgerId& id) {
  EXPECT_EQ(known.position, folded.position);
  for (const int year : {id.year - 1, id.year}) {
    const core::LedgerState* a = known.FindLedger({id.unit, year});
    const core::LedgerState* b = folded.FindLedger({id.unit, year});
    ASSERT_EQ(a == nullptr, b == nullptr) << id.ToString() << " at " << folded.position;
    if (a == nullptr) continue;
    EXPECT_TRUE(core::SameContent(*a, *b)) << id.ToString() << " at " << folded.position;
    EXPECT_EQ(a->version, b->version);
    EXPECT_EQ(a->last_position, b->last_position);
    EXPECT_EQ(a->turnover, b->turnover);
    EXPECT_EQ(a->closed_now, b->closed_now);
  }
}

// At every position, whatever the book's history of ledgers has followed.
void ExpectRightEverywhere(const World& world) {
  const core::CodeTablesByVersion tables = Tables();
  core::BookState folded;
  for (const std::string& bytes : AllEvents(*world.book)) {
    core::Evolve(folded, tables, *wire::DecodeEvent(bytes));
    for (const char* unit : {"101001", "101002"}) {
      const core::LedgerId id{unit, 2024};
      const auto known = world.book->KnownAt(id, folded.position);
      ASSERT_TRUE(known.ok()) << known.status().ToString();
      ExpectSameLedgers(*known, folded, id);
      EXPECT_EQ(known->recorded_at, folded.recorded_at) << "when the event at that position was";
    }
  }
  const core::BookState now = world.state_now();
  EXPECT_EQ(folded.position, now.position);
  ExpectSameLedgers(now, folded, kLedger);
}

TEST(History, IsAtEveryPositionWhatTheFoldOfItsPrefixIs) {
  World world;
  Live(world, 60);
  ExpectRightEverywhere(world);
  ASSERT_TRUE(world.book->FollowHistory().ok());
  EXPECT_EQ(world.book->history().Followed(), world.position());
  ExpectRightEverywhere(world);
  for (int i = 0; i < 20; ++i) world.Record({Pay("late" + std::to_string(i), "X01", 7)});
  EXPECT_LT(world.book->history().Followed(), world.position());
  ExpectRightEverywhere(world);
}

TEST(History, FollowsInTheBackgroundWhenAskedToCatchUp) {
  World world;
  Live(world, 20);
  world.tasks.Hold();
  world.book->CatchUp();
  EXPECT_EQ(world.book->history().Followed(), 0u);
  std::promise<void> followed;
  world.tasks.Post([&] { followed.set_value(); });
  world.tasks.Release();
  followed.get_future().wait();
  EXPECT_EQ(world.book->history().Followed(), world.position());
}

TEST(History, NotesTheDamageThatItCannotFollow) {
  World world;
  Live(world, 20);
  world.disk->FlipBit(9, 40);
  ASSERT_FALSE(world.book->LogDamage());
  EXPECT_FALSE(world.book->FollowHistory().ok());
  ASSERT_TRUE(world.book->LogDamage());
  EXPECT_EQ(world.book->LogDamage()->position(), 9u);
}

TEST(History, IsTheSameWhileTheIndicesAreBehind) {
  World world;
  Live(world, 20);
  world.tasks.Hold();
  for (int i = 0; i < 20; ++i) world.Record({Pay("late" + std::to_string(i), "X01", 7)});
  EXPECT_LT(world.book->DerivedPosition(), world.position());
  core::BookState folded;
  const core::CodeTablesByVersion tables = Tables();
  for (const std::string& bytes : AllEvents(*world.book)) {
    core::Evolve(folded, tables, *wire::DecodeEvent(bytes));
  }
  const auto known = world.book->KnownAt(kLedger, world.position());
  ASSERT_TRUE(known.ok());
  ExpectSameLedgers(*known, folded, kLedger);
}

TEST(History, KnowsNoLedgerBeforeItWasOpened) {
  World world;
  world.Record(Beginnings(100));
  const auto known = world.book->KnownAt(kLedger, 1);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(known->FindLedger(kLedger), nullptr);
}

TEST(History, SurvivesReopeningToTheByte) {
  World world;
  Live(world, 40);
  const std::vector<std::string> events = AllEvents(*world.book);
  const core::BookState before = world.state_now();
  const store::Hash root = *world.book->RootAt(before.position);
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(AllEvents(*world.book), events);
  EXPECT_EQ(*world.book->RootAt(before.position), root);
  const core::BookState after = world.state_now();
  EXPECT_EQ(after.position, before.position);
  EXPECT_EQ(after.recorded_at, before.recorded_at);
  for (const auto& [id, ledger] : before.ledgers) {
    ASSERT_NE(after.FindLedger(id), nullptr);
    EXPECT_TRUE(core::SameContent(*after.FindLedger(id), ledger)) << id.ToString();
    EXPECT_EQ(after.FindLedger(id)->version, ledger.version);
  }
}

TEST(History, HasAtEveryPositionTheRootOfTheEventsUpToThere) {
  World world;
  Live(world, 60);
  std::vector<store::Hash> leaves;
  for (const std::string& bytes : AllEvents(*world.book)) {
    leaves.push_back(store::LeafHash(bytes));
    const auto root = world.book->RootAt(leaves.size());
    ASSERT_TRUE(root.ok());
    EXPECT_EQ(*root, MerkleRoot(leaves));
  }
  const store::Hash now = world.book->Read(
      [](const core::BookState&, const store::Frontier& frontier) { return frontier.Root(); });
  EXPECT_EQ(now, MerkleRoot(leaves));
  EXPECT_EQ(*world.book->RootAt(0), store::Frontier().Root());
}

// Stored frontiers are 4,096 events apart: roots before, on and behind one, written and rebuilt.
TEST(History, HasTheRightRootAroundTheFrontiersItKeeps) {
  World world;
  world.Record(Beginnings(1'000'000));
  std::vector<core::Command> batch;
  for (int i = 0; i < 8'300; ++i) batch.push_back(Pay("p" + std::to_string(i), "X01", 1));
  std::promise<void> done;
  world.book->Submit(batch, 0, false, [&](const std::vector<Answer>&) { done.set_value(); });
  done.get_future().wait();
  std::vector<store::Hash> leaves;
  for (const std::string& bytes : AllEvents(*world.book)) leaves.push_back(store::LeafHash(bytes));
  ASSERT_EQ(leaves.size(), 8'304u);
  const std::span<const store::Hash> all(leaves);
  for (int round = 0; round < 3; ++round) {
    for (const size_t at : {1, 4'095, 4'096, 4'097, 8'191, 8'192, 8'193, 8'304}) {
      EXPECT_EQ(*world.book->RootAt(at), MerkleRoot(all.first(at))) << at << ", round " << round;
    }
    world.book.reset();
    if (round == 1) {
      ASSERT_TRUE(world.state->Wipe().ok());
    }
    ASSERT_TRUE(world.Reopen().ok());
  }
}

TEST(Visit, GivesAnyRangeOfTheBookOrOfALedger) {
  World world;
  Live(world, 20);
  const core::Position tail = world.position();
  const auto positions = [&](const core::LedgerId* ledger, core::Position from, core::Position to) {
    std::vector<core::Position> seen;
    EXPECT_TRUE(world.book
                    ->Visit(ledger, from, to,
                            [&](core::Position at, std::string_view) {
                              seen.push_back(at);
                              return true;
                            })
                    .ok());
    return seen;
  };
  using Positions = std::vector<core::Position>;
  EXPECT_EQ(positions(nullptr, 0, 3), (Positions{1, 2, 3}));
  EXPECT_EQ(positions(nullptr, 2, 3), (Positions{2, 3}));
  EXPECT_EQ(positions(nullptr, 3, 2), Positions{});
  EXPECT_EQ(positions(nullptr, tail, 0), Positions{tail});
  EXPECT_EQ(positions(nullptr, tail, tail + 100), Positions{tail});
  EXPECT_EQ(positions(nullptr, tail + 1, 0), Positions{});
  EXPECT_EQ(positions(&kLedger, 1, 5), (Positions{2, 5}));
  const core::LedgerId none{"999", 2024};
  EXPECT_EQ(positions(&none, 1, 0), Positions{});
  const core::LedgerId other{"101002", 2024};
  EXPECT_EQ(positions(&kLedger, 1, 0).size() + positions(&other, 1, 0).size(), tail - 2);
}

TEST(Visit, StopsWhenToldTo) {
  World world;
  Live(world, 20);
  for (const core::LedgerId* ledger : {static_cast<const core::LedgerId*>(nullptr), &kLedger}) {
    int seen = 0;
    EXPECT_TRUE(
        world.book
            ->Visit(ledger, 1, 0, [&](core::Position, std::string_view) { return ++seen < 3; })
            .ok());
    EXPECT_EQ(seen, 3);
  }
}

// ---- damage

TEST(Damage, IsFoundAtTheStartAndItsPositionNamed) {
  for (const core::Position at : {1, 3, 5, 9}) {
    World world;
    world.Record(Beginnings(1'000));
    for (int i = 0; i < 6; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 1)});
    world.book.reset();
    world.disk->FlipBit(at, 40);
    world.state = std::make_shared<store::MemoryStateStore>();  // else only the tail is read
    const store::Status status = world.Reopen();
    EXPECT_EQ(status.code(), store::Code::kCorrupt) << status.ToString();
    EXPECT_EQ(status.position(), at) << status.ToString();
  }
}

TEST(Damage, OfAMissingRecordIsFoundAtTheStart) {
  World world;
  world.Record(Beginnings(1'000));
  world.book.reset();
  world.disk->RemoveRecord(2);
  world.state = std::make_shared<store::MemoryStateStore>();  // else only the tail is read
  const store::Status status = world.Reopen();
  EXPECT_EQ(status.code(), store::Code::kCorrupt) << status.ToString();
  EXPECT_EQ(status.position(), 2u);
}

// Whole records with content no book writes: from another program, another book, or by hand.
class ForeignEvent : public testing::Test {
 protected:
  // What opening says once `event` was appended as the book's fifth.
  store::Status Opening(const std::function<void(v1::Event&)>& change, bool bytes_only = false) {
    World world;
    world.Record(Beginnings(1'000));
    world.Record({Pay("p1", "X01", 1)});
    const std::string last = AllEvents(*world.book).back();
    world.book.reset();
    // Nothing derived from the log as it was: that would be said first.
    world.state = std::make_shared<store::MemoryStateStore>();
    world.ids = store::NewMemoryIdIndex();
    world.disk->RemoveRecord(5);
    v1::Event event;
    EXPECT_TRUE(event.ParseFromString(last));
    change(event);
    const std::string bytes = bytes_only ? "no event" : event.SerializeAsString();
    {
      auto log = *store::MemoryEventLog::Open(world.disk);
      const store::Epoch epoch = log->SealedEpoch() + 1;
      EXPECT_TRUE(log->Seal(epoch).ok());
      const std::string_view group[] = {bytes};
      EXPECT_TRUE(log->Append(epoch, 5, group).ok());
    }
    return world.Reopen();
  }
};

TEST_F(ForeignEvent, ThatIsFineIsTaken) {
  EXPECT_TRUE(Opening([](v1::Event&) {}).ok());
}

TEST_F(ForeignEvent, ThatCannotBeReadIsNamed) {
  const store::Status status = Opening([](v1::Event&) {}, true);
  EXPECT_EQ(status.code(), store::Code::kCorrupt);
  EXPECT_EQ(status.position(), 5u);
}

TEST_F(ForeignEvent, OfAnotherPositionIsNamed) {
  const store::Status status = Opening([](v1::Event& event) { event.set_position(7); });
  EXPECT_EQ(status.code(), store::Code::kCorrupt);
  EXPECT_EQ(status.position(), 5u);
  EXPECT_NE(status.message().find("7"), std::string::npos);
}

TEST_F(ForeignEvent, OfALedgerThatWasNeverOpenedIsNamed) {
  const store::Status status =
      Opening([](v1::Event& event) { event.mutable_command()->mutable_header()->set_unit("999"); });
  EXPECT_EQ(status.code(), store::Code::kCorrupt) << status.ToString();
  EXPECT_EQ(status.position(), 5u);
  EXPECT_NE(status.message().find("999/2024"), std::string::npos) << status.ToString();
}

TEST_F(ForeignEvent, RecordedBeforeItsPredecessorIsNamed) {
  const store::Status status =
      Opening([](v1::Event& event) { event.set_recorded_at_us(ManualClock::kStart - 1); });
  EXPECT_EQ(status.code(), store::Code::kCorrupt) << status.ToString();
  EXPECT_EQ(status.position(), 5u);
}

TEST_F(ForeignEvent, ThatNeedsCodeTablesNobodyHasIsRefusedByTheirName) {
  const store::Status status = Opening([](v1::Event& event) {
    event.mutable_command()->mutable_header()->set_unit("101009");
    auto& opened = *event.mutable_command()->mutable_ledger_opened();
    opened.set_unit_name("某某局");
    opened.set_division("431200");
    opened.set_policy("test@1");
    opened.set_code_tables("2031");
    opened.set_currency("CNY");
  });
  EXPECT_EQ(status.code(), store::Code::kInvalid) << status.ToString();
  EXPECT_NE(status.message().find("2031"), std::string::npos) << status.ToString();
}

}  // namespace
}  // namespace outturn::app
