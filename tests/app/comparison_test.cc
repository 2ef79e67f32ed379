// The state in memory against the events: a difference, wherever it is, is found, told and counted.
#include "services/app/fsck/comparison.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <future>
#include <sstream>

#include "tests/app/support.h"

namespace outturn::app {
namespace {

using Finding = Compared::Finding;

const core::LedgerId kLedger{"101001", 2024};

struct Books {
  Books() {
    world.Record(Beginnings(1'000'000));
    for (int i = 0; i < 20; ++i) world.Record({Pay("p" + std::to_string(i), "X01", 100 + i)});
    world.Record({Refund("r1", "p3", 50)});
  }
  Compared Compare() {
    Comparison comparison(*world.book);
    const auto compared = comparison.Compare(kLedger);
    EXPECT_TRUE(compared.ok());
    EXPECT_TRUE(compared->has_value());
    return **compared;
  }
  // Makes the next start begin with another ledger than the events make.
  template <typename Change>
  void ChangeSnapshot(Change change) {
    app::ChangeSnapshot(world, kLedger, change);
    ASSERT_TRUE(world.Reopen().ok());
  }

  World world;
};

TEST(Comparison, FindsTheSameWhetherOrNotTheHistoryFollowed) {
  Books books;
  EXPECT_TRUE(books.Compare().same());
  ASSERT_TRUE(books.world.book->FollowHistory().ok());
  const Compared compared = books.Compare();
  EXPECT_TRUE(compared.same());
  EXPECT_EQ(compared.events, 24u);
  EXPECT_EQ(compared.position, 25u);
  EXPECT_EQ(books.world.book->meters().compared.Get(), 2u);
  EXPECT_EQ(books.world.book->meters().differences.Get(), 0u);
}

TEST(Comparison, KnowsNoLedgerThatIsNotThere) {
  Books books;
  Comparison comparison(*books.world.book);
  const auto compared = comparison.Compare({"999", 2024});
  ASSERT_TRUE(compared.ok());
  EXPECT_FALSE(compared->has_value());
}

TEST(Comparison, CatchesAStateThatTheEventsDoNotMake) {
  Books books;
  books.ChangeSnapshot([](core::LedgerState& ledger) {
    core::Cell& cell = ledger.lines.at("X01").cells["30201"];
    cell.measures[static_cast<size_t>(core::Measure::kPaid)].Add(ledger.opened_on, core::Fen(1));
  });
  const Compared compared = books.Compare();
  EXPECT_EQ(compared.finding, Finding::kResident);
  EXPECT_EQ(compared.field, "lines");
  EXPECT_EQ(books.world.book->meters().differences.Get(), 1u);
}

TEST(Comparison, CatchesADifferenceInWhatNoFigureShows) {
  Books books;
  books.ChangeSnapshot([](core::LedgerState& ledger) { ledger.turnover += core::Fen(1); });
  EXPECT_EQ(books.Compare().field, "turnover");
  books.ChangeSnapshot([](core::LedgerState& ledger) {
    ledger.turnover -= core::Fen(1);
    ledger.placements.clear();
  });
  EXPECT_EQ(books.Compare().field, "placements");
}

// Such a state is what its events make up to where it says it is, so it has to be asked for all.
TEST(Comparison, CatchesAStateWithoutTheLastEvent) {
  for (const bool followed : {false, true}) {
    Books books;
    const core::LedgerState before = books.world.state_now().ledgers.at(kLedger);
    books.world.Record({Pay("last", "X01", 7)});
    books.ChangeSnapshot([&](core::LedgerState& ledger) { ledger = before; });
    if (followed) {
      ASSERT_TRUE(books.world.book->FollowHistory().ok());
    }
    const Compared compared = books.Compare();
    EXPECT_EQ(compared.finding, Finding::kResident);
    EXPECT_EQ(compared.field, "version");
    EXPECT_EQ(compared.position, 26u);
    EXPECT_EQ(compared.events, 25u);
  }
}

TEST(Comparison, CatchesALedgerThatIsNotInMemoryAtAll) {
  Books books;
  books.world.Record({OpenLedger("l2", "101002")});
  ChangeSnapshotHead(books.world, [](SnapshotHead& head) { std::erase(head.ledgers, kLedger); });
  ASSERT_TRUE(books.world.Reopen().ok());
  const Compared compared = books.Compare();
  EXPECT_EQ(compared.finding, Finding::kResident);
  EXPECT_EQ(compared.field, Compared::kMissing);
  EXPECT_EQ(compared.position, 25u);
  // And without being asked for it, as soon as the history knows of it.
  ASSERT_TRUE(books.world.book->FollowHistory().ok());
  Comparison comparison(*books.world.book);
  Meters& meters = books.world.book->meters();
  while (meters.compared.Get() < 3) comparison.CompareNext();
  EXPECT_EQ(meters.differences.Get(), 2u);
}

TEST(Comparison, CatchesAHistoryThatTheEventsDoNotMake) {
  Books books;
  ASSERT_TRUE(books.world.book->FollowHistory().ok());
  books.world.book.reset();
  // The last byte of the columns of payments is the highest of an amount; the one seven before it
  // the lowest.
  std::vector<store::Change> changes;
  const auto cursor = books.world.history->Scan("g");
  while (cursor->Next()) {
    std::string run(cursor->value());
    run[run.size() - 8] ^= 1;
    changes.push_back({std::string(cursor->key()), run});
  }
  ASSERT_EQ(changes.size(), 1u);
  ASSERT_TRUE(books.world.history->Apply(changes, books.world.history->Reached()).ok());
  ASSERT_TRUE(books.world.Reopen().ok());
  const Compared compared = books.Compare();
  EXPECT_EQ(compared.finding, Finding::kHistory);
  EXPECT_EQ(compared.field, "turnover");
}

TEST(Comparison, GoesOnInTurnAndFindsADifferenceByItself) {
  Books books;
  books.ChangeSnapshot([](core::LedgerState& ledger) { ledger.turnover += core::Fen(1); });
  books.world.Record({OpenLedger("l2", "101002")});
  ASSERT_TRUE(books.world.book->FollowHistory().ok());
  Comparison comparison(*books.world.book);
  Meters& meters = books.world.book->meters();
  while (meters.compared.Get() < 4) comparison.CompareNext();  // does nothing while it is too early
  EXPECT_EQ(meters.differences.Get(), 2u);
}

TEST(Comparison, HoldsTheRuleSetsInMemoryAgainstThoseAdopted) {
  Books books;
  const auto meters = [&]() -> Meters& { return books.world.book->meters(); };
  const auto go_on = [&](uint64_t compared) {
    ASSERT_TRUE(books.world.book->FollowHistory().ok());
    Comparison comparison(*books.world.book);
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (meters().rule_sets_compared.Get() < compared &&
           std::chrono::steady_clock::now() < until) {
      comparison.CompareNext();  // does nothing while it is too early
    }
    ASSERT_EQ(meters().rule_sets_compared.Get(), compared);
  };
  go_on(1);
  const Meters& sound = books.world.book->meters();
  EXPECT_EQ(sound.rule_set_differences.Get(), 0u);
  ChangeSnapshotHead(books.world, [](SnapshotHead& head) {
    head.policies.at({"test", 1}).score_decimals = 1;
    head.policies[{"strange", 1}] = {};
  });
  ASSERT_TRUE(books.world.Reopen().ok());
  go_on(2);
  EXPECT_EQ(books.world.book->meters().rule_set_differences.Get(), 2u);
}

TEST(Comparison, ReadsTheRuleSetsOnFromWhereItWas) {
  Books books;
  RuleSets rule_sets(*books.world.book);
  const auto first = rule_sets.Compare(std::chrono::seconds(1));
  ASSERT_TRUE(first.ok() && first->has_value());
  EXPECT_EQ((*first)->rule_sets, 1u);
  EXPECT_TRUE((*first)->differences.empty());
  // An event read already is not read again; a new one that cannot be is told.
  books.world.disk->FlipBit(3, 40);
  EXPECT_TRUE(rule_sets.Compare(std::chrono::seconds(1)).ok());
  books.world.Record({Pay("last", "X01", 7)});
  EXPECT_TRUE((*rule_sets.Compare(std::chrono::seconds(1)))->differences.empty());
  RuleSets others(*books.world.book);
  EXPECT_EQ(others.Compare(std::chrono::seconds(1)).status().code(), store::Code::kCorrupt);
}

TEST(Comparison, TellsWhenItLastComparedAndWhatKeepsItFromIt) {
  Books books;
  books.world.Record({OpenLedger("l2", "101002")});
  Comparison comparison(*books.world.book);
  Meters& meters = books.world.book->meters();
  comparison.CompareNext();
  EXPECT_EQ(meters.last_compared_seconds.Get(),
            static_cast<uint64_t>(ManualClock::kStart) / 1'000'000);
  EXPECT_EQ(meters.ledgers_to_compare.Get(), 1u);
  EXPECT_EQ(meters.history_behind.Get(), 26u);
  EXPECT_EQ(meters.compared.Get(), 1u);
}

// The history follows nobody here.
TEST(Comparison, WaitsForAHistoryThatIsFarBehindAndCountsHowFar) {
  Books books;
  std::vector<core::Command> payments;
  for (int i = 0; i < 10'001; ++i) payments.push_back(Pay("m" + std::to_string(i), "X01", 1));
  std::promise<void> answered;
  books.world.book->Submit(std::move(payments), 0, false,
                           [&](const std::vector<Answer>&) { answered.set_value(); });
  answered.get_future().wait();
  Comparison comparison(*books.world.book);
  Meters& meters = books.world.book->meters();
  comparison.CompareNext();
  EXPECT_EQ(meters.last_compared_seconds.Get(), 0u);
  EXPECT_EQ(meters.history_behind.Get(), 10'026u);
  ASSERT_TRUE(books.world.book->FollowHistory().ok());
  comparison.CompareNext();
  EXPECT_GT(meters.last_compared_seconds.Get(), 0u);
  EXPECT_EQ(meters.history_behind.Get(), 0u);
}

// What the comparison cannot read it names: where, and whose.
TEST(Comparison, NamesTheEventThatCannotBeRead) {
  Books books;
  books.world.disk->FlipBit(7, 40);
  const auto before = spdlog::default_logger();
  std::ostringstream lines;
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
  Comparison comparison(*books.world.book);
  comparison.CompareNext();
  spdlog::set_default_logger(before);
  EXPECT_NE(lines.str().find("an event cannot be read"), std::string::npos) << lines.str();
  EXPECT_NE(lines.str().find("position=7 ledger=101001/2024 reason=\"record checksum mismatch\""),
            std::string::npos)
      << lines.str();
}

}  // namespace
}  // namespace outturn::app
