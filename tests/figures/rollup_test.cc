// Many ledgers together.
#include "services/figures/values/rollup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/figures/definitions.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::Measure;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::On;
using testing::Year;

const char* const kJuly = "2024-07-31";

struct Rollups : ::testing::Test {
  // A unit with one public line of its own.
  core::LedgerState& Unit(const std::string& code, const std::string& parent, int64_t budget,
                          int64_t paid) {
    core::LedgerState& ledger = year.book.ledgers[{code, 2024}];
    ledger.id = {code, 2024};
    ledger.tables = &year.tables;
    ledger.opened.unit_name = "unit " + code;
    ledger.opened.parent_unit = parent;
    ledger.opened_on = On("2024-01-01");
    core::Line& line = ledger.lines["GY"];
    line.facts.line = "GY";
    line.facts.category = core::LineCategory::kPublic;
    line.facts.functional_class = "2040601";
    line.facts.fund_type = "111";
    line.opened_on = On("2024-01-01");
    line.fiscal = true;
    ledger.Move("GY", "30201", Measure::kInitial, On("2024-01-05"), core::Fen(budget));
    ledger.Move("GY", "30217", Measure::kPaid, On("2024-05-05"), core::Fen(paid));
    return ledger;
  }
  [[nodiscard]] std::vector<std::string> Under(const std::string& unit,
                                               const std::string& day = kJuly) const {
    std::vector<std::string> codes;
    for (const auto* ledger : LedgersUnder(year.book, 2024, unit, On(day))) {
      codes.push_back(ledger->id.unit);
    }
    return codes;
  }
  [[nodiscard]] Rollup All(GroupBy by, int levels = 3) const {
    return RollUp(LedgersUnder(year.book, 2024, "", On(kJuly)), by, levels, On(kJuly));
  }

  Rollups() { year.book.ledgers.clear(); }
  Year year;
};

TEST_F(Rollups, TakeAUnitWithAllBelowItAndEndWhereParentsGoInCircles) {
  Unit("A", "", 100, 0);
  Unit("A1", "A", 100, 0);
  Unit("A11", "A1", 100, 0);
  Unit("B", "Z", 100, 0);
  Unit("C", "D", 100, 0);
  Unit("D", "C", 100, 0);
  EXPECT_THAT(Under("A"), ElementsAre("A", "A1", "A11"));
  EXPECT_THAT(Under("A1"), ElementsAre("A1", "A11"));
  EXPECT_THAT(Under("Z"), ElementsAre("B"));  // the parent has no ledger of its own
  EXPECT_THAT(Under("C"), ElementsAre("C", "D"));
  EXPECT_THAT(Under("none"), IsEmpty());
  EXPECT_EQ(Under("").size(), 6U);
}

TEST_F(Rollups, KnowNoLedgerBeforeItWasOpened) {
  Unit("A", "", 100, 0).opened_on = On("2024-08-01");
  EXPECT_THAT(Under(""), IsEmpty());
  EXPECT_THAT(Under("", "2024-08-01"), ElementsAre("A"));
}

TEST_F(Rollups, RankUnitsByTheirRateWithTiesAndWithoutBudgetLast) {
  Unit("A", "", 1000, 500);
  Unit("B", "", 300, 200);
  Unit("C", "", 2000, 1000);
  Unit("D", "", 0, 0);
  const Rollup all = All(GroupBy::kUnit);
  std::vector<std::string> order;
  for (const RollupRow& row : all.rows) order.push_back(row.key + std::to_string(row.rank));
  EXPECT_THAT(order, ElementsAre("B1", "A2", "C2", "D0"));
  EXPECT_EQ(all.total.paid, core::Fen(1700));
  EXPECT_EQ(all.units, 4U);
}

