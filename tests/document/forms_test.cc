// The national form of a project's self-evaluation in text that lost its cells.

#include <algorithm>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

const std::string kForm =
    "某镇2023年度部门决算\n项目支出绩效自评表\n（2023年度）\n项目名称 村道养护经费\n"
    "主管部门 某镇 实施单位 某镇\n年初预算数 全年预算数 全年执行数 分值 执行率 得分\n项目资金\n"
    "（万元） 年度资金总额 120.00 118.00 112.10 10 95.00% 9.50\n"
    "其中：当年财政拨款 100.00 98.00 98.00 — — —\n上年结转资金 20.00 20.00 14.10 — — —\n"
    "其他资金 0.00 0.00 0.00 — — —\n年度总体目标 预期目标 实际完成情况\n完成养护。 已完成。\n"
    "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施\n"
    "产出指标 数量指标 养护里程 ≥80公里 82公里 30 30\n质量指标 验收合格率 ≥98% 98% 10 10\n"
    "时效指标 按时完成率 100% 95% 10 9.5 雨季影响工期，加快进度\n"
    "效益指标 社会效益指标 受益村民 ≥3000人 3200人 30 30\n"
    "满意度指标 服务对象满意度指标 村民满意度 ≥90% 92% 10 10\n总分 100 99.00\n";

std::string InOneLine() {
  std::string text = kForm;
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}
std::string ACellALine() {
  std::string text = kForm;
  std::replace(text.begin(), text.end(), ' ', '\n');
  return text;
}

TEST(Forms, AreReadHoweverTheirCellsAreParted) {
  for (const std::string& text : {kForm, InOneLine(), ACellALine()}) {
    const auto filing = ReadWords(text);
    EXPECT_THAT(Findings(filing), IsEmpty());
    EXPECT_EQ(Values(filing, "村道养护经费:paid"), "112.10万元");
    EXPECT_EQ(Values(filing, "村道养护经费:paid(source=carried)"), "14.10万元");
    EXPECT_EQ(Values(filing, "村道养护经费:execution_score"), "9.50");
    ASSERT_EQ(filing.indicators.size(), 1U);
    EXPECT_EQ(filing.indicators[0].indicators.size(), 5U);
  }
}

TEST(Forms, OneMayFollowAnotherOnTheSameLine) {
  const std::string second = With(InOneLine(), "村道养护经费", "路灯维修经费");
  const auto filing = ReadWords(InOneLine() + " " + second);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "村道养护经费:paid"), "112.10万元");
  EXPECT_EQ(Values(filing, "路灯维修经费:paid"), "112.10万元");
}

TEST(Forms, MoneyRatesAndPointsAreCheckedInEveryShape) {
  for (const std::string& text : {kForm, InOneLine(), ACellALine()}) {
    const auto with = [&](const std::string& was, const std::string& now) {
      return Findings(ReadWords(With(text, was, now)));
    };
    EXPECT_THAT(with("112.10", "121.10"), Not(IsEmpty()));
    EXPECT_THAT(with("9.50", "9.05"), Not(IsEmpty()));
    EXPECT_THAT(with("95.00%", "90.00%"), Not(IsEmpty()));
    EXPECT_THAT(with("99.00", "98.00"), ElementsAre("scores 98 99"));
  }
  EXPECT_THAT(In(kForm, "≥98% 98%", "≥98% 96%"), ElementsAre("unmet_full_score 10/10 "));
  EXPECT_THAT(In(kForm, "10 9.5", "10 10.5"),
              ElementsAre("scores 99 100", "  score_within_weight 10.5 ≤ 10"));
  EXPECT_THAT(In(kForm, "82公里 30 30", "82公里 20 30"), Not(IsEmpty()));
}

TEST(Forms, ATotalOfNothingHasNoParts) {
  const std::string blank =
      With(With(kForm, "20.00 20.00 14.10 — — —", ""), "其他资金 0.00 0.00 0.00 — — —", "其他资金");
  const auto findings = In(blank, "120.00 118.00 112.10 10 95.00% 9.50", "0 0 0 10 0 0");
  EXPECT_THAT(findings, Contains("  source_within_total 100.00万元 ≤ 0万元"));
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                          [](const std::string& one) { return !one.starts_with(' '); }),
            1);
}

