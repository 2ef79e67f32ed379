#include "services/figures/forms/template.h"

#include <gtest/gtest.h>

#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::LineCategory;
using core::Measure;

std::string Problems(const std::vector<TemplateProblem>& problems) {
  std::string text;
  for (const TemplateProblem& problem : problems) {
    text += std::to_string(problem.line) + ": " + Sentence(problem.problem).en + "\n";
  }
  return text;
}

class TemplateTest : public ::testing::Test {
 protected:
  TemplateTest() {
    year.AddLine("A", LineCategory::kPublic);
    year.Move("A", "30201", Measure::kInitial, 1'000'000'00);
    year.Move("A", "30201", Measure::kPaid, 205'997'00);
    year.AddProject("S", "SECRET").classified = true;
    year.Move("S", "30201", Measure::kPaid, 1'00);
  }
  Filled Fill(const std::string& text, bool for_public = false) {
    Printing printing(Language::kChinese);
    printing.for_public = for_public;
    const Template read = ReadTemplate(text);
    EXPECT_EQ(Problems(read.problems), "");
    return figures::Fill(read, year.At(), {}, printing);
  }
  testing::Year year;
};

TEST_F(TemplateTest, FillsInFiguresAndPlaceholders) {
  const Filled filled = Fill(
      "\xEF\xBB\xBF# {unit_name}{year}年度\r\n\r\n## 一\r\n"
      "执行 {paid(line=A)} 万元，即 {paid(line=A)|yuan} 元，{{原样}}。\n{table annex1}\n");
  ASSERT_EQ(filled.document.parts.size(), 5u);
  EXPECT_EQ(filled.document.parts[0].kind, PartKind::kTitle);
  EXPECT_EQ(filled.document.parts[0].text, "司法局2024年度");
  EXPECT_EQ(filled.document.parts[1].kind, PartKind::kBlank);
  EXPECT_EQ(filled.document.parts[2].text, "一");
  EXPECT_EQ(filled.document.parts[3].text, "执行 20.60 万元，即 205997.00 元，{原样}。");
  EXPECT_EQ(filled.document.parts[4].kind, PartKind::kTable);
  EXPECT_EQ(filled.forms, std::vector<std::string>{"annex1"});
  EXPECT_TRUE(filled.gaps.empty());
}

TEST(Template, NamesLineAndWhatIsNearOfAnUnknownFigure) {
  EXPECT_EQ(Problems(ReadTemplate("好\n执行 {payd} 和 {yeer}\n{paid(categry=basic)}\n").problems),
            "2: there is no figure \"payd\"; near it: paid\n"
            "2: there is no figure \"yeer\" (outturn figure list names them all); near it: year\n"
            "3: no condition \"categry\"; conditions are written key=value; near it: category\n");
}

TEST(Template, RefusesBracesThatDoNotMatchAndTablesAmongWords) {
  EXPECT_EQ(Problems(ReadTemplate("a { b\na } b\n见 {table annex1}\n{paid|yuna}\n{}").problems),
            "1: a brace without its other; a brace itself is written {{ or }}\n"
            "2: a brace without its other; a brace itself is written {{ or }}\n"
            "3: {table …} stands alone on its line\n"
            "4: \"yuna\": behind | stands yuan or wan_yuan; near it: yuan\n"
            "5: figure \"\": it names no measure\n");
}

TEST(Template, ReadsAValueInQuotationMarksWithBracesInIt) {
  const Template read = ReadTemplate("{text(f, \"a}|b\")}");
  EXPECT_EQ(Problems(read.problems), "");
  EXPECT_EQ(read.lines.at(0).pieces.at(0).text, "text(f, a}|b)");
}

TEST_F(TemplateTest, ShowsAGapWhereAFigureHasNoValue) {
  const Filled filled = Fill("一\n编制 {staff_quota} 人");
  EXPECT_EQ(filled.document.parts[1].text, "编制 —— 人");
  ASSERT_EQ(filled.gaps.size(), 1u);
  EXPECT_EQ(filled.gaps[0].line, 2u);
  EXPECT_EQ(filled.gaps[0].figure, "staff_quota");
}

TEST_F(TemplateTest, RefusesWhatTheLedgerDoesNotHaveAndWhatThePublicMayNotSee) {
  EXPECT_EQ(Problems(Fill("\n{paid(line=B)}").problems),
            "2: U/2024 has no line \"B\"; near it: A, S\n");
  EXPECT_EQ(Problems(Fill("{paid(project=SECRET)}", false).problems), "");
  EXPECT_EQ(Problems(Fill("{paid(project=SECRET)}", true).problems),
            "1: the public version may not say paid(project=SECRET): it is classified\n");
  EXPECT_EQ(Fill("{paid}", true).document.parts[0].text, "20.60");
}

TEST_F(TemplateTest, RefusesWordsThatThePublicMayNotRead) {
  year.ledger->lines["S"].facts.project_name = "夜莺行动";
  year.ledger->texts[{"f", "c"}].Put(core::Day::FirstOf(2024), 1, "夜莺行动推迟");
  const std::string text = "一\n开展夜莺行动{year}年\n见 SECRET。{text(f, c)}\n一SECRETS";
  EXPECT_EQ(Problems(Fill(text).problems), "");
  EXPECT_EQ(Problems(Fill(text, true).problems),
            "2: the public version may not say \"夜莺行动\": it is classified\n"
            "3: the public version may not say \"SECRET\": it is classified\n"
            "3: the public version may not say text(f, c): its text names \"夜莺行动\", which is "
            "classified\n");
  // A line that the public sees has the same name: that says nothing.
  year.ledger->lines["A"].facts.name = "夜莺行动";
  EXPECT_EQ(Problems(Fill("夜莺行动", true).problems), "");
}

}  // namespace
}  // namespace outturn::figures
