// What is right and was taken for wrong; beside it, where that is short, what is wrong.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Alarms, ABudgetIsAlsoWhatWasTakenBack) {
  const std::string right =
      "2022年年初预算4281.50万元，上年结转62.45万元，年中追加315.80万元，因压减一般性支出收回94.30"
      "万元，全年预算数4565.45万元。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("94.30"), 5, "49.30");
  EXPECT_THAT(In(wrong), ElementsAre("table_sum 4565.45 4610.45"));
}

TEST(Alarms, TheTotalOfProjectsListedByNameIsNotTheUnits) {
  EXPECT_THAT(In("2022年全年支出4418.00万元，预算执行率96.77%。基本支出2477.16万元，占56.07%；"
                 "项目支出1940.84万元，占43.93%。\n表1 项目支出情况表（单位：万元）\n"
                 "项目名称\t预算数\t支出数\t执行率\n文物保护\t1263.40\t1201.69\t95.12%\n"
                 "旅游宣传\t740.55\t739.15\t99.81%\n合计\t2003.95\t1940.84\t96.85%\n"),
              IsEmpty());
}

TEST(Alarms, ABudgetThatWasCompletedIsSpokenOfInPassing) {
  EXPECT_THAT(In("2022年“三公”经费支出41.36万元，完成预算52.80万元的78.33%，比2021年的46.89万元"
                 "减少5.53万元，下降11.79%。其中：因公出国（境）费0万元；公务用车购置及运行维护费"
                 "33.25万元；公务接待费8.11万元。"),
              IsEmpty());
}

TEST(Alarms, ACaptionDoesNotSayWhatAChangeIs) {
  EXPECT_THAT(In("某院2020年度自评报告\n表1 2020年支出情况表（万元）\n"
                 "支出项目\t2019年\t2020年\t增减额\t增减率\n人员经费\t5897.60\t6384.20\t486.60\t"
                 "8.25%\n公用经费\t3621.40\t3418.75\t-202.65\t-5.60%\n"),
              IsEmpty());
}

TEST(Alarms, WhichBudgetWasCompletedIsSaid) {
  const auto filing = ReadWords(
      "2023年度自评报告\n年初预算4150.00万元（基本支出3185.60万元，项目支出964.40万元），"
      "全年预算4453.35万元。\n全年支出4352.52万元，完成全年预算的97.74%，完成年初预算的104.88%。");
  EXPECT_EQ(Values(filing, "completion_rate"), "");
  EXPECT_THAT(Findings(filing), IsEmpty());
}

TEST(Alarms, PointsForARateAreNoRate) {
  const auto filing =
      ReadWords("自评得分\n指标\t分值\t得分\n预算执行率\t10\t9.77\n满意度\t15\t14\n");
  EXPECT_EQ(Values(filing, "execution_rate"), "");
}

TEST(Alarms, TheYearOverAColumnIsNotTheReports) {
  const auto filing = ReadWords(
      "某局2024年工作完成情况如下。\n项目\t2023年决算数\t2024年预算数\t2024年决算数\n"
      "三公经费\t38.72\t35.00\t33.10\n");
  EXPECT_EQ(filing.year, 2024);
}

TEST(Alarms, AChangeIsOfWhatStandsRightBeforeIt) {
  const std::string right =
      "某局2025年度自评报告\n2026年部门预算13980.00万元，较2025年年初预算14856.00万元减少876.00万元"
      "，下降5.90%。";
  EXPECT_THAT(In(right), IsEmpty());
}

TEST(Alarms, ACaptionEndsTheTableAboveIt) {
  const std::string right =
      "表1  分季度支出（万元）\n  季度      当季支出   累计支出\n  第一季度   2856.40    2856.40\n"
      "  第二季度   4128.75    6985.15\n表2  支出经济分类（万元）\n  经济分类          支出数     "
      "占比\n"
      "  对个人和家庭的补助     364.80    2.43%\n";
  const auto filing = ReadWords(right);
  ASSERT_FALSE(filing.stated.empty());
  EXPECT_EQ(filing.stated.back().place.form, "表2  支出经济分类（万元）");
  for (const auto& one : filing.unread) EXPECT_EQ(one.label.find("累计支出/"), std::string::npos);
}

