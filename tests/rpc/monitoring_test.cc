// Warnings, roll-ups and what changes, over the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "outturn/v1/monitoring.grpc.pb.h"
#include "tests/rpc/support.h"

namespace outturn::rpc {
namespace {

using core::WarningScope;
using core::WarningTest;
using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

core::WarningRule Rule(std::string id, WarningTest test, WarningScope scope, int threshold) {
  core::WarningRule rule;
  rule.id = std::move(id);
  rule.zh = "规则";
  rule.en = "rule";
  rule.test = test;
  rule.scope = scope;
  rule.threshold = threshold;
  return rule;
}

// Beginnings under a policy that watches time progress and words.
std::vector<core::Command> Watched(int64_t fen) {
  std::vector<core::Command> commands = app::Beginnings(fen);
  auto& policy = std::get<core::PolicyAdopted>(commands[0].body).policy;
  policy.warning_rules = {
      Rule("behind", WarningTest::kBehindTime, WarningScope::kEachLine, 1000),
      Rule("elsewhere", WarningTest::kSuspectedThreePublic, WarningScope::kNone, 0)};
  policy.warning_rules[1].words = {"接待"};
  return commands;
}

core::Command For(const std::string& id, const std::string& purpose, int64_t fen) {
  core::Command command = Pay(id, "X01", fen);
  std::get<core::Payment>(command.body).purpose = purpose;
  return command;
}

core::Command Handle(const std::string& id, core::WarningHandling handling, const std::string& rule,
                     const std::string& subject) {
  core::WarningHandled handled;
  handled.rule = rule;
  handled.subject = subject;
  handled.handling = handling;
  handled.reason = "已核实";
  core::Command command = Pay(id, "X01", 1);
  command.header.effective_on = *core::Day::Of(2024, 7, 1);
  command.body = handled;
  return command;
}

class MonitoringTest : public testing::Test {
 protected:
  MonitoringTest() {
    served.world.Record(Watched(120'000));
    stub = v1::Monitoring::NewStub(served.channel);
  }

  static v1::LedgerRef Ledger() {
    v1::LedgerRef ref;
    ref.set_unit("101001");
    ref.set_year(2024);
    return ref;
  }
  v1::ListWarningsReply List(v1::ListWarningsRequest request = {}) {
    *request.mutable_ledger() = Ledger();
    v1::ListWarningsReply reply;
    const auto status = stub->ListWarnings(Context().get(), request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return reply;
  }
  static std::vector<std::string> NamesOf(const v1::ListWarningsReply& reply) {
    std::vector<std::string> names;
    for (const v1::RaisedWarning& warning : reply.warnings()) {
      names.push_back(warning.rule() + " " + warning.subject());
    }
    return names;
  }

  // One Watch call.
  struct Watching {
    std::unique_ptr<grpc::ClientContext> context = Context();
    std::unique_ptr<grpc::ClientReader<v1::WatchUpdate>> reader;
    v1::WatchUpdate Next() {
      v1::WatchUpdate update;
      EXPECT_TRUE(reader->Read(&update));
      return update;
    }
    grpc::Status End() {
      context->TryCancel();
      v1::WatchUpdate left;
      while (reader->Read(&left)) {
      }
      return reader->Finish();
    }
  };
  Watching Watch(v1::WatchRequest request = {}) {
    *request.mutable_ledger() = Ledger();
    Watching watching;
    watching.reader = stub->Watch(watching.context.get(), request);
    return watching;
  }

  Served served;
  std::unique_ptr<v1::Monitoring::Stub> stub;
};

TEST_F(MonitoringTest, ListsWarningsWithTheirNumbersAndEvents) {
  served.world.Record({For("p1", "接待上级调研", 1'000)});
  const v1::ListWarningsReply reply = List();
  EXPECT_THAT(NamesOf(reply), ElementsAre("behind line=X01", "elsewhere payment=test/p1"));
  EXPECT_EQ(reply.rules(), 2U);
  EXPECT_EQ(reply.provenance().position(), 5U);
  const v1::RaisedWarning& behind = reply.warnings(0);
  EXPECT_EQ(behind.title(), "rule");
  EXPECT_THAT(behind.text(), HasSubstr("behind by 57.50 points ("));
  EXPECT_EQ(behind.numbers(1).name(), "paid(line=X01)");
  EXPECT_EQ(behind.numbers(1).exact(), "1000");
  EXPECT_TRUE(behind.pending());
  EXPECT_THAT(reply.warnings(1).events(), ElementsAre(5U));
}

TEST_F(MonitoringTest, ReadsTextsOfPaymentsOnceAndOnlyAsFarAsIsAsked) {
  served.world.Record({For("p1", "接待", 1'000), For("p2", "接待", 1'000)});
  v1::ListWarningsRequest before;
  before.set_known_at(5);
  before.set_rule("elsewhere");
  EXPECT_THAT(NamesOf(List(before)), ElementsAre("elsewhere payment=test/p1"));
  v1::ListWarningsRequest now;
  now.set_rule("elsewhere");
  EXPECT_EQ(List(now).warnings_size(), 2);
  served.world.Record({For("p3", "接待", 1'000), For("p4", "纸", 1'000)});
  EXPECT_EQ(List(now).warnings_size(), 3);
  EXPECT_THAT(NamesOf(List(before)), ElementsAre("elsewhere payment=test/p1"));
  served.world.Record({Refund("r1", "p1", 1'000)});
  EXPECT_EQ(List(now).warnings_size(), 2);
}

TEST_F(MonitoringTest, FiltersByLevelSubjectAndWhetherItIsPending) {
  v1::ListWarningsRequest red;
  red.add_levels(v1::RED);
  EXPECT_THAT(NamesOf(List(red)), IsEmpty());
  served.world.Record({Handle("h1", core::WarningHandling::kRectify, "behind", "line=X01")});
  v1::ListWarningsRequest pending;
  pending.set_pending_only(true);
  EXPECT_THAT(NamesOf(List(pending)), IsEmpty());
  const v1::ListWarningsReply all = List();
  ASSERT_EQ(all.warnings_size(), 1);
  EXPECT_FALSE(all.warnings(0).pending());
  EXPECT_EQ(all.warnings(0).handled().handling(), v1::RECTIFY);
  EXPECT_EQ(all.warnings(0).handled_position(), 5U);
}

// Whichever way it was handled: more of the same is not what was decided about. What was recorded
// later with an earlier day is more, too.
TEST_F(MonitoringTest, AHandledWarningComesBackWhenItsCauseGrows) {
  for (const auto handling : {core::WarningHandling::kLetPass, core::WarningHandling::kRectify,
                              core::WarningHandling::kProhibit}) {
    const std::string n = std::to_string(static_cast<int>(handling));
    const std::string subject = "payment=test/p" + n;
    served.world.Record({For("p" + n, "接待", 1'000)});
    served.world.Record({Handle("h" + n, handling, "elsewhere", subject)});
    v1::ListWarningsRequest request;
    request.set_subject(subject);
    ASSERT_EQ(List(request).warnings_size(), 1);
    EXPECT_FALSE(List(request).warnings(0).pending());
    EXPECT_EQ(List(request).warnings(0).handled().handling(),
              static_cast<v1::WarningHandling>(handling));
  }
  served.world.Record({Pay("big", "X01", 20'000)});
  served.world.Record({Handle("h9", core::WarningHandling::kLetPass, "behind", "line=X01")});
  v1::ListWarningsRequest behind;
  behind.set_rule("behind");
  EXPECT_FALSE(List(behind).warnings(0).pending());
  served.world.Record({Refund("r1", "p1", 1'000)});
  EXPECT_FALSE(List(behind).warnings(0).pending()) << "less than five points more";
  const uint64_t before = List(behind).provenance().position();
  served.world.Record({Refund("r2", "big", 10'000)});
  const auto grown = List(behind).warnings(0);
  EXPECT_TRUE(grown.outgrown());
  EXPECT_TRUE(grown.pending());
  behind.set_known_at(before);
  EXPECT_FALSE(List(behind).warnings(0).pending()) << "as it was known before";
  behind.set_known_at(0);
  served.world.Record({Handle("h10", core::WarningHandling::kRectify, "behind", "line=X01")});
  EXPECT_FALSE(List(behind).warnings(0).pending()) << "decided anew";
}

TEST_F(MonitoringTest, AWarningOfSumsNamesTheEventsBehindThemLargestFirst) {
  served.world.Record({For("p1", "纸", 1'000), For("p2", "笔", 3'000), For("p3", "墨", 2'000)});
  v1::ListWarningsRequest request;
  request.set_rule("behind");
  EXPECT_EQ(List(request).warnings(0).behind_size(), 0);  // nobody asked
  request.set_events_behind(2);
  const auto warning = List(request).warnings(0);
  ASSERT_EQ(warning.behind_size(), 2);
  EXPECT_EQ(warning.behind(0).figure(), "paid(line=X01)");
  EXPECT_EQ(warning.behind(0).id(), "test/p2");
  EXPECT_EQ(warning.behind(0).amount_fen(), 3'000);
  EXPECT_THAT(warning.behind(0).about(), HasSubstr("笔"));
  EXPECT_EQ(warning.behind(1).position(), 7U);
}

TEST_F(MonitoringTest, SaysWhatIsWrongWithAQuestion) {
  v1::ListWarningsRequest request;
  *request.mutable_ledger() = Ledger();
  request.set_as_of(20250101);
  v1::ListWarningsReply reply;
  EXPECT_EQ(DetailsOf(stub->ListWarnings(Context().get(), request, &reply)).reason(),
            "DAY_OUTSIDE_YEAR");
  request.set_as_of(0);
  request.set_known_at(99);
  EXPECT_EQ(DetailsOf(stub->ListWarnings(Context().get(), request, &reply)).reason(),
            "POSITION_BEYOND_TAIL");
  v1::GetRollupRequest rollup;
  v1::GetRollupReply rolled;
  rollup.set_year(2024);
  rollup.set_known_at(1);
  const auto before = stub->GetRollup(Context().get(), rollup, &rolled);
  EXPECT_EQ(DetailsOf(before).reason(), "UNIT_NOT_FOUND");
  EXPECT_THAT(before.error_message(),
              HasSubstr("as known at position 1, there is no ledger of any unit"));
  rollup.clear_known_at();
  rollup.set_unit("nobody");
  EXPECT_EQ(DetailsOf(stub->GetRollup(Context().get(), rollup, &rolled)).reason(),
            "UNIT_NOT_FOUND");
  rollup.set_levels(4);
  EXPECT_THAT(DetailsOf(stub->GetRollup(Context().get(), rollup, &rolled)).fields(),
              ElementsAre("levels"));
}

TEST_F(MonitoringTest, RollsUpUnitsByTheirParents) {
  core::Command below = OpenLedger("l2", "101001-1");
  std::get<core::LedgerOpened>(below.body).parent_unit = "101001";
  served.world.Record({below, OpenLedger("l3", "200"), Pay("p1", "X01", 30'000)});
  v1::GetRollupRequest request;
  request.set_year(2024);
  request.set_as_of(20240731);
  v1::GetRollupReply reply;
  ASSERT_TRUE(stub->GetRollup(Context().get(), request, &reply).ok());
  ASSERT_EQ(reply.rows_size(), 3);
  EXPECT_EQ(reply.rows(0).key(), "101001");
  EXPECT_EQ(reply.rows(0).rank(), 1U);
  EXPECT_EQ(reply.rows(0).execution_rate(), "25.00%");
  EXPECT_EQ(reply.rows(0).ahead_points(), "-33.33");
  EXPECT_EQ(reply.rows(0).ahead_fen(), -40'000);
  EXPECT_EQ(reply.rows(1).rank(), 0U);
  EXPECT_EQ(reply.total().paid_fen(), 30'000);
  EXPECT_EQ(reply.total().units(), 3U);
  EXPECT_EQ(reply.time_progress(), "58.33%");
  request.set_unit("101001");
  ASSERT_TRUE(stub->GetRollup(Context().get(), request, &reply).ok());
  EXPECT_EQ(reply.total().units(), 2U);
}

TEST_F(MonitoringTest, WatchTellsTheWholeAndThenWhatChanges) {
  v1::WatchRequest request;
  request.add_figures("paid");
  request.add_figures("full_year_budget");
  request.set_warnings(true);
  Watching watching = Watch(request);
  const v1::WatchUpdate whole = watching.Next();
  EXPECT_EQ(whole.previous(), 0U);
  EXPECT_EQ(whole.position(), 4U);
  EXPECT_EQ(whole.figures_size(), 2);
  EXPECT_EQ(whole.raised_size(), 1);
  served.world.Record({Pay("p1", "X01", 60'000)});
  const v1::WatchUpdate paid = watching.Next();
  EXPECT_EQ(paid.previous(), 4U);
  EXPECT_EQ(paid.position(), 5U);
  ASSERT_EQ(paid.figures_size(), 1);
  EXPECT_EQ(paid.figures(0).exact(), "60000");
  ASSERT_EQ(paid.cleared_size(), 1);
  EXPECT_EQ(paid.cleared(0).subject(), "line=X01");
  EXPECT_EQ(watching.End().error_code(), StatusCode::CANCELLED);
}

TEST_F(MonitoringTest, WatchGoesOnFromWhereItStoppedWithoutAGap) {
  served.world.Record({Pay("p1", "X01", 10'000), Pay("p2", "X01", 5'000)});
  v1::WatchRequest request;
  request.add_figures("paid");
  request.set_from(5);
  Watching watching = Watch(request);
  const v1::WatchUpdate missed = watching.Next();
  EXPECT_EQ(missed.previous(), 5U);
  EXPECT_EQ(missed.position(), 6U);
  ASSERT_EQ(missed.figures_size(), 1);
  EXPECT_EQ(missed.figures(0).exact(), "15000");
  watching.End();
  // Before the ledger was opened there was nothing: that is the whole state again.
  request.set_from(1);
  Watching early = Watch(request);
  EXPECT_EQ(early.Next().previous(), 0U);
  early.End();
}

// A connection that breaks on the last of July and comes back on the first of August, with no event
// between them: time went on, and so did 序时进度 and the warnings that rest on it.
TEST_F(MonitoringTest, WatchGoesOnOverTheEndOfAMonthWithoutAGap) {
  constexpr int64_t kDay = 86'400'000'000;
  served.world.Record({Pay("p1", "X01", 60'000)});
  served.world.clock.Set(app::ManualClock::kStart + 16 * kDay);
  v1::WatchRequest request;
  request.add_figures("paid");
  request.add_figures("ahead_of_time");
  request.set_warnings(true);
  Watching july = Watch(request);
  const v1::WatchUpdate whole = july.Next();
  EXPECT_EQ(whole.as_of(), 20240731);
  EXPECT_EQ(whole.figures(1).printed(), "-8.33");
  EXPECT_EQ(whole.raised_size(), 0);
  july.End();
  served.world.clock.Set(app::ManualClock::kStart + 17 * kDay);
  request.set_from(whole.position());
  request.set_from_as_of(whole.as_of());
  Watching august = Watch(request);
  const v1::WatchUpdate missed = august.Next();
  EXPECT_EQ(missed.previous(), whole.position());
  EXPECT_EQ(missed.position(), whole.position());
  EXPECT_EQ(missed.as_of(), 20240801);
  ASSERT_EQ(missed.figures_size(), 1);
  EXPECT_EQ(missed.figures(0).printed(), "-16.67");
  EXPECT_EQ(missed.raised_size(), 1);
  august.End();
  for (const auto& [day, problem] :
       {std::pair{20240732, "MALFORMED"}, std::pair{20230731, "DAY_OUTSIDE_YEAR"}}) {
    request.set_from_as_of(day);
    Watching wrong = Watch(request);
    v1::WatchUpdate update;
    EXPECT_FALSE(wrong.reader->Read(&update));
    EXPECT_EQ(DetailsOf(wrong.reader->Finish()).reason(), problem);
  }
}

TEST_F(MonitoringTest, WatchOfASlowReaderChainsItsUpdates) {
  v1::WatchRequest request;
  request.add_figures("paid");
  Watching watching = Watch(request);
  uint64_t told = watching.Next().position();
  for (int i = 0; i < 40; ++i) served.world.Record({Pay("p" + std::to_string(i), "X01", 100)});
  int updates = 0;
  std::string paid;
  while (paid != "4000") {
    const v1::WatchUpdate update = watching.Next();
    ASSERT_EQ(update.previous(), told);
    told = update.position();
    ASSERT_EQ(update.figures_size(), 1);
    paid = update.figures(0).exact();
    ASSERT_LE(++updates, 40);
  }
  EXPECT_EQ(told, 44U);
  watching.End();
}

TEST_F(MonitoringTest, WatchSaysNothingOfWhatDoesNotConcernIt) {
  served.world.Record({OpenLedger("l2", "101002")});
  v1::WatchRequest request;
  request.add_figures("paid");
  Watching watching = Watch(request);
  EXPECT_EQ(watching.Next().position(), 5U);
  core::Command goal = Pay("g1", "X01", 1);
  goal.body = core::GoalStated{"", "目标"};
  served.world.Record({goal});
  served.world.Record({Pay("p1", "X01", 700)});
  const v1::WatchUpdate update = watching.Next();
  EXPECT_EQ(update.previous(), 5U);
  EXPECT_EQ(update.position(), 7U);
  watching.End();
}

TEST_F(MonitoringTest, WatchEndsWithWhatIsWrong) {
  const auto failure = [&](const v1::WatchRequest& request) {
    Watching watching = Watch(request);
    v1::WatchUpdate update;
    EXPECT_FALSE(watching.reader->Read(&update));
    return DetailsOf(watching.reader->Finish()).reason();
  };
  v1::WatchRequest request;
  request.add_figures("payed");
  EXPECT_EQ(failure(request), "FIGURE_NOT_FOUND");
  request.set_figures(0, "paid(line=nowhere)");
  EXPECT_EQ(failure(request), "FIGURE_NOT_FOUND");
  request.set_figures(0, "paid");
  request.set_from(99);
  EXPECT_EQ(failure(request), "POSITION_BEYOND_TAIL");
  request.set_from(0);
  request.set_as_of(20230101);
  EXPECT_EQ(failure(request), "DAY_OUTSIDE_YEAR");
}

TEST_F(MonitoringTest, AServerThatStopsWaitsForNoWatcher) {
  Watching watching = Watch();
  EXPECT_EQ(watching.Next().figures_size(), 4);
  const auto began = std::chrono::steady_clock::now();
  served.server->Shutdown(std::chrono::seconds(8));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(7));
  v1::WatchUpdate update;
  EXPECT_FALSE(watching.reader->Read(&update));
  EXPECT_EQ(DetailsOf(watching.reader->Finish()).reason(), "STOPPING");
}

}  // namespace
}  // namespace outturn::rpc
