// A book rebuilt from its log, where payments are folded in bulk, is to the byte the book that
// decided the events one by one; and so is what is derived beside it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "services/app/derived/archive.h"
#include "services/app/derived/replay.h"
#include "services/wire/codec.h"
#include "store/memory_event_log.h"
#include "store/memory_state_store.h"
#include "tests/app/support.h"
#include "tests/properties/book_under_test.h"

namespace outturn::properties {
namespace {

std::string CanonicalBytes(const core::LedgerState& ledger) {
  std::string bytes;
  app::ArchiveWriter(bytes, app::Order::kCanonical).Put(ledger);
  return bytes;
}

// A random history and the book it made; the log has as much of it as was appended.
class Told {
 public:
  explicit Told(uint64_t seed) : random_(seed) {
    model::Generator generator(seed);
    model::Model model(generator.world());
    book_ = std::make_unique<BookUnderTest>(generator.world());
    for (int i = 0; i < generator.length(); ++i) {
      const model::Step step = generator.Next(model);
      (void)model.Ask(step);
      (void)book_->Ask(book_->CommandOf(step));
    }
    for (const core::Event& event : events()) bytes_.push_back(wire::EncodeEvent(event));
    log_ = *store::MemoryEventLog::Open(std::make_shared<store::MemoryDisk>());
    EXPECT_TRUE(log_->Seal(1).ok());
    OpenDerived();
  }

  void AppendUpTo(core::Position last) {
    while (log_->Tail() < last) Append(bytes_[log_->Tail()]);
  }
  void Append(const std::string& bytes) {
    const std::string_view view = bytes;
    ASSERT_TRUE(log_->Append(1, log_->Tail() + 1, {&view, 1}).ok());
  }
  // As a start does, with what is derived as it is on the disk.
  void OpenDerived() {
    derived_.reset();
    auto opened = app::Derived::Open({*log_,
                                      std::make_unique<app::SharedState>(state_, faults_),
                                      std::make_unique<app::SharedIds>(ids_, faults_),
                                      [](const std::function<void()>& task) { task(); },
                                      {}});
    ASSERT_TRUE(opened.ok()) << opened.status().ToString();
    derived_ = *std::move(opened);
  }
  void LoseIds() { ids_ = store::NewMemoryIdIndex(); }
  store::Result<app::Replayed> Fold() {
    return app::Fold(*log_, Tables(), *derived_, 1 + Pick(40));
  }
  // The whole of a book that was folded is kept, for the next start to begin from.
  void KeepSnapshots(const core::BookState& book) {
    derived_->KeepSnapshots([&](const auto& use) { use(book); }, 0);
    ASSERT_TRUE(derived_->Flush().ok());
    derived_->KeepSnapshots({}, 0);
  }

  void ExpectWhole(const app::Replayed& replayed) const {
    const core::BookState& folded = replayed.book;
    EXPECT_EQ(folded.position, book_->state().position);
    EXPECT_EQ(folded.recorded_at, book_->state().recorded_at);
    EXPECT_EQ(folded.policies, book_->state().policies);
    EXPECT_EQ(folded.ledgers.size(), book_->state().ledgers.size());
    for (const auto& [id, ledger] : book_->state().ledgers) {
      EXPECT_EQ(CanonicalBytes(folded.ledgers.at(id)), CanonicalBytes(ledger)) << id.ToString();
      EXPECT_TRUE(core::SameContent(folded.ledgers.at(id), ledger)) << id.ToString();
    }
    store::Frontier frontier;
    std::map<core::LedgerId, std::vector<core::Position>> of_ledger;
    for (const core::Event& event : events()) {
      frontier.Append(store::LeafHash(bytes_[frontier.size()]));
      const core::EventRef& ref = event.command.header.ref;
      const auto found = derived_->FindEvent(ref, app::FingerprintOf(ref));
      ASSERT_TRUE(found.ok() && found->has_value()) << ref.external_id;
      EXPECT_EQ((*found)->position, event.position);
      for (const core::LedgerId& id : core::LedgersOf(event.command)) {
        of_ledger[id].push_back(event.position);
      }
    }
    EXPECT_EQ(replayed.frontier.Serialise(), frontier.Serialise());
    EXPECT_EQ(derived_->FrontierBefore(tail()).size(), tail());
    for (const auto& [id, positions] : of_ledger) {
      EXPECT_EQ(*derived_->PositionsOf(id, 1, events().size()), positions) << id.ToString();
    }
  }

