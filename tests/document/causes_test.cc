// Causes of findings and of false alarms seen in reports nobody had read before: one case each.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Causes, ARowOfOneUnitIsNotTheWhole) {
  const std::string right =
      "某局2024年度自评报告\n表1 各单位支出情况表（单位：万元）\n单位\t基本支出\t项目支出\t合计\n"
      "局机关\t300.00\t100.00\t400.00\n监测站\t200.00\t50.00\t250.00\n检验中心\t100.00\t20.00\t"
      "120.00\n合计\t600.00\t170.00\t770.00\n";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("250.00"), 6, "520.00");
  EXPECT_FALSE(In(wrong).empty());
}

TEST(Causes, AUnitTakenFromElsewhereIsNoDifference) {
  EXPECT_THAT(In("某馆2025年度自评报告\n表1 支出（单位：元）\n项目\t预算数\t决算数\n"
                 "公务接待费\t6000.00\t3164.00\n"
                 "表2 三公经费\n项目\t2025年预算\t2025年决算\n公务接待费\t6000.00\t3164.00\n"),
              IsEmpty());
}

TEST(Causes, WhatBelongsToSomebodyBelowIsNotTheUnits) {
  EXPECT_THAT(In("2022年公务用车运行费11.86万元。所属事务受理服务中心公务用车运行费2.31万元。"),
              IsEmpty());
}

TEST(Causes, AReasonMayStandBelowItsTable) {
  const std::string table =
      "2024年度自评报告\n指标名称\t目标值\t完成值\t完成率\n渔民培训人次（人次）\t3000\t5230\t"
      "174.33%\n";
  EXPECT_THAT(In(table), ElementsAre("over_completion 174.33% ≤ 130%"));
  EXPECT_THAT(In(table + "\n注：渔民培训完成率偏高，系年中新增培训任务2000人次所致。"), IsEmpty());
}

TEST(Causes, AReasonIsOfTheIndicatorItSaysMostOf) {
  const std::string table =
      "2024年度自评报告\n指标名称\t目标值\t完成值\t完成率\n渔民培训人次\t3000\t5230\t174.33%\n"
      "渔民培训场次\t30\t60\t200.00%\n\n注：渔民培训场次完成率偏高，系年中新增培训任务所致。";
  EXPECT_THAT(In(table), ElementsAre("over_completion 174.33% ≤ 130%"));
}

TEST(Causes, APercentageDueIsNotThatDone) {
  EXPECT_THAT(In("某局2021年度自评表\n表1 支出（单位：万元）\n支出类别\t调整预算\t执行数\t执行率\n"
                 "合计\t1000.00\t987.90\t98.79%\n表2 自评表\n指标\t权重\t目标值\t完成值\t得分\n"
                 "预算执行率\t10\t100%\t98.79%\t9.9\n"),
              IsEmpty());
}

TEST(Causes, ThePartsOfARowAreNotThoseOfTheTotal) {
  EXPECT_THAT(In("表1 三公经费（单位：万元）\n项目\t2019年\t2020年\t2021年\n出国费\t6.20\t0\t0\n"
                 "购置及运行费\t14.85\t13.90\t32.46\n其中：购置费\t0\t0\t17.98\n运行费\t14.85\t"
                 "13.90\t14.48\n接待费\t3.95\t2.60\t1.87\n合计\t25.00\t16.50\t34.33\n"),
              IsEmpty());
}

TEST(Causes, ARateIsOfWhatWasDoneOfWhatWasPlanned) {
  const std::string staff = "核定编制118名（行政62名，事业56名），年末实有112人，人员控制率";
  EXPECT_THAT(In(staff + "94.92%。"), IsEmpty());
  EXPECT_THAT(In(staff + "105.36%。"), ElementsAre("share 105.36% 94.92%"));
  EXPECT_THAT(In("投放苗种4.68亿尾，完成年度任务4.50亿尾的104.00%。"), IsEmpty());
  EXPECT_THAT(In("投放苗种4.68亿尾，完成年度任务4.50亿尾的96.15%。"),
              ElementsAre("share 96.15% 104%"));
}

