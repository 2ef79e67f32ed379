// Which cut a question gets, and what is said where it gets none. What the figures are is
// tests/figures' to check.
#include "services/app/questions/reports.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tests/app/support.h"

namespace outturn::app {
namespace {

const core::LedgerId kLedger{"101001", 2024};

std::string Bytes(const store::Hash& hash) { return {hash.begin(), hash.end()}; }

class ReportsTest : public testing::Test {
 protected:
  ReportsTest() {
    packs.code_tables = Tables();
    world.Record(Beginnings(100'000));
    core::Command march = Pay("p1", "X01", 10'000);
    core::Command october = Pay("p2", "X01", 20'000);
    october.header.effective_on = *core::Day::Of(2024, 10, 8);
    world.Record({march, october});
    reports.emplace(*world.book, packs);
  }

  // What the cut asked for says was paid, and its provenance.
  struct Said {
    int64_t paid = 0;
    figures::Provenance provenance;
    std::string trouble;
  };
  Said Ask(const Question& question) {
    Said said;
    const auto trouble =
        reports->WithCut(question, [&](const figures::Cut& cut, const figures::Provenance& from) {
          said.provenance = from;
          const core::Line* line = cut.ledger.FindLine("X01");
          if (line == nullptr) return;
          const auto cell = line->cells.find("30201");
          if (cell == line->cells.end()) return;
          said.paid = cell->second[core::Measure::kPaid].At(cut.as_of).count();
        });
    if (trouble) said.trouble = trouble->reason;
    return said;
  }

  // Microseconds of noon of a day in China.
  static int64_t Noon(int year, unsigned month, unsigned day) {
    return (static_cast<int64_t>(core::Day::Of(year, month, day)->since_epoch()) * 24 + 4) *
           3'600'000'000;
  }

  World world;
  Packs packs;
  std::optional<Reports> reports;
};

TEST_F(ReportsTest, AreAsOfTodayWhileTheYearRuns) {
  const Said said = Ask({kLedger, {}, 0});
  EXPECT_EQ(said.provenance.as_of.ToString(), "2024-07-15");
  EXPECT_EQ(said.paid, 10'000);
}

TEST_F(ReportsTest, AreAsOfTheYearsLastDayOnceItIsOver) {
  world.clock.Set(Noon(2025, 2, 1));
  const Said said = Ask({kLedger, {}, 0});
  EXPECT_EQ(said.provenance.as_of.ToString(), "2024-12-31");
  EXPECT_EQ(said.paid, 30'000);
}

TEST_F(ReportsTest, AreAsOfTheYearsFirstDayBeforeItBegins) {
  world.clock.Set(Noon(2023, 12, 1));
  EXPECT_EQ(Ask({kLedger, {}, 0}).provenance.as_of.ToString(), "2024-01-01");
}

// 16:00 UTC is midnight in China.
TEST_F(ReportsTest, CountDaysInChinaTime) {
  const int64_t midnight = Noon(2024, 8, 1) - int64_t{12} * 3'600'000'000;
  world.clock.Set(midnight - 1);
  EXPECT_EQ(Ask({kLedger, {}, 0}).provenance.as_of.ToString(), "2024-07-31");
  world.clock.Set(midnight);
  EXPECT_EQ(Ask({kLedger, {}, 0}).provenance.as_of.ToString(), "2024-08-01");
}

TEST_F(ReportsTest, AreAsOfTheDayAskedForEvenBeforeTheLedgerBegan) {
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2024, 10, 7), 0}).paid, 10'000);
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2024, 10, 8), 0}).paid, 30'000);
  world.Record({OpenLedger("late", "101002")});
  core::Command late = OpenLedger("later", "101003");
  late.header.effective_on = *core::Day::Of(2024, 6, 1);
  world.Record({late});
  EXPECT_EQ(Ask({{"101003", 2024}, core::Day::Of(2024, 1, 1), 0}).trouble, "");
}

TEST_F(ReportsTest, RefuseADayOutsideTheYear) {
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2023, 12, 31), 0}).trouble, "DAY_OUTSIDE_YEAR");
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2025, 1, 1), 0}).trouble, "DAY_OUTSIDE_YEAR");
}

TEST_F(ReportsTest, RefuseALedgerTheBookDoesNotHave) {
  EXPECT_EQ(Ask({{"999", 2024}, {}, 0}).trouble, "LEDGER_NOT_FOUND");
  EXPECT_EQ(Ask({{"101001", 2023}, {}, 0}).trouble, "LEDGER_NOT_FOUND");
  for (const int year : {0, -1, 1899, 3000, INT32_MAX, INT32_MIN}) {
    EXPECT_EQ(Ask({{"101001", year}, {}, 0}).trouble, "LEDGER_NOT_FOUND") << year;
  }
}