TEST(Alarms, WhatWasSpentOfABudgetIsNoBudget) {
  for (const char* right :
       {"“三公”经费年初预算12万元，支出9.2万元。",
        "项目支出年初预算800万元；支出780万元，执行率97.5%。",
        "公用经费年初预算40万元，追加2万元，支出41万元。", "公用经费年初预算为40万元，支付41万元。",
        "项目预算100万元，到位80万元，支出80万元，执行率80%。",
        "预算安排100万元，实际到位90万元，实际支出81万元，预算执行率81%。"}) {
    EXPECT_THAT(In("某局2031年度部门整体支出绩效自评报告\n" + std::string(right) + "\n"), IsEmpty())
        << right;
  }
}

TEST(Alarms, WhatIsOfAllAgainAndWhatCameIn) {
  for (const char* right :
       {"年初预算1286万元，其中基本支出486万元、项目支出800万元；调整后预算1550万元，其中基本支出50"
        "0万元、项目"
        "支出1050万元。",
        "年初预算1286万元，其中基本支出486万元、项目支出800万元；年中调增264万元（其中基本支出调增1"
        "4万元、项目"
        "支出调增250万元）。",
        "2031年总收入1860.36万元，其中财政拨款1810.36万元，其他收入50万元。\n2031年总支出1799."
        "14万元。",
        "本年收入1860.36万元，其中财政拨款1810.36万元；本年支出1799.14万元。",
        "本年收入合计-100.00万元，其中：财政拨款收入-90.00万元，其他收入-10.00万元。"}) {
    EXPECT_THAT(In("某局2031年度部门整体支出绩效自评报告\n" + std::string(right) + "\n"), IsEmpty())
        << right;
  }
}

TEST(Alarms, WhatTwoProjectsWereGivenInAddition) {
  EXPECT_THAT(In("某局2031年度部门整体支出绩效自评报告\n优抚补助：年初预算500万元，追加200万元，实"
                 "际支出690万元。\n"
                 "义务兵优待金：年初预算300万元，追加50万元，实际支出331万元。\n"),
              IsEmpty());
}

TEST(Alarms, AGovernmentsTotalBehindWhatItAddsUp) {
  EXPECT_THAT(In("关于2031年某市决算的报告\n2031年，市级一般公共预算支出75."
                 "30亿元，加上补助下级支出13.80亿元、上解上级"
                 "支出29.30亿元、债务还本支出7.20亿元，市级一般公共预算总支出为125.60亿元。\n"),
              IsEmpty());
  EXPECT_THAT(In("某局2031年度部门整体支出绩效自评报告\n本年支出3942."
                 "10万元。\n本年支出中，基本支出1576.84万元，占"
                 "40%；项目支出2365.26万元，占60%。\n"),
              IsEmpty());
}

TEST(Alarms, ForecastRatesAndNumbersOfLines) {
  EXPECT_THAT(
      In("某局2031年度绩效监控表\n资金情况\t年初预算数\t1-7月执行数\t1-7月执行率\t预计执行率\n"
         "年度资金总额\t900\t522\t58.0%\t100%\n"),
      IsEmpty());
  EXPECT_THAT(
      In("某局2031年度决算公开\n单位：万元\n项目\t栏次\t2031年决算数\n“三公”经费合计\t1\t41.20\n"
         "因公出国（境）费\t2\t0.00\n公务用车购置及运行维护费\t3\t35.70\n公务接待费\t6\t5.50\n"),
      IsEmpty());
}

}  // namespace
}  // namespace outturn::document