  [[nodiscard]] const std::vector<core::Event>& events() const { return book_->events(); }
  [[nodiscard]] core::Position tail() const { return events().size(); }
  [[nodiscard]] app::Derived& derived() { return *derived_; }
  size_t Pick(size_t n) { return random_() % n; }

 private:
  std::mt19937_64 random_;
  std::unique_ptr<BookUnderTest> book_;
  std::vector<std::string> bytes_;  // of its events
  std::unique_ptr<store::EventLog> log_;
  std::shared_ptr<store::MemoryStateStore> state_ = std::make_shared<store::MemoryStateStore>();
  std::shared_ptr<store::IdIndex> ids_ = store::NewMemoryIdIndex();
  std::shared_ptr<app::SharedState::Faults> faults_ = std::make_shared<app::SharedState::Faults>();
  std::unique_ptr<app::Derived> derived_;
};

TEST(Rebuild, FromTheFirstEventIsTheBookThatDecidedThem) {
  for (uint64_t seed = 1; seed <= 100 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Told told(seed);
    told.AppendUpTo(told.tail());
    const auto replayed = told.Fold();
    ASSERT_TRUE(replayed.ok()) << replayed.status().ToString();
    ASSERT_TRUE(told.derived().Flush().ok());
    EXPECT_EQ(replayed->begun_at, 0u);
    told.ExpectWhole(*replayed);
  }
}

TEST(Rebuild, FromSnapshotsIsTheSameAlsoWhereTheIndexOfIdsIsLost) {
  for (uint64_t seed = 1; seed <= 60 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Told told(seed);
    told.AppendUpTo(1 + told.Pick(told.tail()));
    const auto first = told.Fold();
    ASSERT_TRUE(first.ok()) << first.status().ToString();
    told.KeepSnapshots(first->book);
    told.AppendUpTo(told.tail());
    if (seed % 2 == 0) told.LoseIds();
    told.OpenDerived();
    const auto replayed = told.Fold();
    ASSERT_TRUE(replayed.ok()) << replayed.status().ToString();
    ASSERT_TRUE(told.derived().Flush().ok());
    EXPECT_EQ(replayed->begun_at, first->book.position);
    told.ExpectWhole(*replayed);
  }
}

// A payment that is not the book's next is told as any other event that is not.
TEST(Rebuild, TellsAPaymentThatDoesNotBelongThere) {
  const auto after = [](const auto& change) {
    Told told(5);
    told.AppendUpTo(told.tail());
    const auto payment =
        std::find_if(told.events().rbegin(), told.events().rend(), [](const core::Event& one) {
          const auto* paid = std::get_if<core::Payment>(&one.command.body);
          return paid != nullptr && !paid->commitment;
        });
    core::Event event = *payment;
    event.command.header.ref.external_id = "one more";
    event.recorded_at = told.events().back().recorded_at;
    event.position = told.tail() + 1;
    event.recorded_at = core::Instant(event.recorded_at.microseconds() + 1);
    change(event);
    told.Append(wire::EncodeEvent(event));
    const auto status = told.Fold().status();
    EXPECT_EQ(status.position(), status.ok() ? 0 : told.tail() + 1);
    return status.message();
  };
  using Event = core::Event;
  EXPECT_EQ(after([](Event&) {}), "");
  EXPECT_NE(after([](Event& event) { ++event.position; }).find("the event says it is number"),
            std::string::npos);
  EXPECT_EQ(
      after([](Event& event) { event.recorded_at = core::Instant(1); }).find("recorded before its"),
      0U);
  EXPECT_NE(after([](Event& event) {
              event.command.header.ledger.unit = "nobody";
            }).find("which nobody opened"),
            std::string::npos);
}

}  // namespace
}  // namespace outturn::properties
