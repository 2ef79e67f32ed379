// Documents of other provinces and kinds: accounts of a government, rows of points, a cell a line.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

const char* const kAccounts =
    "某区2030年财政收支决算情况说明\n"
    "1.一般公共预算收支及其平衡情况\n"
    "全区一般公共预算总收入31240万元，下降2.1%，其中地方一般公共预算收入20150万元，下降1.4%；"
    "加上级补助收入8360万元，上年结余收入1275万元，调入资金945万元，收入合计30730万元。\n"
    "一般公共预算支出24380万元，增长3.2%；加上解上级支出2160万元，债务还本支出715万元，"
    "安排预算稳定调节基金1340万元（累计稳定调节基金2980万元），支出合计28595万元。\n"
    "收支相抵，年终结余2135万元，全部结转下年使用。\n"
    "2.国有资本经营收支及其平衡情况\n"
    "国有资本经营收入862万元，上级补助收入37万元，上年结余125万元，国有资本经营支出790万元。\n"
    "收支相抵，年终结余234万元，全部结转下年使用。\n";

TEST(Others, WhatTheAccountsOfAGovernmentComeTo) {
  EXPECT_THAT(In(kAccounts), IsEmpty());
  EXPECT_THAT(In(kAccounts, "8360", "3860"), ElementsAre("listed_sum 30730 26230.00"));
  EXPECT_THAT(In(kAccounts, "2135", "2315"), ElementsAre("difference 2315 2135.00"));
  EXPECT_THAT(In(kAccounts, "2135", "1600"), ElementsAre("difference 1600 2135.00"));
  EXPECT_THAT(In(kAccounts, "234", "243"), ElementsAre("difference 243 234.00"));
  EXPECT_THAT(In(kAccounts, "125", "152"), ElementsAre("difference 234 261.00"));
}

TEST(Others, AYearThatIsComparedWithIsNotItsOwn) {
  const std::string text =
      "（一）本单位2031年度总收入482.36万元，其中本年收入375.20万元，较2030年度决算数减少124.80万元"
      "，下降25.0%。\n"
      "1.上级补助收入9.40万元，较2030年度决算数减少3.10万元，下降24.8%。\n"
      "（二）本单位2031年度总支出482.36万元，其中本年支出401.50万元，较2030年度决算数减少98."
      "50万元，"
      "下降19.7%。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "19.7", "17.9"), ElementsAre("growth 17.9% 19.70%"));
  EXPECT_THAT(In(text, "482.36万元，其中本年支出", "428.36万元，其中本年支出"),
              ElementsAre("listed_sum 428.36 482.36"));
}

TEST(Others, MoreThanLastYearIsNotLastYears) {
  const std::string text =
      "2031年收入总预算8642310.50元，较上年增加312040.5元，增幅3.75%。本年收入预算8642310.50元，"
      "比上年多312040.5元，上升3.75%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "3.75", "7.35"), ElementsAre("growth 7.35% 3.75%"));
}

TEST(Others, TheKindsOfPostsMakeAllOfThem) {
  const std::string text =
      "某中学人员编制总数84名，其中：行政编制0名，参公事业编制0名，全额事业编制84名，聘用教师控制数"
      "5"
      "人。在职在编人员80人，包括：行政在职在编人员0人、参公事业在职在编人员0人、全额事业在职在编80"
      "人。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "全额事业编制84", "全额事业编制48"), ElementsAre("listed_sum 84 48.00"));
  EXPECT_THAT(In(text, "80人。", "70人。"), ElementsAre("listed_sum 80 70.00"));
}

TEST(Others, AnAwardForATargetIsPaid) {
  const std::string text =
      "完成预算资金912040元，其中村级运转360040元，小组长报酬152000元，村级事务补助340000元，"
      "村级目标奖励60000元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "360040", "306040"), ElementsAre("listed_sum 912040 858040.00"));
}

TEST(Others, PartsOfWhatStandsBeforeAChange) {
  const std::string text =
      "2031年度，本单位财政拨款收入总计1842.35万元，较上年减少72.15万元，降低3.77%。其中："
      "一般公共预算财政拨款收入1812.35万元，政府性基金预算财政拨款收入30万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "30万元", "50万元"), ElementsAre("listed_sum 1842.35 1862.35"));
  const std::string carried =
      "2031年度财政拨款收入总计842.75万元，其中：本年收入合计715.42万元，年初结转和结余127.33万元，"
      "较2030年收入总计减少215.71万元，下降20.38%。";
  EXPECT_THAT(In(carried), IsEmpty());
  EXPECT_THAT(In(carried, "127.33", "172.33"), ElementsAre("listed_sum 842.75 887.75"));
}

TEST(Others, WhatABudgetIsMadeUpOf) {
  const std::string text =
      "2031年财政拨款收支总预算8,064,230.18元。收入包括：一般公共预算拨款8,032,162.94元、"
      "上年结转结余32,067.24元；支出包括：教育支出7,500,000.00元、卫生健康支出564,230.18元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "32,067.24", "23,067.24"),
              ElementsAre("listed_sum 8,064,230.18 8055230.18"));
  EXPECT_THAT(In(text, "564,230.18", "546,230.18"),
              ElementsAre("listed_sum 8,064,230.18 8046230.18"));
}