TEST(Causes, ThePartsAreOfWhatWasDoneNotOfWhatWasDue) {
  const std::string right =
      "投放苗种4.68亿尾，完成年度任务4.50亿尾的104.00%，其中省级1.26亿尾，市县3.42亿尾。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("3.42"), 4, "4.32");
  EXPECT_FALSE(In(wrong).empty());
}

TEST(Causes, WhatRoseDidNotFall) {
  const std::string start = "接待支出9.12万元，比预算10.00万元节约0.88万元，比上年8.74万元";
  EXPECT_THAT(In(start + "增长4.35%。"), IsEmpty());
  EXPECT_THAT(In(start + "下降4.35%。"), ElementsAre("growth 4.35% -4.35%"));
}

TEST(Causes, PointsBetweenTwoRates) {
  EXPECT_THAT(In("满意率86.4%，较上年的84.1%提高2.3个百分点。"), IsEmpty());
  EXPECT_THAT(In("满意率86.4%，较上年的84.1%提高3.2个百分点。"),
              ElementsAre("difference 3.2 2.30"));
  EXPECT_THAT(In("比例由63.4%提高到71.9%，提高8.5个百分点。"), IsEmpty());
}

TEST(Causes, NoScoreIsAboveItsWeightInASentenceEither) {
  EXPECT_THAT(In("产出指标分值30分，得分28.9分；效果指标分值30分，得分29分。"), IsEmpty());
  EXPECT_THAT(In("产出指标分值30分，得分38.9分；效果指标分值30分，得分29分。"),
              ElementsAre("score_within_weight 38.9 30.00"));
}

TEST(Causes, ConvertedIsTheSameAmount) {
  EXPECT_THAT(In("部门支出77,995,381.23元。折合7799.54万元。"), IsEmpty());
  EXPECT_THAT(In("部门支出77,995,381.23元。折合77995.38万元。"),
              ElementsAre("listed_sum 77995.38 7799.54"));
}

TEST(Causes, AColumnOfDifferencesHasTheirSigns) {
  const std::string right =
      "单位：万元\n项目\t2024年\t2025年\t2025年比2024年增减额\n甲类\t48.20\t31.64\t-16.56\n乙类\t"
      "31.26\t29.85\t-1.41\n丙类\t12.00\t15.00\t3.00\n";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("-16.56"), 6, "16.56");
  EXPECT_THAT(In(wrong), ElementsAre("difference 16.56 -16.56"));
}

TEST(Causes, TwoRowsMayMissTheSameTotal) {
  EXPECT_THAT(In("表1（单位：万元）\n类\t甲\t乙\t合计\n一类\t10.50\t20.25\t30.75\n二类\t11.25\t"
                 "30.50\t41.75\n三类\t12.75\t40.00\t57.25\n四类\t13.00\t50.25\t63.25\n"
                 "五类\t14.00\t60.50\t74.50\n六类\t15.00\t71.50\t85.60\n"),
              ElementsAre("table_sum 57.25 52.75", "table_sum 85.60 86.50"));
}

TEST(Causes, ALongNameOnALineOfItsOwnIsACell) {
  EXPECT_THAT(In("指标\n目标值\n完成值\n完成率\n新建（所）\n8\n9\n112.50%\n"
                 "农村义务教育营养改善计划受益学生（人）\n38500\n38216\n99.26%\n教师培训（人次）\n"
                 "5200\n5460\n105.00%\n竣工面积（平方米）\n42000\n37800\n111.11%\n"),
              ElementsAre("share 111.11% 90%"));
}

TEST(Causes, AShareWithoutAWholeIsOfItsFellows) {
  const std::string right =
      "支出1,126.38万元，其中基本支出715.46万元，项目支出410.92万元。\n人居环境提升156.00万元，占"
      "项目支出37.96%；公路养护98.50万元，占23.97%。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("23.97"), 5, "8.74");
  EXPECT_THAT(In(wrong), ElementsAre("share 8.74% 23.97%"));
}

}  // namespace
}  // namespace outturn::document