TEST_F(ReportsTest, AreAsKnownAtThePositionAskedFor) {
  const core::Day day = *core::Day::Of(2024, 12, 31);
  EXPECT_EQ(Ask({kLedger, day, 6}).paid, 30'000);
  EXPECT_EQ(Ask({kLedger, day, 5}).paid, 10'000);
  EXPECT_EQ(Ask({kLedger, day, 4}).paid, 0);
  EXPECT_EQ(Ask({kLedger, day, 1}).trouble, "LEDGER_NOT_FOUND") << "not opened by then";
  const auto trouble = reports->WithCut({kLedger, day, 1}, [](const auto&, const auto&) {});
  EXPECT_EQ(trouble->words.en, "as known at position 1 there is no ledger 101001/2024");
}

TEST_F(ReportsTest, RefuseAPositionBeyondTheTail) {
  EXPECT_EQ(Ask({kLedger, {}, 7}).trouble, "POSITION_BEYOND_TAIL");
  EXPECT_EQ(Ask({kLedger, {}, UINT64_MAX}).trouble, "POSITION_BEYOND_TAIL");
}

TEST_F(ReportsTest, SayWhereTheirFiguresComeFrom) {
  world.clock.Set(ManualClock::kStart + 5'000'000);
  const core::Instant recorded_at = AsReceipt(world.Ask(OpenLedger("l2", "101002"))).recorded_at;
  const Said now = Ask({kLedger, {}, 0});
  EXPECT_EQ(now.provenance.book, "431200");
  EXPECT_EQ(now.provenance.position, 7u);
  EXPECT_EQ(now.provenance.root, Bytes(*world.book->RootAt(7)));
  EXPECT_EQ(now.provenance.known_at, recorded_at);
  EXPECT_EQ(now.provenance.policy.ToString(), "test@1");
  EXPECT_EQ(Ask({kLedger, {}, 7}).provenance, now.provenance) << "known at the tail is now";
  const Said earlier = Ask({kLedger, {}, 3});
  EXPECT_EQ(earlier.provenance.position, 3u);
  EXPECT_EQ(earlier.provenance.root, Bytes(*world.book->RootAt(3)));
  EXPECT_LT(earlier.provenance.known_at, recorded_at);
}

TEST_F(ReportsTest, SayTheRuleSetInForceOnTheDay) {
  core::Command adopt = AdoptPolicy("policy2");
  auto& adopted = std::get<core::PolicyAdopted>(adopt.body);
  adopted.policy.ref.version = 2;
  adopted.ledgers = {kLedger};
  adopt.header.effective_on = *core::Day::Of(2024, 6, 1);
  world.Record({adopt});
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2024, 5, 31), 0}).provenance.policy.ToString(), "test@1");
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2024, 6, 1), 0}).provenance.policy.ToString(), "test@2");
  EXPECT_EQ(Ask({kLedger, core::Day::Of(2024, 6, 1), 6}).provenance.policy.ToString(), "test@1");
}

TEST_F(ReportsTest, NameTheFormsThereAreWhereOneIsUnknown) {
  const auto table = reports->Table({kLedger, {}, 0}, "annex9", figures::Language::kEnglish);
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(table.trouble().reason, "FORM_NOT_FOUND");
  EXPECT_NE(table.trouble().words.en.find("reconciliation"), std::string::npos);
  EXPECT_EQ(reports->Table({{"999", 2024}, {}, 0}, "annex9", figures::Language::kEnglish)
                .trouble()
                .reason,
            "LEDGER_NOT_FOUND");
}

