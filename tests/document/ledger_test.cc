// The checks of a ledger: what they compare, by how much it differs, whether rounding explains it.
#include "services/checks/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::checks {
namespace {

using core::IndicatorKind;
using core::Measure;
using figures::testing::On;
using figures::testing::Year;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LedgerChecksTest : public ::testing::Test {
 protected:
  LedgerChecksTest() {
    year.AddLine("GY", core::LineCategory::kPublic);
    year.AddProject("XM", "P1");
  }
  void Declare(const std::string& form, std::vector<core::DeclaredCell> cells) {
    core::Declaration declaration;
    declaration.form = form;
    declaration.cells = std::move(cells);
    year.ledger->declarations.Put(On("2024-12-31"), ++year.position, declaration);
  }
  [[nodiscard]] std::vector<Finding> Found(const std::string& check) const {
    std::vector<Finding> found;
    const auto collect = [&](const std::vector<Finding>& all, const auto& self) -> void {
      for (const Finding& one : all) {
        if (one.check == check) found.push_back(one);
        self(one.also, self);
      }
    };
    collect(CheckLedger(year.At(), BuiltInRules()), collect);
    return found;
  }
  // "label value" of each.
  static std::vector<std::string> Compared(const Finding& finding) {
    std::vector<std::string> compared;
    for (const checks::Compared& one : finding.compared)
      compared.push_back(one.label + " " + one.value);
    return compared;
  }
  Year year;
};

TEST_F(LedgerChecksTest, HoldEveryProjectsWeightsAgainstTheTotal) {
  year.AddIndicator("D", IndicatorKind::kAtLeast, "100", 9000);
  year.AddIndicator("A", IndicatorKind::kAtLeast, "100", 5000).project = "P1";
  year.AddIndicator("B", IndicatorKind::kAtLeast, "100", 4000).project = "P1";
  EXPECT_THAT(Found("weights"), IsEmpty());
  year.ledger->indicators["B"].set.weight = 3500;
  const auto found = Found("weights");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].figure, "total_weight(P1)");
  EXPECT_EQ(found[0].found, "95");
  EXPECT_EQ(found[0].expected, "100");
  EXPECT_EQ(found[0].difference, "-5");
  EXPECT_THAT(Compared(found[0]), ElementsAre("total_weight(P1) 95", "execution_points 10",
                                              "indicator_weight(A) 50", "indicator_weight(B) 35"));
}

TEST_F(LedgerChecksTest, GiveBothSidesOfAnOverspentBudgetAndTheDifference) {
  year.Move("GY", "30201", Measure::kInitial, 10'000);
  year.Move("GY", "30201", Measure::kPaid, 12'550);
  const auto found = Found("paid_within_budget");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rounding, Rounding::kDoesNotExplain);
  EXPECT_THAT(Compared(found[0]), ElementsAre("paid 125.50元", "full_year_budget 100.00元"));
  EXPECT_EQ(found[0].compared[0].where.en, "ledger U/2024");
}

TEST_F(LedgerChecksTest, SayWhetherRoundingExplainsADeclaredSum) {
  const auto declare = [&](const char* total) {
    year.ledger->declarations = {};
    Declare("annex1", {{"paid(three_public=total)", "三公", total},
                       {"paid(three_public=abroad)", "出国", "0"},
                       {"paid(three_public=vehicle)", "公车", "18.79"},
                       {"paid(three_public=reception)", "接待", "1.80"}});
    return Found("declared_sum");
  };
  EXPECT_THAT(declare("20.59"), IsEmpty());
  const auto rounded = declare("20.60");
  ASSERT_EQ(rounded.size(), 1U);
  EXPECT_EQ(rounded[0].rounding, Rounding::kExplains);
  EXPECT_EQ(rounded[0].severity, Severity::kInfo);
  EXPECT_EQ(rounded[0].difference, "0.01");
  EXPECT_THAT(Compared(rounded[0]), ElementsAre("三公 20.60", "出国 0", "公车 18.79", "接待 1.80"));
  const auto wrong = declare("20.95");
  ASSERT_EQ(wrong.size(), 1U);
  EXPECT_EQ(wrong[0].rounding, Rounding::kDoesNotExplain);
  EXPECT_EQ(wrong[0].severity, Severity::kError);
}

TEST_F(LedgerChecksTest, MissTheUnitOfATargetThatIsABareNumber) {
  core::IndicatorSet& set = year.AddIndicator("A", IndicatorKind::kAtLeast, "5", 500);
  const auto told = [&](const char* printed, const char* unit) {
    set.target_text = printed;
    set.unit = unit;
    return Found("unit_due").size();
  };
  EXPECT_EQ(told("", ""), 1U);
  EXPECT_EQ(told("5", ""), 1U);
  EXPECT_EQ(told("5件", ""), 0U);
  EXPECT_EQ(told("5", "件"), 0U);
}

TEST_F(LedgerChecksTest, GiveTheDerivedFigureBesideTheDeclaredOne) {
  year.Move("GY", "30201", Measure::kPaid, 1'000'000);
  Declare("annex2", {{"paid", "全年执行数", "2.00"}});
  const auto found = Found("declared_is_derived");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rounding, Rounding::kDoesNotExplain);
  EXPECT_THAT(Compared(found[0]), ElementsAre("全年执行数 2.00", "paid 10000.00元"));
}

// No line of a classified project is shown, marked itself or not: all its money is what
// subtraction reveals.
TEST_F(LedgerChecksTest, CountClassifiedProjectsAndNotOnlyMarkedLines) {
  year.AddProject("S1", "P2").classified = true;
  year.AddProject("S2", "P2");
  year.Move("GY", "30201", Measure::kPaid, 50'000);
  year.Move("S1", "30201", Measure::kPaid, 1'000'000);
  year.Move("S2", "30201", Measure::kPaid, 2'000'000);
  const auto one = Found("disclosure");
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].severity, Severity::kWarning);
  EXPECT_EQ(one[0].found, "3.00");
  EXPECT_THAT(Compared(one[0]), ElementsAre("paid 30500.00元", "P2 30000.00元"));
  year.AddProject("S3", "P3");
  year.AddProject("S4", "P3").classified = true;
  EXPECT_EQ(Found("disclosure").at(0).severity, Severity::kInfo);
  EXPECT_EQ(Found("disclosure").at(0).compared.size(), 3U);
}

// All funds inside a class may be more than the line for fiscal funds.
TEST_F(LedgerChecksTest, HoldClassesOfFiscalFundsAgainstTheirLine) {
  year.Move("GY", "30217", Measure::kInitial, 10'000);
  year.Move("GY", "30217", Measure::kPaid, 5'000);
  EXPECT_THAT(Found("class_within_reception"), IsEmpty());
  year.ledger->lines["GY"].fiscal = false;
  year.ledger->lines["GY"].facts.fund_type = "3";
  EXPECT_THAT(Found("class_within_reception"), IsEmpty());
}

}  // namespace
}  // namespace outturn::checks
