// The events behind a figure, out of a real book.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/app/questions/audit.h"
#include "services/checks/ledger.h"
#include "tests/app/support.h"

namespace outturn::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const core::LedgerId kLedger{"101001", 2024};

core::Command Vire(const std::string& id, int64_t fen) {
  core::Command command = Appropriate(id, "X01", fen);
  core::Virement virement;
  virement.cause = core::Cause::kOwnDecision;
  virement.legs = {{"", "X01", "30201", core::Direction::kOut, core::Fen(fen)},
                   {"", "X02", "30201", core::Direction::kIn, core::Fen(fen)}};
  command.body = virement;
  return command;
}

core::Command Correct(const std::string& id, const std::string& payment, int64_t fen) {
  core::Command command = Pay(id, "X01", fen);
  core::Correction correction;
  correction.payment = {"", payment};
  correction.amount = core::Fen(fen);
  correction.to_line = "X02";
  correction.to_economic_class = "30201";
  correction.reason = "wrong line";
  command.body = correction;
  return command;
}

class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    packs.code_tables = Tables();
    world.Record(Beginnings(100'000));  // 4 events
    world.Record({OpenLine("l2", "X02"), Vire("v1", 30'000), Pay("p1", "X01", 10'000),
                  Pay("p2", "X01", 25'000), Refund("r1", "p2", 5'000), Correct("k1", "p1", 4'000)});
    reports.emplace(*world.book, packs);
    audit.emplace(*world.book, *reports);
  }

  Asked<Audit::Explained> Ask(const std::string& figure, Audit::Page page = {},
                              core::Position known_at = 0) {
    return audit->Explain({kLedger, core::Day::Of(2024, 12, 31), known_at}, figure, page,
                          figures::Language::kEnglish);
  }

  // "amount position" of the rows of a list, its sum at the end.
  static std::vector<std::string> Rows(const Asked<Audit::Explained>& told, size_t section = 1) {
    std::vector<std::string> rows;
    for (const figures::Row& row : told->table.sections[section].rows) {
      rows.push_back(row.cells[0].printed +
                     (row.kind == figures::RowKind::kTotal ? "" : " #" + row.cells[2].printed));
    }
    return rows;
  }

  World world;
  Packs packs;
  std::optional<Reports> reports;
  std::optional<Audit> audit;
};

TEST_F(AuditTest, EndsItsWalksWhenNobodyWaitsForThem) {
  Question question{kLedger, core::Day::Of(2024, 12, 31)};
  Question earlier{kLedger, core::Day::Of(2024, 1, 1)};
  const auto explain = [&] {
    return audit->Explain(question, "paid", {}, figures::Language::kEnglish);
  };
  const auto diff = [&] {
    return audit->Diff(earlier, question, {"paid"}, 10, figures::Language::kEnglish);
  };
  const auto largest = [&] {
    return audit->LargestBehind(question, {*figures::ParseFigure("paid")}, core::Day::FirstOf(2024),
                                10);
  };
  int asked = 0;
  question.given_up = [&] { return ++asked < 0; };
  EXPECT_TRUE(explain().ok());
  EXPECT_TRUE(diff().ok());
  EXPECT_TRUE(largest().ok());
  EXPECT_EQ(asked, 3) << "now and then: these walks are short";
  question.given_up = [] { return true; };
  EXPECT_EQ(explain().trouble().reason, "GIVEN_UP");
  EXPECT_EQ(diff().trouble().reason, "GIVEN_UP");
  EXPECT_EQ(largest().trouble().reason, "GIVEN_UP");
}

TEST_F(AuditTest, ShowsTheEventsBehindASumLargestFirst) {
  const auto told = Ask("paid(line=X01)");
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  EXPECT_THAT(Rows(told),
              ElementsAre("250.00 #8", "100.00 #7", "-50.00 #9", "-40.00 #10", "260.00"));
  EXPECT_TRUE(told->adds_up);
  EXPECT_FALSE(told->more);
  const auto& first = told->table.sections[1].rows[0].cells;
  EXPECT_EQ(first[4].printed, "test/p2");
  EXPECT_EQ(told->table.sections[1].rows.back().cells[1].printed, "sum of 4 = the figure 260.00");
}

TEST_F(AuditTest, CountsBothLegsOfWhatMovedInsideTheFigure) {
  EXPECT_THAT(Rows(Ask("paid")), ElementsAre("250.00 #8", "100.00 #7", "-50.00 #9", "-40.00 #10",
                                             "40.00 #10", "300.00"));
  EXPECT_THAT(Rows(Ask("virements")), ElementsAre("-300.00 #6", "300.00 #6", "0.00"));
  EXPECT_THAT(Rows(Ask("full_year_budget(line=X02)")), ElementsAre("300.00 #6", "300.00"));
}

TEST_F(AuditTest, ExplainsBothSidesOfARate) {
  const auto told = Ask("execution_rate");
  ASSERT_EQ(told->table.sections.size(), 3u);
  EXPECT_EQ(Rows(told, 1).back(), "300.00");
  EXPECT_EQ(Rows(told, 2).back(), "1000.00");
}

TEST_F(AuditTest, IsAsKnownWhenAsked) {
  EXPECT_THAT(Rows(Ask("paid(line=X01)", {}, 8)), ElementsAre("250.00 #8", "100.00 #7", "350.00"));
  EXPECT_EQ(Ask("paid", {}, 11).trouble().reason, "POSITION_BEYOND_TAIL");
}

TEST_F(AuditTest, HandsOutPagesThatMakeUpTheWhole) {
  const auto first = Ask("paid(line=X01)", {0, 3});
  EXPECT_TRUE(first->more);
  EXPECT_THAT(Rows(first), ElementsAre("250.00 #8", "100.00 #7", "-50.00 #9", "260.00"));
  EXPECT_THAT(first->table.notes[0], HasSubstr("1–3 of 4"));
  const auto second = Ask("paid(line=X01)", {3, 3});
  EXPECT_FALSE(second->more);
  EXPECT_THAT(Rows(second), ElementsAre("-40.00 #10", "260.00"));
  EXPECT_THAT(Rows(Ask("paid(line=X01)", {9, 3})), ElementsAre("260.00"));
}

TEST_F(AuditTest, NamesTheFiguresNearAnUnknownOne) {
  const auto told = Ask("pait");
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.trouble().reason, "FIGURE_NOT_FOUND");
  EXPECT_THAT(told.trouble().words.en, HasSubstr("paid"));
  EXPECT_EQ(Ask("paid(line=X09)").trouble().reason, "FIGURE_NOT_FOUND");
}

// What every section says of its sum; a formula for each step asked about.
std::string AllText(const Asked<Audit::Explained>& told) {
  std::string text = told->table.title + "\n";
  for (const figures::Section& section : told->table.sections) {
    text += section.title + "\n";
    for (const figures::Row& row : section.rows) {
      for (const figures::Cell& cell : row.cells) text += cell.printed + "|";
      text += "\n";
    }
  }
  return text;
}

TEST_F(AuditTest, ExplainsACheckThatHoldsByItsRuleAndTheEventsOfBothSides) {
  const auto told = Ask("check(basic_project_sum)");
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  EXPECT_TRUE(told->adds_up);
  const std::string text = AllText(told);
  EXPECT_THAT(text, HasSubstr("total = basic + project expenditure"));
  EXPECT_THAT(text, HasSubstr("paid 300.00 = paid 300.00 + paid 0.00"));
  EXPECT_THAT(text, HasSubstr("holds"));
  EXPECT_THAT(text, HasSubstr("sum of 5 = the figure 300.00"));
}

TEST_F(AuditTest, ExplainsWhatACheckFoundDownToThePayments) {
  core::Command declared = Pay("d1", "X01", 1);
  core::Declaration declaration;
  declaration.form = "annex1";
  declaration.filed_on = *core::Day::Of(2025, 1, 10);
  core::DeclaredCell cell;
  cell.figure = "paid";
  cell.label = "执行数";
  cell.printed = "0.04";
  declaration.cells = {cell};
  declared.body = declaration;
  world.Record({declared});
  const auto told = Ask("check(declared_is_derived)");
  ASSERT_TRUE(told.ok()) << told.trouble().words.en;
  EXPECT_TRUE(told->adds_up);
  const std::string text = AllText(told);
  EXPECT_THAT(text, HasSubstr("found 0.04, expected 0.03, difference 0.01"));
  EXPECT_THAT(text, HasSubstr("test/d1"));
  EXPECT_THAT(text, HasSubstr("sum of 5 = the figure 300.00"));
}

TEST_F(AuditTest, NamesTheChecksNearAnUnknownOne) {
  const auto told = Ask("check(declared_som)");
  ASSERT_FALSE(told.ok());
  EXPECT_EQ(told.trouble().reason, "FIGURE_NOT_FOUND");
  EXPECT_THAT(told.trouble().words.en, HasSubstr("check(declared_sum)"));
}

// Whatever check there is can be asked about, and nothing it shows fails to add up.
TEST_F(AuditTest, ExplainsEveryCheckThereIs) {
  std::vector<checks::CheckAbout> all = checks::Catalogue(packs.check_rules);
  all.insert(all.end(), checks::LedgerChecks().begin(), checks::LedgerChecks().end());
  for (const checks::CheckAbout& about : all) {
    const auto told = Ask("check(" + about.id + ")");
    ASSERT_TRUE(told.ok()) << about.id << ": " << told.trouble().words.en;
    EXPECT_TRUE(told->adds_up) << about.id;
  }
}

// Of figures without arguments; the others are the same functions for a part of the money.
TEST_F(AuditTest, AddsUpForEveryFigureThereIs) {
  for (const figures::Definition& definition : figures::Catalogue()) {
    if (!figures::ParseFigure(definition.name)) continue;
    const auto told = Ask(std::string(definition.name));
    if (!told.ok()) continue;  // it names an indicator, a building
    EXPECT_TRUE(told->adds_up) << definition.name;
  }
}

TEST_F(AuditTest, FindsWhatTheLedgerWasOpenedWith) {
  EXPECT_THAT(Rows(Ask("unit_name")), ElementsAre(" #2", ""));
}

}  // namespace
}  // namespace outturn::app