TEST(Others, WhatWasUsedOfTheMoneyThatCame) {
  const std::string text = "专项资金已到位846.35万元，使用846.35万元，使用率100%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "使用846.35", "使用864.35"), Not(IsEmpty()));
  EXPECT_THAT(In(text, "使用846.35", "使用684.35"), ElementsAre("share 100% 80.86%"));
}

TEST(Others, PointsAreSoMuchOfTheirWeight) {
  const std::string text =
      "部门整体绩效自评表\n 年初预算数 执行率（%） 执行率权重 执行率得分（分）\n 84% 10 8.4\n"
      " 指标名称 计量单位 指标性质 年初指标值 全年完成值 得分系数（%） 指标权重（分） "
      "指标得分（分）"
      " 是否核心指标\n"
      " 公用经费控制率 % 定量指标 100% 98% 100% 3 3 是\n 资金使用合规性 定性指标 好 好 100% 5 5 "
      "否\n"
      " 宣传活动次数 次 定量指标 ≥30次 32次 100% 10 10 是\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "100% 5 5", "100% 5 6"), ElementsAre("share 100% 120%"));
  EXPECT_THAT(In(text, "100% 10 10", "50% 10 10"), ElementsAre("share 50% 100%"));
  EXPECT_THAT(In(text, "84%", "48%"), ElementsAre("share 48% 84%"));
  // Points for the budget spent may come in steps.
  EXPECT_THAT(In(text, "84% 10 8.4", "94% 10 9"), IsEmpty());
}

TEST(Others, NamesWithTheirPointsInBrackets) {
  const std::string text =
      "项目支出绩效评价得分表\n 一级指标 二级指标 三级指标 分值 得分\n"
      " 项目决策（24分） 科学决策（12分） 必要性（政策依据） 6 6\n 可行性（政策完善） 6 5\n"
      " 绩效目标（12分） 明确性 6 6\n 合理性 6 6\n"
      " 项目管理（9分） 资金管理（9分） 资金分配 4 4\n 资金使用 5 5\n"
      " 项目绩效（67分） 项目完成（27分） 完成数量 13 13\n 完成质量 14 14\n"
      " 项目效益（40分） 经济效益（可选项） 40\n 社会效益（可选项）\n 总分\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "资金使用 5 5", "资金使用 5 7"), ElementsAre("score_within_weight 7 5.00"));
  EXPECT_THAT(In(text, "资金使用 5 5", "资金使用 6 5"), ElementsAre("listed_sum 9 10.00"));
}

TEST(Others, AFormWithABarBehindEveryCell) {
  std::string text = "部门预算项目支出绩效自评表（2031年度） |\n";
  for (const char* cell : {"项目名称",
                           "工资性支出",
                           "主管部门",
                           "某局本级",
                           "年度预算数（万元）",
                           "年初预算",
                           "调整后预算数",
                           "预算执行数",
                           "预算执行率",
                           "权重",
                           "得分",
                           "原因",
                           "总额",
                           "312.46",
                           "328.75",
                           "328.75",
                           "100.00%",
                           "10",
                           "",
                           "1.低于90%的须说明原因；",
                           "其中：财政资金",
                           "312.46",
                           "328.75",
                           "328.75",
                           "100.00%",
                           "/",
                           "/",
                           "财政专户管理资金",
                           "0.00",
                           "0.00",
                           "0.00",
                           "0.00%",
                           "/",
                           "/",
                           "单位资金",
                           "0.00",
                           "0.00",
                           "0.00",
                           "0.00%",
                           "/",
                           "/",
                           "其他资金",
                           "",
                           "",
                           "",
                           "",
                           "/",
                           "/",
                           "绩效指标（90分）",
                           "一级指标"})
    text += std::string(cell) + " |\n";
  EXPECT_THAT(In(text), ElementsAre("full_is_paid 328.75 "));  // no error
  EXPECT_THAT(In(text, "328.75 |\n100.00%", "382.75 |\n100.00%"), SizeIs(Ge(1)));
  EXPECT_THAT(In(With(text, "100.00%", "91.00%")),
              ElementsAre("execution_rate 91.00% 100%", "full_is_paid 328.75 "));
  EXPECT_THAT(In(With(text, "312.46", "321.46")), SizeIs(Ge(2)));
}

TEST(Others, RowsBelowACellThatGoesOnOverThem) {
  const std::string text =
      "部门整体支出绩效自评表 | ||||||\n总体 资金（万元） | 资 金 来 源 | 年初预算数（A） | "
      "全年执行数（B） | 分值（10分） | 得分 |\n年度资金总额： | 1264.35 | 1318.62 | 10 | 10 |\n"
      "基本支出 | 1012.20 | 986.47 |\n项目支出 | 252.15 | 332.15 | 10 | 10 |\n"
      "年度总体目标 | 年初设定目标 | 完成情况 |\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "252.15", "225.15"), Not(IsEmpty()));
  EXPECT_THAT(In(text, "1318.62", "1381.62"), Not(IsEmpty()));
}

TEST(Others, ABarBehindEveryCell) {
  std::string text = "单位：万元\n";
  for (const char* cell : {"项 目", "预 算 数", "决 算 数", "合 计", "300.00", "280.00", "甲类",
                           "100.00", "90.00", "乙类", "200.00", "190.00"})
    text += std::string(cell) + " |\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "280.00", "208.00"), ElementsAre("table_sum 208.00 280.00"));
}

}  // namespace
}  // namespace outturn::document
