#include "services/figures/name.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/figures/catalogue.h"

namespace outturn::figures {
namespace {

std::string Canonical(const std::string& name) {
  const Fallible<Figure> figure = ParseFigure(name);
  return figure ? figure->Name() : "!" + figure.problem().words.en;
}

TEST(FigureName, HasOneCanonicalSpelling) {
  EXPECT_EQ(Canonical("paid"), "paid");
  EXPECT_EQ(Canonical(" paid ( ) "), "paid");
  EXPECT_EQ(Canonical("paid(fund=general,category=project)"),
            "paid(category=project, fund=general)");
  EXPECT_EQ(Canonical("paid(class=30211+30205+30211)"), "paid(class=30205+30211)");
  EXPECT_EQ(Canonical("paid(fund=government_fund)"), "paid(fund=gov_fund)");
  EXPECT_EQ(Canonical("paid(fund=111)"), "paid(fund=111)");
  EXPECT_EQ(Canonical("three_public_control_rate"),
            "three_public_control_rate(three_public=total)");
  EXPECT_EQ(Canonical("text(annex1, thrift_measures)"), "text(annex1, thrift_measures)");
  EXPECT_EQ(Canonical("staff_quota(kind=政法专项)"), "staff_quota(kind=政法专项)");
}

TEST(FigureName, QuotesWhatWouldBreakIt) {
  const std::string code = "A, \"b\" (c)=d ";
  EXPECT_EQ(Canonical("indicator_score(" + Quoted(code) + ")"),
            "indicator_score(" + Quoted(code) + ")");
  EXPECT_EQ(ParseFigure("indicator_score(" + Quoted(code) + ")")->code, code);
  EXPECT_EQ(ParseFigure("paid(project=" + Quoted(code) + ")")->selector.project, code);
}

TEST(FigureName, OfAnUnknownMeasureNamesThoseNear) {
  const Fallible<Figure> figure = ParseFigure("exection_rate");
  ASSERT_FALSE(figure.ok());
  ASSERT_FALSE(figure.problem().near.empty());
  EXPECT_EQ(figure.problem().near.front(), "execution_rate");
  EXPECT_NE(Sentence(figure.problem()).zh.find("execution_rate"), std::string::npos);
}

TEST(FigureName, InChineseNamesTheFiguresThatAreCalledSo) {
  const auto near = [](const char* name) { return ParseFigure(name).problem().near; };
  EXPECT_EQ(near("预算执行率"), std::vector<std::string>{"execution_rate"});
  EXPECT_EQ(
      near(" 执行率(line=GY01)"),
      (std::vector<std::string>{"execution_rate", "procurement_rate", "forecast_computed_rate"}));
  EXPECT_EQ(near("预算").size(), 3u);
  EXPECT_TRUE(near("天气").empty());
  EXPECT_EQ(Sentence(ParseFigure("执行率").problem()).zh,
            "没有名为“执行率”的指标；相近的有 execution_rate、procurement_rate、"
            "forecast_computed_rate");
  EXPECT_NE(ParseFigure("天气").problem().words.zh.find("figure list"), std::string::npos);
}

TEST(FigureName, OfAnUnknownConditionNamesThoseNear) {
  const Fallible<Figure> key = ParseFigure("paid(categry=project)");
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.problem().near.front(), "category");
  const Fallible<Figure> value = ParseFigure("paid(category=projects)");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.problem().near.front(), "project");
}

TEST(FigureName, RefusesWhatMakesNoSense) {
  for (const char* name : {"",
                           " ",
                           "(",
                           ")",
                           "paid(",
                           "paid)",
                           "paid(,)",
                           "paid(category=project",
                           "paid(category=)",
                           "paid(=project)",
                           "paid(category=project,)",
                           "paid() x",
                           "paid(project)",
                           "paid(category=project, category=basic)",
                           "paid(class=30x)",
                           "paid(class=)",
                           "paid(class=+)",
                           "paid(class=302+)",
                           "paid(project=\"\")",
                           "paid(project=\"a)",
                           "paid(project=\"a\"b)",
                           "paid(procurement=no)",
                           "unit_name(x)",
                           "indicator_score",
                           "indicator_score()",
                           "indicator_score(a, b)",
                           "text(annex1)",
                           "received(class=302)",
                           "received_rate(three_public=total)",
                           "three_public_control_rate(category=basic)",
                           "staff_quota(政法专项)",
                           "PAID",
                           "paid\x01",
                           "paid(function=none)"}) {
    EXPECT_FALSE(ParseFigure(name).ok()) << name;
  }
}

TEST(FigureName, OfAnyBytesIsAnsweredShortly) {
  const std::string huge(1'000'000, 'a');
  const Fallible<Figure> figure = ParseFigure(huge);
  ASSERT_FALSE(figure.ok());
  EXPECT_LT(figure.problem().words.en.size(), 300U);
  EXPECT_FALSE(ParseFigure("paid(project=" + std::string(100, '(') + ")").ok());
  EXPECT_FALSE(ParseFigure(std::string("pa\0id", 5)).ok());
}

TEST(Catalogue, TellsEveryFigureInBothLanguagesOnce) {
  std::vector<std::string_view> names;
  for (const Definition& definition : Catalogue()) {
    EXPECT_FALSE(definition.zh.empty() || definition.en.empty()) << definition.name;
    EXPECT_FALSE(definition.definition_zh.empty() || definition.definition_en.empty())
        << definition.name;
    EXPECT_FALSE(definition.unit.empty()) << definition.name;
    const bool derivable = definition.derive != nullptr || !definition.terms.empty() ||
                           (!definition.numerator.empty() && !definition.denominator.empty());
    EXPECT_TRUE(derivable) << definition.name;
    names.push_back(definition.name);
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_GE(names.size(), 60U);
}

}  // namespace
}  // namespace outturn::figures