TEST(Forms, PartsByNatureMakeATotalOfTheForm) {
  const std::string table =
      "某县水利局2023年度部门整体支出绩效自评报告\n部门整体支出绩效自评表\n（2023年度）\n"
      "部门名称\t某县水利局\t\t\t\t\t\n"
      "年度预算申请（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
      "年度资金总额\t2400.00\t2500.00\t2375.00\t10\t95.00%\t9.50\n"
      "按收入性质分：\t\t\t按支出性质分：\t\t\t\n"
      "其中：一般公共预算：2300.00\t\t\t其中：基本支出：1500.00\t\t\t\n"
      "政府性基金拨款：200.00\t\t\t项目支出：875.00\t\t\t\n"
      "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
      "产出指标\t数量指标\t维修水库\t≥12座\t12座\t50\t50\n"
      "效益指标\t社会效益指标\t灌溉面积\t≥5万亩\t5.2万亩\t30\t29\n"
      "满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\t91%\t10\t10\n"
      "总分\t\t\t\t\t100\t98.50\n";
  std::string words = table;
  std::replace(words.begin(), words.end(), '\t', ' ');
  for (const std::string& text : {table, words}) {
    EXPECT_THAT(In(text), IsEmpty());
    EXPECT_EQ(Values(ReadWords(text), "paid"), "2375.00万元");
    EXPECT_THAT(In(text, "875.00", "857.00"), ElementsAre("listed_sum 2375.00 2357.00"));
    EXPECT_THAT(In(text, "2300.00", "3200.00"), ElementsAre("listed_sum 2500.00 3400.00"));
    EXPECT_THAT(In(text, "98.50", "89.50"), ElementsAre("scores 89.50 98.50"));
  }
}

TEST(Forms, AnApplicationHasTheMoneyOfAllYearsBesideThatOfThisOne) {
  const std::string text =
      "某局2026年部门预算\n财政项目支出绩效目标申报表\n（2026年度）\n项目名称 河道经费 项目性质 "
      "经常性项目\n主管部门 某局 实施单位 某队\n项目资金总额 10,308,000.00 年度资金申请总额 "
      "3,498,000.00\n其中：当年财政拨款 3,400,000.00\n项目资金\n其中：财政资金 "
      "10,300,000.00\n（元）\n"
      "上年结转资金 98,000.00\n其他资金 8,000.00 其他资金 0.00\n项目总体目标\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_EQ(Values(ReadWords(text), "河道经费:initial_budget"), "3,498,000.00元");
  EXPECT_THAT(In(text, "98,000.00", "89,000.00"),
              ElementsAre("source_sum 3,498,000.00 3489000.00"));
  EXPECT_THAT(In(text, "10,300,000.00", "10,030,000.00"),
              ElementsAre("source_sum 10,308,000.00 10038000.00"));
}

// A blank cell: nobody knows which. Of the indicators a row is missing.
TEST(Forms, WhatMayHaveLostACellIsLeftAsItIs) {
  EXPECT_EQ(Values(ReadWords(With(kForm, "112.10 10 95.00%", "10 95.00%")), "村道养护经费:paid"),
            "");
  const auto filing = ReadWords(With(kForm, "20.00 20.00 14.10", "20.00 14.10"));
  EXPECT_EQ(Values(filing, "村道养护经费:paid"), "112.10万元");
  EXPECT_EQ(Values(filing, "村道养护经费:paid(source=current)"), "");
  EXPECT_THAT(Findings(filing), IsEmpty());
  const auto short_of = ReadWords(With(With(kForm, "92% 10 10", "92% 10"), "总分 100 99.00", ""));
  EXPECT_THAT(Findings(short_of), IsEmpty());
  EXPECT_THAT(short_of.indicators, IsEmpty());
}

}  // namespace
}  // namespace outturn::document
