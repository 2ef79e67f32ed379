// The history of ledgers: a ledger as known at any position, held against folding its events from
// the first one on.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "services/app/derived/archive.h"
#include "services/app/derived/history.h"
#include "services/wire/codec.h"
#include "store/memory_event_log.h"
#include "store/memory_state_store.h"
#include "tests/app/support.h"
#include "tests/properties/book_under_test.h"

namespace outturn::properties {
namespace {

constexpr std::chrono::microseconds kAsLongAsItTakes = std::chrono::hours(1);

std::string CanonicalBytes(const core::LedgerState& ledger) {
  std::string bytes;
  app::ArchiveWriter(bytes, app::Order::kCanonical).Put(ledger);
  return bytes;
}

// A random history in a log, and its own history of ledgers, whose store outlives it.
class Past {
 public:
  explicit Past(uint64_t seed) : random_(seed) {
    model::Generator generator(seed);
    model::Model model(generator.world());
    BookUnderTest book(generator.world());
    for (int i = 0; i < generator.length(); ++i) {
      const model::Step step = generator.Next(model);
      (void)model.Ask(step);
      (void)book.Ask(book.CommandOf(step));
    }
    events_ = book.events();
    for (const auto& [id, ledger] : book.state().ledgers) ledgers_.push_back(id);
    log_ = *store::MemoryEventLog::Open(disk_);
    EXPECT_TRUE(log_->Seal(1).ok());
    for (const core::Event& event : events_) {
      const std::string bytes = wire::EncodeEvent(event);
      const std::string_view view = bytes;
      EXPECT_TRUE(log_->Append(1, event.position, {&view, 1}).ok());
    }
    Open();
  }

  // Small limits, others each time.
  void Open() {
    app::History::Limits limits;
    limits.open_events = 1 + static_cast<size_t>(Pick(20));
    limits.checkpoint_every = 1 + static_cast<uint64_t>(Pick(800));
    limits.frontier_every = 1 + static_cast<uint64_t>(Pick(5));
    history_.reset();
    auto opened = app::History::Open(
        {*log_, Tables(), std::make_unique<app::SharedState>(store_, faults_), limits});
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    history_ = *std::move(opened);
  }

  // Follows for a random while; then perhaps goes down, in order or not, and comes back.
  void GoOn() {
    const core::Position until =
        std::min<core::Position>(tail(), history_->Followed() + 1 + core::Position(Pick(60)));
    ASSERT_TRUE(history_->Follow(until, kAsLongAsItTakes).ok());
    ASSERT_EQ(history_->Followed(), until);
    if (Pick(4) == 0) {
      ASSERT_TRUE(history_->Flush().ok());
    }
    if (Pick(4) == 0) Open();
  }

  void ExpectRightAt(core::Position position) const {
    for (const core::LedgerId& id : ledgers_) {
      core::LedgerState folded;
      for (const core::Event& event : events_) {
        const auto of = core::LedgersOf(event.command);
        const bool is_of = std::find(of.begin(), of.end(), id) != of.end();
        if (is_of && event.position <= position) core::Evolve(folded, Tables(), event);
      }
      const auto known = history_->StateAt(id, position);
      ASSERT_TRUE(known.ok()) << known.status().ToString();
      EXPECT_EQ(known->up_to, position);
      EXPECT_EQ(CanonicalBytes(known->ledger), CanonicalBytes(folded))
          << id.ToString() << " at " << position;
      EXPECT_TRUE(core::SameContent(known->ledger, folded)) << id.ToString() << " at " << position;
    }
  }

  // As another book's log: the same length, and one event not the same.
  void ReplaceTheLog() {
    log_ = *store::MemoryEventLog::Open(std::make_shared<store::MemoryDisk>());
    EXPECT_TRUE(log_->Seal(1).ok());
    for (core::Event event : events_) {
      if (event.position == tail()) event.command.header.actor += "?";
      const std::string bytes = wire::EncodeEvent(event);
      const std::string_view view = bytes;
      EXPECT_TRUE(log_->Append(1, event.position, {&view, 1}).ok());
    }
  }
  void Follow() { ASSERT_TRUE(history_->Follow(tail(), kAsLongAsItTakes).ok()); }
  void Flush() { ASSERT_TRUE(history_->Flush().ok()); }
  [[nodiscard]] store::MemoryStateStore& store() { return *store_; }
  [[nodiscard]] const core::LedgerId& ledger() const { return ledgers_.front(); }

  [[nodiscard]] core::Position tail() const { return events_.size(); }
  [[nodiscard]] const app::History& history() const { return *history_; }
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

 private:
  std::mt19937_64 random_;
  std::vector<core::Event> events_;
  std::vector<core::LedgerId> ledgers_;
  std::shared_ptr<store::MemoryDisk> disk_ = std::make_shared<store::MemoryDisk>();
  std::unique_ptr<store::EventLog> log_;
  std::shared_ptr<store::MemoryStateStore> store_ = std::make_shared<store::MemoryStateStore>();
  std::shared_ptr<app::SharedState::Faults> faults_ = std::make_shared<app::SharedState::Faults>();
  std::unique_ptr<app::History> history_;
};

TEST(KnownAt, AnyPositionIsWhatFoldingFromTheFirstEventGives) {
  for (uint64_t seed = 1; seed <= 100 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Past past(seed);
    while (past.history().Followed() < past.tail() && !testing::Test::HasFailure()) {
      past.GoOn();
      for (int i = 0; i < 3; ++i) {
        const core::Position followed = past.history().Followed();
        if (followed > 0) past.ExpectRightAt(1 + core::Position(past.Pick(int(followed))));
      }
    }
    for (core::Position at = 1; at <= past.tail() && !testing::Test::HasFailure(); at += 3) {
      past.ExpectRightAt(at);
    }
  }
}

TEST(KnownAt, WhatWasFollowedIsThereAfterAStart) {
  Past past(3);
  past.Follow();
  past.Flush();
  past.Open();
  EXPECT_EQ(past.history().Followed(), past.tail());
  past.ExpectRightAt(past.tail() / 2);
}

TEST(KnownAt, TheHistoryOfAnotherLogIsThrownAway) {
  Past past(3);
  past.Follow();
  past.Flush();
  past.ReplaceTheLog();
  past.Open();
  EXPECT_EQ(past.history().Followed(), 0u);
}

TEST(KnownAt, DamageIsAnErrorAndNoState) {
  Past past(3);
  past.Follow();
  past.Flush();
  std::vector<store::Change> runs;
  const auto cursor = past.store().Scan("", "");
  while (cursor->Next()) {
    const char kind = cursor->key().front();
    if (kind != 'g' && kind != 'c') continue;
    runs.push_back({std::string(cursor->key()), std::string(cursor->value()).substr(1)});
  }
  ASSERT_FALSE(runs.empty());
  ASSERT_TRUE(past.store().Apply(runs, past.store().Reached()).ok());
  EXPECT_EQ(past.history().StateAt(past.ledger(), past.tail()).status().code(),
            store::Code::kCorrupt);
}

}  // namespace
}  // namespace outturn::properties
