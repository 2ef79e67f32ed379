// A cut at a day, and a ledger rebuilt alone.
#include "tests/core/bodies.h"
#include "tests/core/refusals.h"

namespace outturn::core {
namespace {

// Every kind once, on different days, some recorded before what they follow.
Story Everything() {
  Story story;
  Asks asks = Eventful(Strict());
  int day = 0;
  for (const Ask& ask : OneOfEachKind()) {
    const bool closes = KindName(ask.command.body) == LedgerClosed::kName ||
                        KindName(ask.command.body) == LedgerReopened::kName;
    if (closes || ask.command.header.ledger.year == 2023) continue;
    // Forth and back through the year.
    asks.push_back(ask.On(D("2024-03-01").Plus((day++ * 97) % 300).ToString()));
  }
  asks.push_back(Ask("2024-12-31", LedgerClosed{}));
  asks.push_back(Ask("2024-12-31", LedgerReopened{"审计"}));
  story.Given(asks);
  return story;
}

bool TouchesLedger(const Event& event, const LedgerId& id) {
  const auto ledgers = LedgersOf(event.command);
  return std::find(ledgers.begin(), ledgers.end(), id) != ledgers.end();
}

LedgerState Fold(const Story& story, const LedgerId& id, Day until) {
  LedgerState ledger;
  for (const Event& event : story.events()) {
    if (!TouchesLedger(event, id) || event.command.header.effective_on > until) continue;
    Evolve(ledger, story.tables(), event);
  }
  return ledger;
}

TEST(Cut, IsWhatTheEventsUpToThatDayMake) {
  const Story story = Everything();
  const LedgerId id{"P1", 2024};
  for (Day day = D("2024-01-02"); day <= D("2024-12-31"); day = day.Plus(1)) {
    EXPECT_TRUE(SameContent(CutAt(story.Ledger(), day), CutAt(Fold(story, id, day), day)))
        << day.ToString();
  }
}

TEST(Cut, DiffersFromTheDayBeforeWhereSomethingHappened) {
  const Story story = Everything();
  for (const Event& event : story.events()) {
    if (!TouchesLedger(event, {"P1", 2024})) continue;
    const Day day = event.command.header.effective_on;
    if (day == story.Ledger().opened_on) continue;
    EXPECT_FALSE(SameContent(CutAt(story.Ledger(), day), CutAt(story.Ledger(), day.Plus(-1))))
        << KindName(event.command.body);
  }
}

TEST(Cut, KeepsNoBookkeeping) {
  const Story story = Everything();
  const LedgerState cut = CutAt(story.Ledger(), D("2024-06-01"));
  EXPECT_EQ(cut.version, 0u);
  EXPECT_EQ(cut.last_position, 0u);
  EXPECT_EQ(cut.turnover, Fen());
  EXPECT_FALSE(cut.closed_now);
}

TEST(Cut, OfACutIsTheEarlierOfTheTwo) {
  const Story story = Everything();
  const LedgerState june = CutAt(story.Ledger(), D("2024-06-01"));
  EXPECT_TRUE(SameContent(CutAt(june, D("2024-09-01")), june));
  EXPECT_TRUE(SameContent(CutAt(june, D("2024-04-01")), CutAt(story.Ledger(), D("2024-04-01"))));
}

TEST(Ledger, RebuiltAloneIsTheBooks) {
  const Story story = Everything();
  for (const int year : {2023, 2024}) {
    const LedgerState alone = Fold(story, {"P1", year}, D("2999-12-31"));
    const LedgerState& in_book = story.Ledger("P1", year);
    EXPECT_TRUE(SameContent(alone, in_book));
    EXPECT_EQ(alone.version, in_book.version);
    EXPECT_EQ(alone.last_position, in_book.last_position);
    EXPECT_EQ(alone.turnover, in_book.turnover);
    EXPECT_EQ(alone.closed_now, in_book.closed_now);
  }
}

TEST(SameContent, SeesEveryKindOfEvent) {
  const Story story = Everything();
  const LedgerId id{"P1", 2024};
  const LedgerState all = Fold(story, id, D("2999-12-31"));
  const auto& events = story.events();
  // What later events name cannot be left out.
  for (size_t left_out = 0; left_out < events.size(); ++left_out) {
    const std::string_view kind = KindName(events[left_out].command.body);
    const bool is_named = kind == LedgerOpened::kName || kind == LineOpened::kName ||
                          kind == Commitment::kName || kind == IndicatorSet::kName;
    if (is_named || !TouchesLedger(events[left_out], id)) continue;
    LedgerState ledger;
    for (size_t i = 0; i < events.size(); ++i) {
      if (i != left_out && TouchesLedger(events[i], id)) Evolve(ledger, story.tables(), events[i]);
    }
    EXPECT_FALSE(SameContent(ledger, all)) << kind;
  }
}

}  // namespace
}  // namespace outturn::core
