// What a client is told, and when.
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "services/wire/codec.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

TEST(Writer, GivesEveryEventTheNextPositionAndALaterInstant) {
  World world;
  core::Position position = 0;
  core::Instant before;
  for (const core::Command& command : Beginnings(100'000)) {
    const Receipt receipt = AsReceipt(world.Ask(command));
    EXPECT_EQ(receipt.position, ++position);
    EXPECT_GT(receipt.recorded_at, before);
    EXPECT_FALSE(receipt.already_recorded);
    before = receipt.recorded_at;
  }
  EXPECT_EQ(world.position(), position);
}

TEST(Writer, RecordsLaterInstantsEvenWhenTheClockGoesBack) {
  World world;
  world.Record(Beginnings(100'000));
  const core::Instant before = AsReceipt(world.Ask(Pay("p1", "X01", 1))).recorded_at;
  world.clock.Set(ManualClock::kStart - 86'400'000'000);
  const core::Instant after = AsReceipt(world.Ask(Pay("p2", "X01", 1))).recorded_at;
  EXPECT_EQ(after.microseconds(), before.microseconds() + 1);
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_GT(AsReceipt(world.Ask(Pay("p3", "X01", 1))).recorded_at, after);
}

TEST(Writer, AnswersWithTheLedgersVersionAndTheHeadroomLeft) {
  World world;
  world.Record(Beginnings(100'000));
  const Receipt receipt = AsReceipt(world.Ask(Pay("p1", "X01", 30'000)));
  EXPECT_EQ(receipt.outcome.ledger_version, 4u);
  ASSERT_TRUE(receipt.outcome.headroom);
  EXPECT_EQ(receipt.outcome.headroom->amount, core::Fen(70'000));
  EXPECT_EQ(receipt.outcome.headroom->day.ToString(), "2024-03-01");
}

void ExpectTheSameAgain(const Receipt& again, const Receipt& first) {
  EXPECT_TRUE(again.already_recorded);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.recorded_at, first.recorded_at);
  EXPECT_EQ(again.outcome.ledger_version, first.outcome.ledger_version);
  ASSERT_EQ(again.outcome.headroom.has_value(), first.outcome.headroom.has_value());
  EXPECT_EQ(again.outcome.headroom->amount, first.outcome.headroom->amount);
  EXPECT_EQ(again.outcome.headroom->day, first.outcome.headroom->day);
}

TEST(Writer, AnswersARetryWithTheOriginalAnswer) {
  World world;
  world.Record(Beginnings(100'000));
  const Receipt first = AsReceipt(world.Ask(Pay("p1", "X01", 30'000)));
  world.Record({Pay("p2", "X01", 30'000)});
  world.clock.Set(ManualClock::kStart + 1'000'000);
  ExpectTheSameAgain(AsReceipt(world.Ask(Pay("p1", "X01", 30'000))), first);
  EXPECT_EQ(world.position(), 6u);
}

TEST(Writer, AnswersARetryWithTheOriginalAnswerAfterReopening) {
  World world;
  world.Record(Beginnings(100'000));
  const Receipt first = AsReceipt(world.Ask(Pay("p1", "X01", 30'000)));
  world.Record({Pay("p2", "X01", 30'000)});
  ASSERT_TRUE(world.Reopen().ok());
  ExpectTheSameAgain(AsReceipt(world.Ask(Pay("p1", "X01", 30'000))), first);
  EXPECT_EQ(world.position(), 6u);
}

TEST(Writer, AnswersARetryWithinOneGroup) {
  World world;
  world.Record(Beginnings(100'000));
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto held = world.Submit(Pay("held", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  const auto first = world.Submit(Pay("p1", "X01", 30'000));
  const auto again = world.Submit(Pay("p1", "X01", 30'000));
  const auto other = world.Submit(Pay("p1", "X01", 30'001));
  world.gate.Open();
  ExpectTheSameAgain(AsReceipt(again->Await()), AsReceipt(first->Await()));
  EXPECT_EQ(AsRefusal(other->Await()).reason, core::Reason::kIdReused);
  EXPECT_EQ(world.position(), 6u);
  EXPECT_EQ(world.gate.arrivals(), before + 2) << "one flush for the three";
}

TEST(Writer, AnswersARetryThatWouldNoLongerBeAccepted) {
  World world;
  world.Record(Beginnings(100'000));
  const Receipt first = AsReceipt(world.Ask(Pay("p1", "X01", 100'000)));
  EXPECT_EQ(AsRefusal(world.Ask(Pay("p2", "X01", 1))).reason, core::Reason::kHeadroomExceeded);
  ExpectTheSameAgain(AsReceipt(world.Ask(Pay("p1", "X01", 100'000))), first);
}

TEST(Writer, RefusesAnIdUsedForOtherContentAndSaysWhichField) {
  World world;
  world.Record(Beginnings(100'000));
  world.Record({Pay("p1", "X01", 30'000)});
  for (const bool reopened : {false, true}) {
    if (reopened) {
      ASSERT_TRUE(world.Reopen().ok());
    }
    const core::Refusal refusal = AsRefusal(world.Ask(Pay("p1", "X01", 30'001)));
    EXPECT_EQ(refusal.reason, core::Reason::kIdReused);
    EXPECT_EQ(ValueOf(refusal, "field"), "payment.amount_fen");
    EXPECT_EQ(ValueOf(refusal, "recorded"), "30000");
    EXPECT_EQ(ValueOf(refusal, "sent"), "30001");
    EXPECT_EQ(ValueOf(refusal, "position"), "5");
    EXPECT_EQ(ValueOf(refusal, "ref"), "test/p1");
  }
  EXPECT_EQ(world.position(), 5u);
}

TEST(Writer, TakesTheSameExternalIdFromAnotherSourceAsAnotherFact) {
  World world;
  world.Record(Beginnings(100'000));
  world.Record({Pay("p1", "X01", 30'000)});
  core::Command other = Pay("p1", "X01", 30'000);
  other.header.ref.source = "another system";
  EXPECT_FALSE(AsReceipt(world.Ask(other)).already_recorded);
  EXPECT_EQ(world.position(), 6u);
}

// What the book resolved is part of the event, not of what the client has to repeat.
TEST(Writer, AnswersARetryThatLeavesToTheBookWhatItResolved) {
  World world;
  world.Record(Beginnings(100'000));
  world.Record({Pay("p1", "X01", 30'000), Refund("r1", "p1", 10'000)});
  EXPECT_TRUE(AsReceipt(world.Ask(Refund("r1", "p1", 10'000))).already_recorded);
  core::Command complete = Refund("r1", "p1", 10'000);
  auto& reversal = std::get<core::Reversal>(complete.body);
  reversal.payment.source = "test";
  reversal.line = "X01";
  reversal.economic_class = "30201";
  EXPECT_TRUE(AsReceipt(world.Ask(complete)).already_recorded);
  reversal.economic_class = "30202";
  EXPECT_EQ(ValueOf(AsRefusal(world.Ask(complete)), "field"), "reversal.economic_class");
}

// A client may fill in what only the book decides; it is not heeded, at first nor again.
TEST(Writer, AnswersARetryOfARequestWithWrongValuesInFieldsOnlyTheBookDecides) {
  World world;
  world.Record(Beginnings(100'000));
  world.Record({Pay("p1", "X01", 30'000)});
  core::Command refund = Refund("r1", "p1", 10'000);
  std::get<core::Reversal>(refund.body).payment_position = 99;
  std::get<core::Reversal>(refund.body).procurement = true;
  EXPECT_FALSE(AsReceipt(world.Ask(refund)).already_recorded);
  EXPECT_TRUE(AsReceipt(world.Ask(refund)).already_recorded);
}

TEST(Writer, DecidesWithoutRecordingWhenOnlyAskedToValidate) {
  World world;
  world.Record(Beginnings(100'000));
  const Receipt receipt = AsReceipt(world.Ask(Pay("p1", "X01", 30'000), true));
  EXPECT_EQ(receipt.position, 0u);
  EXPECT_EQ(receipt.outcome.headroom->amount, core::Fen(70'000));
  EXPECT_EQ(AsRefusal(world.Ask(Pay("p1", "X01", 100'001), true)).reason,
            core::Reason::kHeadroomExceeded);
  EXPECT_EQ(world.position(), 4u);
  EXPECT_FALSE(AsReceipt(world.Ask(Pay("p1", "X01", 100'000))).already_recorded);
  EXPECT_EQ(AsReceipt(world.Ask(Pay("p1", "X01", 100'000), true)).position, 5u);
}

TEST(Writer, RefusesAnotherVersionThanExpectedAndSaysBoth) {
  World world;
  world.Record(Beginnings(100'000));
  core::Command pay = Pay("p1", "X01", 1);
  pay.header.expected_version = 2;
  const core::Refusal refusal = AsRefusal(world.Ask(pay));
  EXPECT_EQ(refusal.reason, core::Reason::kVersionConflict);
  EXPECT_EQ(ValueOf(refusal, "expected"), "2");
  EXPECT_EQ(ValueOf(refusal, "actual"), "3");
  pay.header.expected_version = 3;
  EXPECT_EQ(AsReceipt(world.Ask(pay)).outcome.ledger_version, 4u);
  EXPECT_TRUE(AsReceipt(world.Ask(pay)).already_recorded) << "a retry expects nothing";
}

TEST(Writer, OfTwoThatExpectTheSameVersionInOneGroupTakesOne) {
  World world;
  world.Record(Beginnings(100'000));
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto held = world.Submit(OpenLine("l2", "X02"));
  world.gate.AwaitArrivals(before + 1);
  core::Command one = Pay("p1", "X01", 1);
  core::Command two = Pay("p2", "X01", 1);
  one.header.expected_version = two.header.expected_version = 4;
  const auto first = world.Submit(one);
  const auto second = world.Submit(two);
  world.gate.Open();
  AsReceipt(first->Await());
  EXPECT_EQ(AsRefusal(second->Await()).reason, core::Reason::kVersionConflict);
}

TEST(Writer, AnswersABatchInItsOrderAndSparesTheNeighboursOfARefusedOne) {
  World world;
  world.Record(Beginnings(100));
  std::vector<core::Command> batch{Pay("p1", "X01", 60), Pay("p2", "X01", 60), Pay("p3", "X01", 40),
                                   Pay("p1", "X01", 60)};
  std::promise<std::vector<Answer>> answered;
  world.book->Submit(batch, 1'000, false,
                     [&](std::vector<Answer> answers) { answered.set_value(std::move(answers)); });
  const std::vector<Answer> answers = answered.get_future().get();
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(Show(answers[0]), "receipt 5");
  EXPECT_EQ(Show(answers[1]), "HEADROOM_EXCEEDED");
  EXPECT_EQ(Show(answers[2]), "receipt 6");
  EXPECT_EQ(Show(answers[3]), "receipt 5 again");
}

// The events of a group can be much larger than the requests they come from; the log takes no group
// beyond store::kMaxGroupBytes, and a refused append would close the book.
TEST(Writer, SplitsWhatIsTooLargeForOneGroup) {
  World world;
  world.Record(Beginnings(100'000));
  core::Declaration large;
  large.form = "annex1";
  large.filed_on = *core::Day::Of(2024, 3, 1);
  large.cells.assign(500, {"", "label", std::string(16'384, 'x')});  // 8 MB
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto held = world.Submit(Pay("held", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  std::vector<std::shared_ptr<World::Pending>> pending;
  for (int i = 0; i < 10; ++i) {
    core::Command command = Pay("d" + std::to_string(i), "X01", 1);
    command.body = large;
    pending.push_back(world.Submit(command));  // says nothing of its size
  }
  world.gate.Open();
  for (const auto& one : pending) AsReceipt(one->Await());
  EXPECT_EQ(world.book->WhyNotWritable(), "");
  EXPECT_EQ(world.position(), 15u);
}

TEST(Writer, TurnsAwayWhatDoesNotFitIntoTheQueue) {
  World world;
  world.Record(Beginnings(100'000));
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto held = world.Submit(Pay("held", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  std::atomic<int> recorded = 0;
  std::atomic<int> overloaded = 0;
  std::atomic<int> other = 0;
  const auto count = [&](const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
      const std::string said = Show(answer);
      ++(said == "overloaded" ? overloaded : said == "receipt 5 again" ? recorded : other);
    }
  };
  const std::vector<core::Command> thousand(1'000, Pay("held", "X01", 1));
  int submitted = 0;
  while (overloaded == 0 && submitted < 200'000) {
    world.book->Submit(thousand, 1'000, false, count);
    submitted += 1'000;
  }
  EXPECT_EQ(overloaded, 1'000) << "a batch is taken whole or not at all";
  EXPECT_GE(submitted, 66'000);
  EXPECT_LE(submitted, 75'000) << "a group more is being decided";
  const auto one_more = world.Submit(Pay("held", "X01", 1));
  world.book->Submit(
      Pay("heavy", "X01", 1), false, [&](const Answer& answer) { count({answer}); }, 256 << 20);
  EXPECT_EQ(overloaded, 1'001) << "bytes are bounded too";
  world.gate.Open();
  AsReceipt(held->Await());
  AsReceipt(one_more->Await());
  world.book->StopWriting();
  EXPECT_EQ(recorded, submitted - 1'000);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(world.position(), 5u);
}

TEST(Writer, TakesFromThoseWhoHoldBackBesideTheBoundForTheOthers) {
  World world;
  world.Record(Beginnings(100'000));
  world.gate.Close();
  const int before = world.gate.arrivals();
  const auto held = world.Submit(Pay("held", "X01", 1));
  world.gate.AwaitArrivals(before + 1);
  std::atomic<int> again = 0;
  const auto count = [&](const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) again += Show(answer) == "receipt 5 again" ? 1 : 0;
  };
  const std::vector<core::Command> thousand(1'000, Pay("held", "X01", 1));
  EXPECT_FALSE(world.book->Busy());
  for (int i = 0; i < 100; ++i) {
    world.book->Submit(thousand, 1'000, false, count, Pace::kHeldBack);
  }
  EXPECT_TRUE(world.book->Busy());
  const auto single = world.Submit(Pay("held", "X01", 1));  // has its place all the same
  std::atomic<bool> turned_away = false;
  world.book->Submit(
      thousand, 256 << 20, false,
      [&](const std::vector<Answer>& answers) { turned_away = Show(answers[0]) == "overloaded"; },
      Pace::kHeldBack);
  EXPECT_TRUE(turned_away) << "bytes are bounded for everybody";
  world.gate.Open();
  AsReceipt(held->Await());
  AsReceipt(single->Await());
  world.book->StopWriting();
  EXPECT_EQ(again, 100'000);
  EXPECT_EQ(world.book->Waiting().commands, 0u);
}

TEST(Writer, AnswersWhatWasSubmittedBeforeItStops) {
  World world;
  world.Record(Beginnings(100'000));
  world.gate.Close();
  const int before = world.gate.arrivals();
  std::vector<std::shared_ptr<World::Pending>> pending;
  pending.push_back(world.Submit(Pay("p0", "X01", 1)));
  world.gate.AwaitArrivals(before + 1);
  for (int i = 1; i < 100; ++i) {
    pending.push_back(world.Submit(Pay("p" + std::to_string(i), "X01", 1)));
  }
  std::thread stopper([&] { world.book->StopWriting(); });
  // Once the writer says it is stopping, what came before must still be answered.
  Unavailable turned_away{};
  while (true) {
    const auto late = world.Submit(Pay("late", "X01", 1));
    if (late->answered()) {
      turned_away = AsUnavailable(late->Await());
      break;
    }
    std::this_thread::yield();
  }
  EXPECT_EQ(turned_away.why, Unavailable::Why::kStopping);
  world.gate.Open();
  stopper.join();
  for (const auto& one : pending) AsReceipt(one->Await());
  const core::Position position = world.position();
  EXPECT_GE(position, 104u);
  ASSERT_TRUE(world.Reopen().ok());
  EXPECT_EQ(world.position(), position);
}

TEST(Writer, MayBeStoppedByManyAtOnce) {
  World world;
  world.Record(Beginnings(100'000));
  std::vector<std::thread> stoppers;
  for (int i = 0; i < 4; ++i) stoppers.emplace_back([&] { world.book->StopWriting(); });
  for (std::thread& stopper : stoppers) stopper.join();
  EXPECT_EQ(AsUnavailable(world.Ask(Pay("p1", "X01", 1))).why, Unavailable::Why::kStopping);
  EXPECT_EQ(world.position(), 4u) << "reads go on";
}

}  // namespace
}  // namespace outturn::app
