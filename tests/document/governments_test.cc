// Reports of governments: budget execution, final accounts, adjustments, debt, social insurance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char* const kReport =
    "关于某县2025年预算执行情况的报告\n"
    "一、2025年预算执行情况\n"
    "全县一般公共预算收入完成81200万元，比上年同期76400万元增收4800万元，增长6.28%，完成年初预算"
    "80500万元的100.87%。其中：县级收入64300万元，乡镇级收入16900万元。\n"
    "税收收入完成52130万元，比上年减收1270万元（上年完成53400万元），占一般公共预算收入的64.20%。\n"
    "县级一般公共预算收入完成64300万元，占调整预算的100%，其中：税收收入41200万元、非税收入23100"
    "万元。加上转移性收入286400万元，收入总计350700万元。\n"
    "县级一般公共预算支出完成301500万元，加上上解上级支出18300万元、债务还本支出22400万元以及结转"
    "下年8500万元，支出总计350700万元。\n"
    "（二）社会保险基金\n"
    "全县社会保险基金收入完成56280万元，其中：保险费收入22640万元。基金支出完成51450万元。当年收支"
    "结余4830万元，上年结余40120万元，年末滚存结余44950万元。\n"
    "（三）政府债务\n"
    "全县政府债务限额48.72亿元。2024年末政府债务余额44.95亿元，加当年发行新增债券3.20亿元、再融资"
    "债券1.63亿元，减当年偿还到期本金2.61亿元，2025年末政府债务余额47.17亿元。\n"
    "（四）预算调整\n"
    "县级一般公共预算总支出由338700万元调整为350700万元，调增12000万元，用于以下项目：教育支出4200"
    "万元、农林水支出5050万元、交通运输支出2750万元。\n";

std::vector<std::string> Wrong(const std::string& was, const std::string& now) {
  return In(With(kReport, was, now));
}

TEST(Governments, WhatAgreesIsLeftAlone) { EXPECT_THAT(In(kReport), IsEmpty()); }

TEST(Governments, ALevelAgainstLastYearAndTheBudget) {
  EXPECT_THAT(Wrong("增收4800", "增收8400"), Contains("difference 8400 4800.00"));
  EXPECT_THAT(Wrong("80500万元的100.87", "80500万元的108.70"), Contains("share 108.70% 100.87%"));
  EXPECT_THAT(Wrong("减收1270", "减收1720"), Contains("difference 1720 1270.00"));
  EXPECT_THAT(Wrong("收入的64.20", "收入的62.40"), Contains("share 62.40% 64.20%"));
}

TEST(Governments, BothLevelsMakeTheWhole) {
  EXPECT_THAT(Wrong("乡镇级收入16900", "乡镇级收入19600"), Contains("listed_sum 81200 83900.00"));
}

TEST(Governments, TotalsWithTransfersAndBalances) {
  EXPECT_THAT(Wrong("收入总计350700", "收入总计357000"), Contains("listed_sum 357000 350700.00"));
  EXPECT_THAT(Wrong("还本支出22400", "还本支出24200"), Contains("listed_sum 350700 352500.00"));
}

TEST(Governments, WhatIsLeftOfAFund) {
  EXPECT_THAT(Wrong("结余4830", "结余8430"), Contains("difference 8430 4830.00"));
  EXPECT_THAT(Wrong("滚存结余44950", "滚存结余49450"), Contains("listed_sum 49450 44950.00"));
}

TEST(Governments, DebtFromYearToYear) {
  EXPECT_THAT(Wrong("余额47.17", "余额41.77"), Contains("listed_sum 41.77 47.17"));
  EXPECT_THAT(Wrong("限额48.72", "限额46.72"), Contains("part_within_whole 47.17 46.72"));
}

TEST(Governments, WhatAnAdjustmentIsFor) {
  EXPECT_THAT(Wrong("调增12000", "调增21000"), Contains("difference 21000 12000.00"));
  EXPECT_THAT(Wrong("农林水支出5050", "农林水支出5500"), Contains("listed_sum 12000 12450.00"));
}

TEST(Governments, WhatIsSplitIsAllThereIs) {
  const std::string text =
      With(kReport, "乡镇级收入16900万元。",
           "乡镇级收入16900万元。分部门看：税务部门完成58210万元，财政部门完成22990万元。");
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "部门完成22990", "部门完成29290")),
              Contains("listed_sum 81200 87500.00"));
}