// What deploy/packs/README.md promises a newcomer.
TEST_F(ReportsTest, PrintAFormOfAProvinceNobodyHasHeardOfFromItsFileAlone) {
  namespace fs = std::filesystem;
  std::string name = (fs::temp_directory_path() / "outturn-province-XXXXXX").string();
  const fs::path root = mkdtemp(name.data());
  fs::create_directories(root / "yunmeng-2024/forms");
  std::ofstream(root / "yunmeng-2024/forms/spending.json") << R"json({
  "id": "spending",
  "title": {"zh": "云梦省支出表（{year}年）", "en": "Spending, {year}"},
  "subtitle": "{unit_name}    {disclosure}",
  "money": "yuan",
  "zeros": "blank",
  "sections": [{
    "columns": [
      {"head": {"zh": "指标", "en": "line"}, "width": 20},
      {"head": {"zh": "预算", "en": "budget"}, "align": "right", "above": [{"zh": "金额", "en": "money"}], "figure": "full_year_budget({select})"},
      {"head": {"zh": "支出", "en": "paid"}, "align": "right", "above": [{"zh": "金额", "en": "money"}], "figure": "paid({select})"}
    ],
    "rows": [
      {"repeat": {"over": "lines"}, "cells": ["{line}"], "select": "line={line}"},
      {"kind": "total", "cells": [{"label": {"zh": "退回", "en": "refunded"}, "columns": 2}, {"figure": "reversed"}]}
    ]
  }]
})json";
  LoadedPacks loaded = LoadPacks(root);
  fs::remove_all(root);
  for (const PackError& error : loaded.errors) {
    ADD_FAILURE() << error.ToString(figures::Language::kEnglish);
  }
  packs.forms = std::move(loaded.packs.forms);
  const Question question{kLedger, core::Day::Of(2024, 12, 31), 0};
  // The ledger is under other rules, so the province has to be named.
  for (const char* form : {"spending", "test/spending"}) {
    const auto other = reports->Table(question, form, figures::Language::kEnglish);
    ASSERT_FALSE(other.ok()) << form;
    EXPECT_EQ(other.trouble().reason, "FORM_NOT_FOUND");
    EXPECT_EQ(other.trouble().words.en, "there is no form " + std::string(form) +
                                            " under the rules test; there is: "
                                            "yunmeng-2024/spending");
    EXPECT_EQ(reports->Fill(question, "{table " + std::string(form) + "}", {}).trouble().words.en,
              "line 1: there is no form " + std::string(form) + "; near it: yunmeng-2024/spending");
  }
  packs.forms.push_back(packs.forms[0]);
  packs.forms[1].pack = "test";
  for (const char* form : {"spending", "yunmeng-2024/spending"}) {
    const auto table = reports->Table(question, form, figures::Language::kChinese);
    ASSERT_TRUE(table.ok()) << table.trouble().words.en;
    EXPECT_EQ(table->title, "云梦省支出表（2024年）");
    EXPECT_TRUE(table->subtitle.ends_with("公开版")) << table->subtitle;
    const auto& section = table->sections.at(0);
    EXPECT_EQ(section.columns.at(2).above, std::vector<std::string>{"金额"});
    EXPECT_EQ(section.rows.at(0).cells.at(0).printed, "X01");
    EXPECT_EQ(section.rows.at(0).cells.at(1).printed, "1000.00");
    EXPECT_EQ(section.rows.at(0).cells.at(2).printed, "300.00");
    EXPECT_EQ(section.rows.at(1).cells.at(1).printed, "") << "zeros are left blank";
  }
}

TEST_F(ReportsTest, GiveFiguresAsAskedInTheirOrder) {
  const auto figures = reports->Values({kLedger, core::Day::Of(2024, 12, 31), 0},
                                       {"paid", "full_year_budget", "paid"});
  ASSERT_TRUE(figures.ok()) << figures.trouble().words.en;
  ASSERT_EQ(figures->values.size(), 3u);
  EXPECT_EQ(figures::Exact(figures->values[0].second), "30000");
  EXPECT_EQ(figures::Exact(figures->values[1].second), "100000");
  EXPECT_EQ(figures::Exact(figures->values[2].second), "30000");
}

TEST_F(ReportsTest, RefuseAFigureNobodyDefined) {
  const auto figures = reports->Values({kLedger, {}, 0}, {"paid", "no_such_figure"});
  ASSERT_FALSE(figures.ok());
  EXPECT_EQ(figures.trouble().reason, "FIGURE_NOT_FOUND");
}

TEST_F(ReportsTest, RefuseAFigureOfALineTheLedgerDoesNotHaveAndNameThoseNear) {
  const auto figures = reports->Values({kLedger, {}, 0}, {"paid", "paid(line=X1)"});
  ASSERT_FALSE(figures.ok());
  EXPECT_EQ(figures.trouble().reason, "FIGURE_NOT_FOUND");
  EXPECT_NE(figures.trouble().words.zh.find("X01"), std::string::npos)
      << figures.trouble().words.zh;
  EXPECT_TRUE(reports->Values({kLedger, {}, 0}, {"paid(line=X01)"}).ok());
  EXPECT_EQ(reports->Values({{"999", 2024}, {}, 0}, {"paid(line=X1)"}).trouble().reason,
            "LEDGER_NOT_FOUND");
}

TEST_F(ReportsTest, SayThatStoredDataAreDamagedWhereTheyAre) {
  world.disk->FlipBit(3, 40);
  EXPECT_EQ(Ask({kLedger, {}, 5}).trouble, "DATA_DAMAGED");
  EXPECT_EQ(Ask({kLedger, {}, 0}).trouble, "") << "the present is in memory";
}

}  // namespace
}  // namespace outturn::app
