// What a filed form says against itself, and the form "reconciliation".
#include "services/checks/declared.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/figures/forms/reconcile.h"
#include "tests/figures/year.h"

namespace outturn::checks {
namespace {

using core::LineCategory;
using core::Measure;
using figures::Language;
using figures::Table;
using figures::testing::On;
using figures::testing::Year;

class Filed {
 public:
  Filed() {
    year.AddLine("GY", LineCategory::kPublic);
    year.AddProject("ZX", "P1");
  }
  void Declare(const std::string& form, std::vector<core::DeclaredCell> cells,
               const std::string& day = "2024-12-31") {
    year.Declare(form, std::move(cells), day);
  }
  [[nodiscard]] std::vector<Finding> Check() const {
    return CheckDeclared(year.At(), BuiltInRules());
  }
  // "check found expected difference" of every finding, what follows from a cause behind it.
  [[nodiscard]] std::vector<std::string> Findings() const {
    std::vector<std::string> findings;
    const auto add = [&](const std::vector<Finding>& all, const auto& self) -> void {
      for (const Finding& finding : all) {
        findings.push_back(finding.check + " " + finding.found + " " + finding.expected + " " +
                           finding.difference);
        self(finding.also, self);
      }
    };
    add(Check(), add);
    return findings;
  }
  [[nodiscard]] Table Reconciliation(Language language) const {
    return ReconciliationTable(year.At(), BuiltInRules(), {}, language);
  }
  Year year;
};

using Expected = std::vector<std::string>;

TEST(DeclaredSums, AllowExactlyTheRoundingOfTheirAddends) {
  Filed filed;
  filed.year.Move("GY", "30231", Measure::kPaid, 18'794'900);
  filed.year.Move("GY", "30217", Measure::kPaid, 1'804'800);
  const auto findings = [&](const char* total) {
    filed.Declare("annex1", {{"paid(three_public=total)", "total", total},
                             {"paid(three_public=vehicle)", "vehicle", "18.79"},
                             {"paid(three_public=abroad)", "abroad", ""},
                             {"paid(three_public=reception)", "reception", "1.80"}});
    return filed.Findings();
  };
  EXPECT_EQ(findings("20.59"), Expected{});
  EXPECT_EQ(findings("20.60"), (Expected{"declared_sum 20.60 20.59 0.01"}));
  EXPECT_EQ(filed.Check()[0].severity, Severity::kInfo);
  EXPECT_NE(filed.Check()[0].words.en.find("20.5997"), std::string::npos);
  EXPECT_EQ(findings("20.61"), (Expected{"declared_sum 20.61 20.59 0.02"}));
  EXPECT_EQ(filed.Check()[0].severity, Severity::kError);
}

TEST(DeclaredSums, AndChangesOfTheWholeAreThoseOfItsParts) {
  Filed filed;
  filed.Declare("annex2", {{"initial_budget", "initial", "1971.59"},
                           {"full_year_budget", "full", "1922.75"},
                           {"full_year_budget(category=basic)", "basic", "1369.58"},
                           {"full_year_budget(category=project)", "project", "553.17"},
                           {"paid", "paid", "1922.75"}});
  filed.Declare("text", {{"initial_budget(category=basic)", "basic", "1391.79"},
                         {"initial_budget(category=project)", "project", "505.5"}});
  EXPECT_EQ(filed.Findings(),
            (Expected{"declared_sum 1971.59 1897.29 74.30", "declared_change -48.84 25.46 -74.30",
                      "declared_full_is_paid 1922.75  "}));
}

TEST(DeclaredRates, AreRecomputedFromThePrintedParts) {
  Filed filed;
  const auto findings = [&](const char* rate) {
    filed.Declare("annex1", {{"staff_quota", "quota", "78"},
                             {"staff_on_post", "on post", "75"},
                             {"staff_control_rate", "rate", rate}});
    return filed.Findings();
  };
  EXPECT_EQ(findings("96.15%"), Expected{});
  EXPECT_EQ(findings("96%"), Expected{});
  EXPECT_EQ(findings("96.25%"), (Expected{"declared_rate 96.25% 96.15% 0.10"}));
}

TEST(DeclaredWeights, MakeTheTotal) {
  Filed filed;
  std::vector<core::DeclaredCell> cells = {{"execution_weight", "x/分值", "10"},
                                           {"indicator_weight(A)", "a/分值", "40"},
                                           {"indicator_weight(B)", "b/分值", "50"},
                                           {"", "总分/分值", "100"}};
  filed.Declare("annex2", cells);
  EXPECT_EQ(filed.Findings(), Expected{});
  cells.push_back({"", "second table/分值", "10"});
  filed.Declare("annex2", cells);
  EXPECT_EQ(filed.Findings(), (Expected{"declared_weights 110 100 10"}));
}

TEST(DeclaredIndicators, OverCompletedWithoutAReasonOrUnitAreFound) {
  Filed filed;
  filed.year.policy.over_completion_percent = 130;
  filed.year.AddIndicator("A", core::IndicatorKind::kAtLeast, "5", 500);
  filed.year.AddIndicator("C", core::IndicatorKind::kAtMost, "5", 500).unit = "件";
  std::vector<core::DeclaredCell> cells = {
      {"indicator_target(A)", "A/target", "5"}, {"indicator_actual(A)", "A/actual", "30"},
      {"indicator_reason(A)", "A/reason", ""},  {"indicator_excess(A)", "A/excess", "17%"},
      {"indicator_target(C)", "C/target", "5"}, {"indicator_actual(C)", "C/actual", "30"}};
  filed.Declare("annex2", cells);
  EXPECT_EQ(filed.Findings(), (Expected{"declared_text_against_table 17% 500% -483",
                                        "declared_over_completion 600% ≤ 130% "}));
  EXPECT_THAT(filed.Check()[1].words.zh, ::testing::HasSubstr("两数都没有计量单位"));
  cells[2].printed = "because";
  cells[3].printed = "500%";
  filed.Declare("annex2", cells);
  EXPECT_EQ(filed.Findings(), Expected{});
}

TEST(DeclaredProjects, AreComparedWithTheirTotalAndTheirBudgets) {
  Filed filed;
  std::vector<core::DeclaredCell> cells = {{"paid(category=project)", "projects/paid", "100"}};
  filed.Declare("text", {{"initial_budget(category=project)", "projects/budget", "90"}});
  for (const char* project : {"1", "2", "3"}) {
    const std::string selector = "(project=P" + std::string(project) + ")";
    cells.push_back({"initial_budget" + selector, "P/budget", "20"});
    cells.push_back({"paid" + selector, "P/paid", "20.00"});
  }
  filed.Declare("annex1", cells);
  EXPECT_EQ(filed.Findings(),
            (Expected{"declared_initial_is_final 3/3  ", "declared_coverage 60.00 100 -40.00"}));
  cells[1].printed = "21";
  cells[0].printed = "60";
  filed.Declare("annex1", cells);
  EXPECT_EQ(filed.Findings(), Expected{});
}

TEST(DeclaredRows, LeftBlankAreOneFindingOfTheForm) {
  Filed filed;
  filed.Declare("annex1", {{"paid(category=public)", "公用经费/决算", ""},
                           {"initial_budget(category=public)", "公用经费/预算", ""},
                           {"paid(project_kind=operation)", "运行维护/决算", "　"},
                           {"paid(project_kind=other_development)", "其他/决算", ""}});
  ASSERT_EQ(filed.Findings(), (Expected{"declared_blank   "}));
  EXPECT_EQ(filed.Check()[0].words.zh, "按表的说明应填而为空：公用经费、运行维护");
}

TEST(DeclaredStatements, ThatContradictEachOtherAreFound) {
  Filed filed;
  filed.Declare("annex2", {{"total_score", "total", "99"}, {"total_score", "second total", "100"}});
  filed.Declare("text", {{"", "a", "全部圆满完成"},
                         {"", "b", "指标未完成"},
                         {"", "c", "见附件5"},
                         {"", "d", "附件5、附件2"}});
  EXPECT_EQ(filed.Findings(),
            (Expected{"declared_repeated 100 99 1", "declared_statements 全部圆满完成  ",
                      "declared_reference 附件5  "}));
}

TEST(ReconciliationTable, ListsFindingsAndEveryCell) {
  Filed filed;
  filed.Declare("annex2", {{"paid", "paid", "1"}, {"initial_budget", "initial", "0"}});
  const Table table = filed.Reconciliation(Language::kEnglish);
  ASSERT_EQ(table.sections.size(), 3U);
  EXPECT_EQ(table.sections[1].rows.size(), 1U);
  EXPECT_EQ(table.sections[2].rows.size(), 1U);
  EXPECT_EQ(table.sections[1].rows[0].cells[3].figure, "paid");
  EXPECT_EQ(table.sections[1].rows[0].cells[4].printed, "1.00");
  EXPECT_NE(table.notes[0].find("equal 1"), std::string::npos);
}

TEST(ReconciliationTable, PrintsWhatWasDeclaredAsItWas) {
  Filed filed;
  filed.year.Move("GY", "30201", Measure::kPaid, 20'600'000);
  const std::string printed = "２０.６０";
  const std::string text = "完成５项，超额";
  filed.Declare("annex2", {{"paid", "paid", printed}, {"", "goals", text}});
  const Table table = filed.Reconciliation(Language::kChinese);
  EXPECT_EQ(table.sections[2].rows.at(0).cells[2].printed, printed);
  EXPECT_EQ(table.sections[1].rows.at(0).cells[2].printed, text);
}

TEST(ReconciliationTable, SurvivesHostileDeclarations) {
  Filed filed;
  const std::string huge(100'000, '9');
  filed.Declare("a", {{huge, huge, huge},
                      {"paid(", "\xFF\xFE", "\xFF"},
                      {"paid", "", "-999999999999"},
                      {"indicator_target(Z)", "x", "0.000001"},
                      {"indicator_actual(Z)", "x", "999999999999"},
                      {"indicator_excess(Z)", "x", "-0.000001"},
                      {"execution_rate", "x", "0.000001"},
                      {"full_year_budget", "x", "999999999999"},
                      {"initial_budget", "x", "0.000001"}});
  filed.year.policy.over_completion_percent = 130;
  EXPECT_EQ(figures::Compare(filed.year.At()).size(), 9U);
  (void)filed.Reconciliation(Language::kChinese);
}

}  // namespace
}  // namespace outturn::checks