TEST_F(Rollups, AgreeWithTheFiguresOfTheSingleLedgers) {
  core::LedgerState& ledger = Unit("A", "", 1200, 400);
  ledger.Move("GY", "30201", Measure::kSupplement, On("2024-06-01"), core::Fen(240));
  ledger.Move("GY", "30201", Measure::kCommitted, On("2024-06-01"), core::Fen(30));
  const Cut cut{year.book, ledger, year.policy, On(kJuly)};
  const RollupAmounts total = All(GroupBy::kCategory).total;
  EXPECT_EQ(total.full_year, Money(cut, "full_year_budget"));
  EXPECT_EQ(total.paid, Money(cut, "paid"));
  EXPECT_EQ(total.committed, Money(cut, "committed"));
  EXPECT_EQ(total.initial, Money(cut, "initial_budget"));
  EXPECT_EQ(ExecutionRate(total), Evaluate(cut, *ParseFigure("execution_rate")));
  EXPECT_EQ(Print(AheadOfTime(total, 7)), Print(Evaluate(cut, *ParseFigure("ahead_of_time"))));
  EXPECT_EQ(Value(AheadAmount(total, 7)), Evaluate(cut, *ParseFigure("ahead_amount")));
}

TEST_F(Rollups, GroupLinesByWhatTheyAreFor) {
  Unit("A", "", 1000, 100);
  core::LedgerState& b = Unit("B", "", 2000, 300);
  core::Line& project = b.lines["XM"];
  project.facts = b.lines.at("GY").facts;
  project.facts.category = core::LineCategory::kProject;
  project.facts.project_kind = core::ProjectKind::kSpecialFund;
  project.facts.fund_type = "112";
  project.opened_on = On("2024-01-01");
  b.Move("XM", "30201", Measure::kInitial, On("2024-01-05"), core::Fen(50));
  const auto keys = [&](GroupBy by, int levels = 3) {
    std::vector<std::string> found;
    for (const RollupRow& row : All(by, levels).rows) {
      found.push_back(row.key + ":" + std::to_string(row.amounts.full_year.count()) + ":" +
                      std::to_string(row.units));
    }
    return found;
  };
  EXPECT_THAT(keys(GroupBy::kCategory), ElementsAre("project:50:1", "public:3000:2"));
  EXPECT_THAT(keys(GroupBy::kProjectKind), ElementsAre("special_fund:50:1"));
  EXPECT_THAT(keys(GroupBy::kFunction, 1), ElementsAre("204:3050:2"));
  EXPECT_THAT(keys(GroupBy::kFunction), ElementsAre("2040601:3050:2"));
  EXPECT_THAT(keys(GroupBy::kFundType), ElementsAre("111:3000:2", "112:50:1"));
  project.facts.functional_class = "9990101";
  project.facts.fund_type = "999";
  EXPECT_EQ(All(GroupBy::kFunction, 2).rows.back().name, (Words{"99901", "99901"}));
  EXPECT_EQ(All(GroupBy::kFundType).rows.back().name, (Words{"999", "999"}))
      << "what the tables do not know has its code for a name";
  const Rollup three_public = All(GroupBy::kThreePublic);
  ASSERT_EQ(three_public.rows.size(), 1U);
  EXPECT_EQ(three_public.rows[0].key, "reception");
  EXPECT_EQ(three_public.rows[0].amounts.paid, core::Fen(400));
  EXPECT_EQ(three_public.total.full_year, core::Fen(3050));  // of everything, to compare with
}

TEST_F(Rollups, OfAWholeCityStayWithinTheirRange) {
  for (int i = 0; i < 900; ++i) {
    Unit("U" + std::to_string(i), "", core::kMaxTurnover.count() - 1, 1);
  }
  const RollupAmounts total = All(GroupBy::kUnit).total;
  EXPECT_EQ(total.full_year.count(), 900 * (core::kMaxTurnover.count() - 1));
  EXPECT_EQ(Print(AheadOfTime(total, 7)), "-58.33");
}

}  // namespace
}  // namespace outturn::figures