TEST(Governments, BondsAndWhatTheyAreFor) {
  const std::string text =
      std::string(kReport) +
      "省下达我县新增政府债务限额86500万元，其中：新增一般债务限额14200万元，新增专项债务限额72300"
      "万"
      "元。一般债券资金安排如下：农村公路建设6800万元，水库除险加固7400万元。\n"
      "政府性基金收入预算96000万元，拟调减24000万元，调整后为72000万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "专项债务限额72300", "专项债务限额73200")),
              Contains("listed_sum 86500 87400.00"));
  EXPECT_THAT(In(With(text, "除险加固7400", "除险加固4700")),
              Contains("listed_sum 14200 11500.00"));
  EXPECT_THAT(In(With(text, "调整后为72000", "调整后为70200")),
              Contains("listed_sum 70200 72000.00"));
}

TEST(Governments, ABalanceIsNotHeldAgainstExpenditure) {
  EXPECT_THAT(In(With(kReport, "当年收支结余4830万元，",
                      "当年收支结余4830万元，比上年4300万元增加530万元，")),
              IsEmpty());
}

// "拟由年初 A 调整为 B" are two of one, what a bracket says is done with at its end.
TEST(Governments, WhatWasAdjustedIsNoListOfParts) {
  EXPECT_THAT(In("关于某镇预算调整的报告\n"
                 "一般公共预算收入由年初预算1298万元调整为1325万元，调增27万元。其中：税收收入年初"
                 "预算940万元不"
                 "变；非税收入由年初预算358万元调整为385万元。\n"
                 "全镇一般公共预算收入1325万元，加上调入资金216万元（包括从政府性基金调入、从国有资"
                 "本经营预算"
                 "调入），收入总量为1541万元。\n"),
              IsEmpty());
}

const char* const kTables =
    "某县2025年收支决算\n"
    "一般公共预算收支平衡表\n"
    "单位：万元\n"
    "收入\t决算数\t支出\t决算数\n"
    "总计\t124600\t总计\t124600\n"
    "一、本级收入\t36700\t一、本级支出\t98240\n"
    "税收收入\t21340\t二、转移性支出\t26360\n"
    "非税收入\t15360\t上解支出\t6120\n"
    "二、转移性收入\t87900\t债务还本支出\t12480\n"
    "上级补助收入\t58050\t安排预算稳定调节基金\t3300\n"
    "调入资金\t9410\t结转下年支出\t4460\n"
    "地方政府债务收入\t17240\t\t\n"
    "动用预算稳定调节基金\t3200\t\t\n"
    "全县一般公共预算收入3.67亿元，加上上级补助收入5.81亿元、地方政府债务收入1.72亿元、调入资金0.94"
    "亿元、动用预算稳定调节基金0.32亿元，收入总计12.46亿元。\n";

TEST(Governments, RowsBelowNumberedRows) {
  EXPECT_THAT(In(kTables), IsEmpty());
  EXPECT_THAT(In(With(kTables, "税收收入\t21340", "税收收入\t23140")),
              Contains("table_sum 36700 38500.00"));
  EXPECT_THAT(In(With(kTables, "还本支出\t12480", "还本支出\t14280")),
              Contains("table_sum 26360 28160.00"));
}

TEST(Governments, TheTextTellsWhatTheTableTells) {
  const std::string text = With(kTables, "收入总计12.46亿元", "执行情况良好");
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "债务收入1.72", "债务收入1.27")), Contains("listed_sum 1.27 1.72"));
}

const char* const kFunds =
    "全县社会保险基金收入、社会保险基金支出决算情况\n"
    "某县2025年社会保险基金决算表\n"
    "单位：万元\n"
    "项目\t合计\t养老保险基金\t失业保险基金\n"
    "一、收入\t52180\t48840\t3340\n"
    "二、支出\t47960\t45130\t2830\n"
    "三、本年收支结余\t4220\t3710\t510\n"
    "四、上年滚存结余\t31650\t26930\t4720\n"
    "五、年末滚存结余\t35870\t30640\t5230\n";

TEST(Governments, FundsFromYearToYearInATable) {
  EXPECT_THAT(In(kFunds), IsEmpty());
  EXPECT_THAT(In(With(kFunds, "结余\t4220\t3710\t510", "结余\t4220\t3710\t150")),
              Contains("  table_sum 150 510.00"));
  EXPECT_THAT(In(With(kFunds, "30640\t5230", "30640\t5320")), Contains("  table_sum 5320 5230.00"));
}

// Income stands left of the names of expenditure, and some of it looks like a code.
TEST(Governments, AmountsBesideNamesAreNoCodes) {
  EXPECT_THAT(In("某县2025年收支平衡表\n"
                 "单位：万元\n"
                 "收入\t金额\t支出\t金额\n"
                 "一、税收收入\t26300\t一、本级支出\t51000\n"
                 "二、非税收入\t20100\t二、上解支出\t9000\n"
                 "三、上级补助收入\t39200\t三、债务还本支出\t25600\n"
                 "总计\t85600\t总计\t85600\n"),
              IsEmpty());
}

}  // namespace
}  // namespace outturn::document
