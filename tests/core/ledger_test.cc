// Opening, closing and reopening a ledger; its lines; the policy that governs it.
#include "tests/core/bodies.h"

namespace outturn::core {
namespace {

class Ledgers : public StoryTest {};

TEST_F(Ledgers, AreOpenedOnceAndKeepWhatTheyWereOpenedWith) {
  Given({Ask("2024-01-01", Adopt(Strict())).In("", 0)});
  When(Ask("2024-01-02", OpenLedger()));
  EXPECT_EQ(ThenRecorded().outcome.ledger_version, 1u);
  EXPECT_EQ(story_.Ledger().opened.unit_name, "司法局");
  EXPECT_EQ(story_.Ledger().opened.currency, "CNY");
  EXPECT_EQ(story_.Ledger().opened_on, D("2024-01-02"));
  EXPECT_EQ(story_.book().PolicyOf(story_.Ledger(), D("2024-05-01")).ref.ToString(), "r@1");
}

TEST_F(Ledgers, CountTheirEvents) {
  Given(Opening());
  When(Ask("2024-01-05", Appropriate("BG", {{"", 1_yuan}})).Expecting(4));
  EXPECT_EQ(ThenRecorded().outcome.ledger_version, 5u);
  EXPECT_EQ(story_.Ledger().version, 5u);
  EXPECT_EQ(story_.Ledger().last_position, story_.book().position);
}

TEST_F(Ledgers, TakeAfterClosingWhatThePolicyAllows) {
  Policy policy = Strict();
  policy.allowed_after_close = {"declaration", "text_recorded"};
  Given(Funded(policy) + Asks{Ask("2024-12-31", LedgerClosed{})});
  When(Ask("2024-12-31", TextRecorded{"annex-2", "problems", "无"}));
  ThenRecorded();
  When(Ask("2024-12-31", Pay("BG", "30201", 1_yuan)));
  ThenRefused(Reason::kLedgerClosed, {{"allowed", "declaration, text_recorded"}});
}

TEST_F(Ledgers, ArePublishedWhenTheyAreClosedAndHoweverLate) {
  Policy policy = Strict();
  policy.backdating_days = 30;
  Given(Funded(policy) + Asks{Ask("2024-12-31", LedgerClosed{}).RecordedOn("2025-01-10")});
  const Position last = story_.book().position;
  When(Ask("2024-12-31", Publish("annex1")).RecordedOn("2025-08-15"));
  EXPECT_EQ(std::get<ReportPublished>(ThenRecorded().command.body).known_at, last);
  ReportPublished accepted = Publish("annex2");
  accepted.known_at = 3;
  accepted.leaks = {{"X1", "paid(project=X1)", ""}};
  accepted.accepted_by = "保密委";
  accepted.accepted_reason = "主管部门已批准";
  When(Ask("2024-06-30", accepted).RecordedOn("2025-08-16"));
  ThenRecorded();
  ASSERT_EQ(story_.Ledger().publications.entries().size(), 2u);
  EXPECT_EQ(story_.Ledger().publications.At(D("2024-06-30"))->known_at, 3u);
  EXPECT_EQ(story_.Ledger().publications.At(D("2024-12-31"))->form, "annex1");
}

// What a leak check saw of other publications still holds, whatever else came since.
TEST_F(Ledgers, ArePublishedAfterThePublicationExpectedToBeTheLast) {
  const auto publish = [](const char* form, Position last) {
    ReportPublished published = Publish(form);
    published.last_publication = last;
    return published;
  };
  Given(Funded());
  When(Ask("2024-03-01", Pay("BG", "30201", 1_yuan)));
  When(Ask("2024-02-29", publish("annex1", 0)));
  const Position first = ThenRecorded().position;
  When(Ask("2024-02-29", publish("annex2", 0)));
  ThenRefused(Reason::kPublishedMeanwhile, {{"expected", "0"}, {"actual", std::to_string(first)}});
  When(Ask("2024-03-01", Pay("BG", "30201", 1_yuan)));
  When(Ask("2024-02-20", publish("annex2", first)));  // of an earlier day, recorded later
  const Position second = ThenRecorded().position;
  When(Ask("2024-02-29", publish("annex3", first)));
  ThenRefused(Reason::kPublishedMeanwhile);
  When(Ask("2024-02-29", publish("annex3", second)));
  ThenRecorded();
  When(Ask("2024-02-29", Publish("annex4")));
  ThenRecorded();
}

TEST_F(Ledgers, TakeEverythingAgainOnceReopened) {
  Given(Funded() +
        Asks{Ask("2024-12-31", LedgerClosed{}), Ask("2024-12-31", LedgerReopened{"审计"})});
  When(Ask("2024-12-20", Pay("BG", "30201", 1_yuan)));
  ThenRecorded();
}

TEST_F(Ledgers, TellFromWhichDayTheyWereClosed) {
  Given(Funded() + Asks{Ask("2024-12-30", LedgerClosed{})});
  const auto& closed = story_.Ledger().closed;
  EXPECT_EQ(closed.At(D("2024-12-29")), nullptr);
  EXPECT_TRUE(*closed.At(D("2024-12-30")));
}

TEST_F(Ledgers, AreGovernedByANewPolicyFromItsDayOn) {
  Policy lenient = Strict();
  lenient.ref.version = 2;
  lenient.over_budget = ControlMode::kWarn;
  Given(Funded() + Asks{Ask("2024-07-01", Adopt(lenient, {{"P1", 2024}})).In("", 0)});
  When(Ask("2024-06-30", Pay("BG", "30201", 1001_yuan)));
  ThenRefused(Reason::kHeadroomExceeded);
  When(Ask("2024-07-01", Pay("BG", "30201", 1001_yuan)));
  EXPECT_EQ(ThenRecorded().outcome.warnings.size(), 1u);
}

TEST_F(Ledgers, AreGivenAPolicyOnceThoughItNamesThemTwice) {
  Policy next = Strict();
  next.ref.version = 2;
  Given(Opening());
  When(Ask("2024-07-01", Adopt(next, {{"P1", 2024}, {"P1", 2024}})).In("", 0));
  ThenRecorded();
  EXPECT_EQ(story_.Ledger().version, 5u);
  EXPECT_EQ(story_.Ledger().policy.entries().size(), 2u);
}

TEST_F(Ledgers, RefuseToBeBackdatedBeyondThePolicysDaysAndNoDayLess) {
  Policy policy = Strict();
  policy.backdating_days = 30;
  Given(Opening(policy));
  When(Ask("2024-06-01", GoalStated{"", "目标"}).RecordedOn("2024-07-01"));
  ThenRecorded();
  When(Ask("2024-06-01", GoalStated{"", "目标"}).RecordedOn("2024-07-02"));
  ThenRefused(Reason::kBackdatedTooFar);
}

TEST_F(Ledgers, TakeMoreLinesOfAProjectThatSayTheSameOfIt) {
  LineOpened unnamed = ProjectLine("XM2", "X1");
  unnamed.project_name.clear();
  Given(Opening() + Asks{Ask("2024-02-01", unnamed)});
  When(Ask("2024-02-01", ProjectLine("XM3", "X1")));
  ThenRecorded();
  LineOpened other = ProjectLine("XM4", "X1");
  other.project_name = "另一项目";
  When(Ask("2024-02-01", other));
  ThenRefused(Reason::kProjectDiffers, {{"line", "XM"}, {"recorded", "项目X1"}});
}

TEST_F(Ledgers, KnowWhichLinesCountForThreePublicControl) {
  LineOpened own_money = PublicLine("OWN");
  own_money.fund_type = "3";
  Given(Opening() + Asks{Ask("2024-02-01", own_money)});
  EXPECT_TRUE(story_.LineOf("BG").fiscal);
  EXPECT_FALSE(story_.LineOf("OWN").fiscal);
  EXPECT_EQ(story_.LineOf("OWN").opened_on, D("2024-02-01"));
  EXPECT_EQ(story_.LineOf("XM").facts.project, "X1");
}

TEST(Book, NumbersItsEventsWithoutGaps) {
  Story story;
  story.Given(Funded());
  (void)story.When(Ask("2024-03-01", Pay("ZZ", "30201", 1_yuan)));
  story.Given({Ask("2024-03-01", Pay("BG", "30201", 1_yuan))});
  for (size_t i = 0; i < story.events().size(); ++i) {
    EXPECT_EQ(story.events()[i].position, i + 1);
  }
}

TEST(Book, RecordsLaterThanBeforeThoughTheClockWentBack) {
  Story story;
  story.Given(Opening() + Asks{Ask("2024-03-01", GoalStated{"", "甲"}).RecordedOn("2024-08-01"),
                               Ask("2024-03-01", GoalStated{"", "乙"}).RecordedOn("2024-02-01"),
                               Ask("2024-03-01", GoalStated{"", "丙"}).RecordedOn("2024-09-01")});
  const auto& events = story.events();
  for (size_t i = 1; i < events.size(); ++i) {
    EXPECT_LT(events[i - 1].recorded_at, events[i].recorded_at);
  }
  EXPECT_EQ(events.back().recorded_at.ChinaDay(), D("2024-09-01"));
  EXPECT_EQ(story.book().recorded_at, events.back().recorded_at);
}

TEST(Book, KeepsLedgersOfUnitsAndYearsApart) {
  Story story;
  story.Given(Funded() + Asks{Ask("2025-01-02", OpenLedger()).In("P1", 2025),
                              Ask("2024-01-02", OpenLedger()).In("P2")});
  EXPECT_EQ(story.Ledger("P1", 2025).lines.size(), 0u);
  EXPECT_EQ(story.Ledger("P2").version, 1u);
  EXPECT_EQ(story.Ledger().lines.size(), 3u);
}

TEST(Command, BelongsToTheLedgersItsEventWillTouchEachOnce) {
  const Ask virement("2024-03-01", Vire({Out("BG", "", 1_yuan, "P2"), In("A", "", 1_yuan, "P3"),
                                         Out("B", "", 1_yuan, "P2"), In("C", "", 1_yuan, "P1")}));
  EXPECT_THAT(
      LedgersOf(virement.command),
      testing::ElementsAre(LedgerId{"P1", 2024}, LedgerId{"P2", 2024}, LedgerId{"P3", 2024}));
  EXPECT_THAT(LedgersOf(Ask("2024-03-01", Adopt(Strict())).In("", 0).command), testing::IsEmpty());
  EXPECT_THAT(LedgersOf(Ask("2024-03-01", Pay("BG", "30201", 1_yuan)).command),
              testing::ElementsAre(LedgerId{"P1", 2024}));
}

TEST_F(Ledgers, StayClosedOnTheDaysBeforeTheirReopening) {
  Given(Funded() +
        Asks{Ask("2024-06-30", LedgerClosed{}), Ask("2024-09-01", LedgerReopened{"审计"})});
  When(Ask("2024-06-30", Pay("BG", "30201", 1_yuan)));
  ThenRefused(Reason::kLedgerClosed);
  When(Ask("2024-08-31", Pay("BG", "30201", 1_yuan)));
  ThenRefused(Reason::kLedgerClosed);
  When(Ask("2024-06-29", Pay("BG", "30201", 1_yuan)));
  ThenRecorded();
  When(Ask("2024-09-01", Pay("BG", "30201", 1_yuan)));
  ThenRecorded();
  When(Ask("2024-08-31", LedgerClosed{}));
  ThenRefused(Reason::kLedgerClosed);
}

TEST_F(Ledgers, TakeOnAClosedDayWhatThePolicyAllowsAfterClosing) {
  Policy policy = Strict();
  policy.allowed_after_close = {"text_recorded"};
  Given(Funded(policy) +
        Asks{Ask("2024-06-30", LedgerClosed{}), Ask("2024-09-01", LedgerReopened{"审计"})});
  When(Ask("2024-07-15", TextRecorded{"annex-2", "problems", "无"}));
  ThenRecorded();
}

TEST_F(Ledgers, CloseOnTheDayOfTheirLastEventOrLater) {
  Given(Funded() + Asks{Ask("2024-10-08", Pay("BG", "30201", 1_yuan)),
                        Ask("2024-03-01", Pay("BG", "30201", 1_yuan))});
  When(Ask("2024-10-07", LedgerClosed{}));
  ThenRefused(Reason::kBeforeLatest, {{"latest_on", "2024-10-08"}});
  When(Ask("2024-10-08", LedgerClosed{}));
  ThenRecorded();
  When(Ask("2024-10-08", LedgerReopened{"审计"}));
  ThenRecorded();
  When(Ask("2024-10-08", LedgerClosed{}));
  ThenRecorded();
}

TEST_F(Ledgers, OfOtherUnitsAreClosedByTheLegsOfAVirementToo) {
  Given(Funded() +
        Asks{Ask("2024-01-02", OpenLedger()).In("P2"), Ask("2024-01-02", PublicLine("BG")).In("P2"),
             Ask("2024-07-01", Vire({Out("BG", "", 5_yuan, "P1"), In("BG", "", 5_yuan, "P2")}))});
  When(Ask("2024-06-30", LedgerClosed{}).In("P2"));
  ThenRefused(Reason::kBeforeLatest, {{"latest_on", "2024-07-01"}});
}

}  // namespace
}  // namespace outturn::core
