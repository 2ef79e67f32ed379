// Tables with their columns, as office files have them: what they add up to by their own heads.

#include <sstream>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

// A caption, then rows with "|" between the cells; "<" belongs to the cell on its left, "^" to the
// one above.
Document Office(const std::string& text) {
  Document document;
  Block table;
  table.is_table = true;
  std::istringstream lines(text);
  int order = 0;
  for (std::string line; std::getline(lines, line);) {
    const Words where = LinePlace(static_cast<size_t>(++order));
    if (line.find('|') == std::string::npos) {
      document.blocks.push_back(
          {.is_table = false, .text = line, .where = where, .order = order, .grid = {}});
      continue;
    }
    std::vector<Cell> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '|');) {
      const bool left = cell == "<" && !row.empty();
      const bool above = cell == "^" && !table.grid.rows.empty();
      const std::string covers = left    ? row.back().text
                                 : above ? table.grid.rows.back()[row.size()].text
                                         : cell;
      row.push_back({covers, where, order, left || above});
    }
    table.grid.rows.push_back(std::move(row));
  }
  table.order = order;
  table.where = LinePlace(static_cast<size_t>(order));
  document.blocks.push_back(std::move(table));
  Square(document.blocks.back().grid);
  return document;
}

std::vector<std::string> InOffice(const std::string& text, const std::string& was = "",
                                  const std::string& now = "") {
  return Findings(Read(Office(was.empty() ? text : With(text, was, now)), BuiltInLabels()));
}

const char* const kSpent =
    "某中心2031年度部门整体支出绩效自评报告\n"
    "年度支出和结余情况（万元）\n"
    "机构名称|支出合计|其中：|<|<|<|当年结余\n"
    "^|^|基本支出|其中：|<|项目支出|^\n"
    "^|^|^|人员支出|公用支出|^|^\n"
    "某监督指挥中心|641.30|258.10|214.60|43.50|383.20|6.40\n";

TEST(Tables, PartsThatHeadsName) {
  EXPECT_THAT(InOffice(kSpent), IsEmpty());
  EXPECT_THAT(InOffice(kSpent, "641.30", "614.30"), ElementsAre("table_sum 614.30 641.30"));
  EXPECT_THAT(InOffice(kSpent, "43.50", "61.20"), ElementsAre("table_sum 258.10 275.80"));
}

const char* const kIncome =
    "部门收入总表\n"
    "单位：万元\n"
    "单位代码|单位名称|合计|上年结转|一般公共预算拨款收入|事业收入\n"
    "|合计|17023.60||17023.60|\n"
    "440301|教育局机关|1512.40||1512.40|\n"
    "440302|县中学|6403.10||6403.10|\n"
    "440303|第一小学|5290.80||5290.80|\n"
    "440304|职业中学|3817.30||3817.30|\n";

TEST(Tables, OnePartAloneIsItsTotal) {
  EXPECT_THAT(InOffice(kIncome), IsEmpty());
  EXPECT_THAT(InOffice(kIncome, "|5290.80||5290.80", "|5290.80||4980.80"),
              ElementsAre("table_sum 17023.60 16713.60", "  table_sum 5290.80 4980.80"));
}

const char* const kByCode =
    "部门支出总表\n"
    "单位：万元\n"
    "科目编码|科目名称|合计|基本支出|项目支出\n"
    "205|教育支出|900.00|700.00|200.00\n"
    "208|社会保障和就业支出|160.50|150.50|10.00\n"
    "210|卫生健康支出|95.20|80.20|15.00\n"
    "221|住房保障支出|130.40|120.40|10.00\n";

TEST(Tables, CodedRowsAddUpAcross) {
  EXPECT_THAT(InOffice(kByCode), IsEmpty());
  EXPECT_THAT(InOffice(kByCode, "80.20", "50.20"), ElementsAre("table_sum 95.20 65.20"));
}

const char* const kThree =
    "2031年一般公共预算“三公”经费支出预算表\n"
    "单位：万元\n"
    "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费\n"
    "^|^|小计|公务用车购置费|公务用车运行费|^\n"
    "331.4|11|80.4|44|36.4|240\n";

TEST(Tables, ARowOfNumbersGoesByNoCode) {
  EXPECT_THAT(InOffice(kThree), IsEmpty());
  EXPECT_THAT(InOffice(kThree, "|44|", "|52|"), ElementsAre("vehicle_sum 80.4 88.40"));
}

const char* const kYears =
    "2031年一般公共预算“三公”经费对比表\n"
    "单位：万元\n"
    "年度|合计|因公出国（境）费|公务接待费|公务用车运行费\n"
    "2030年|150.00|40.00|50.00|60.00\n"
    "2031年|120.00|30.00|42.00|48.00\n"
    "增减%|-20.00|-25.00|-16.00|-20.00\n";

TEST(Tables, PercentagesOneBelowTheOther) {
  EXPECT_THAT(InOffice(kYears), IsEmpty());
  EXPECT_THAT(InOffice(kYears, "-16.00", "-12.00"), ElementsAre("share -12.00% -16%"));
}

const char* const kStatistics =
    "财政拨款“三公”经费、机关运行经费情况表\n"
    "金额单位：万元\n"
    "项目|行次|预算数|决算统计数\n"
    "一、“三公”经费支出|1||\n"
    "（一）支出合计|2|4.40|3.52\n"
    "1.因公出国（境）费|3|0.00|0.00\n"
    "2.公务用车购置及运行维护费|4|3.20|2.71\n"
    "（1）公务用车购置费|5|0.00|0.00\n"
    "（2）公务用车运行维护费|6|3.20|2.71\n"
    "3.公务接待费|7|1.20|0.81\n";

TEST(Tables, AllOfThreePublicIsCalledExpenditure) {
  EXPECT_THAT(InOffice(kStatistics), IsEmpty());
  EXPECT_THAT(InOffice(kStatistics, "3.52", "4.32"), ElementsAre("three_public_sum 4.32 3.52"));
}

const char* const kWithoutWeights =
    "2031年度某分局整体绩效自评表\n"
    "一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分\n"
    "产出指标（40分）|数量指标|破获案件数|≥900起|986起|10\n"
    "^|质量指标|破案率|100%|100%|10\n"
    "^|^|警务覆盖率|100%|100%|10\n"
    "^|时效指标|办理及时率|100%|100%|10\n"
    "效果指标（60分）|社会效益指标|群众安全感|≥95%|96.4%|60\n"
    "总分|<|<|<|<|100\n";

TEST(Tables, AGroupThatHasAllItsPointsHasMetEveryTarget) {
  EXPECT_THAT(InOffice(kWithoutWeights), IsEmpty());
  EXPECT_THAT(InOffice(kWithoutWeights, "破案率|100%|100%", "破案率|100%|90%"),
              ElementsAre("unmet_full_score 10 "));
}

const char* const kFullMarks =
    "2031年度部门整体支出绩效自评表\n"
    "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|实际完成值|得分\n"
    "产出指标|数量指标|热线受理量|≥|31000|件|32480|40分（满分40分）\n"
    "产出指标|质量指标|热线办结率|≥|95|%|97.60|30分（满分30分）\n"
    "满意度指标|服务对象满意度|企业满意度|＝|90|%|90|30分（满分30分）\n"
    "自评总分|<|<|<|<|<|<|100分\n";

TEST(Tables, LessThanATargetMayBeBetter) {
  const std::string costs =
      "2031年度项目支出绩效自评表\n"
      "一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分\n"
      "产出指标|质量指标|安全事故数|＝|5|件|3|50|50\n"
      "产出指标|数量指标|采购价格|＝|100|万元|95|30|30\n"
      "效益指标|社会效益指标|空置率|＝|5|%|3|20|20\n"
      "合计|<|<|<|<|<|<|100|100\n";
  EXPECT_THAT(InOffice(costs), IsEmpty());
}

TEST(Tables, AScoreThatSaysItsWeight) {
  EXPECT_THAT(InOffice(kFullMarks), IsEmpty());
  EXPECT_THAT(InOffice(kFullMarks, "32480", "28480"), ElementsAre("unmet_full_score 40分/40分 "));
  EXPECT_THAT(InOffice(kFullMarks, "|90|30分", "|80|30分"),
              ElementsAre("unmet_full_score 30分/30分 "));
  EXPECT_THAT(InOffice(kFullMarks, "30分（满分30分）\n满", "36分（满分30分）\n满"),
              ElementsAre("scores 100 106", "  score_within_weight 36分 ≤ 30分"));
}

const char* const kRateWithPoints =
    "2031年度项目支出绩效自评表\n"
    "项目名称|某扶持资金|<|<|<|<|<\n"
    "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率（得分）\n"
    "^|年度资金总额：|50|50|45|10|90%（9）\n"
    "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
    "产出指标|数量指标|扶持村数|1个|1个|50|50\n"
    "效益指标|经济效益指标|年收益|≥5万元|5.10万元|40|40\n"
    "总分|<|<|<|<|100|99\n";

TEST(Tables, ARateAndItsPointsInOneCell) {
  EXPECT_THAT(InOffice(kRateWithPoints), IsEmpty());
  EXPECT_THAT(InOffice(kRateWithPoints, "90%（9）", "90%（7）"), ElementsAre("scores 99 97"));
  EXPECT_THAT(InOffice(kRateWithPoints, "100|99", "100|96"), ElementsAre("scores 96 99"));
}

TEST(Tables, SentencesWithinACellHangTogether) {
  const std::string text =
      "2031年度部门预算项目支出绩效自评表\n"
      "项目概况|单位：万元\n"
      "完成情况|全年上报案件18640件，立案18120件，结案17250件，结案率95.20%。\n";
  EXPECT_THAT(InOffice(text), IsEmpty());
  EXPECT_THAT(InOffice(text, "95.20%", "95.02%"), ElementsAre("share 95.02% 95.20%"));
}

const char* const kManyRows =
    "2031年项目预算和资金到位情况\n"
    "单位：万元\n"
    "序号|项目名称|年初批复预算|调整后预算|实际到位资金\n"
    "1|展厅运维经费|100.00|86.20|62.05\n"
    "2|应用经费|300.00|236.50|88.40\n"
    "3|平台租用经费|260.00|198.30|55.64\n"
    "4|网络运维经费|120.00|96.80|30.52\n"
    "5|归集治理经费|80.00|60.00|15.20\n"
    "合计|<|860.00|677.80|251.81\n";

TEST(Tables, ATotalOfManyRowsIsOneWhateverElseIsWrong) {
  EXPECT_THAT(InOffice(kManyRows), IsEmpty());
  EXPECT_THAT(InOffice(With(kManyRows, "677.80", "687.80"), "251.81", "281.51"),
              ElementsAre("table_sum 687.80 677.80", "table_sum 281.51 251.81"));
}

TEST(Tables, TheUnitIsThatOfTheText) {
  const std::string text =
      "2031年项目支出绩效运行监控情况\n"
      "上述项目年初预算共计2535.4万元，已到位672.44万元。\n"
      "单位：万元\n"
      "项目名称|年初预算数|到位数\n"
      "医疗保险基金项目|795.40|237.44\n"
      "配套资金|1740.00|435.00\n"
      "合计|2535.40|672.44\n";
  EXPECT_THAT(InOffice(text), IsEmpty());
  EXPECT_THAT(InOffice(text, "单位：万元", "单位：元"),
              ElementsAre("listed_sum 2535.40 25354000.00"));
}

const char* const kBuilt =
    "养殖场建设项目资金测算明细表\n"
    "序号|建设内容|单位|数量|单价（元）|金额（万元）\n"
    "1|公猪舍|平方米|24.5|640|1.568\n"
    "2|育肥猪舍|平方米|190|570|10.830\n"
    "3|隔离舍|平方米|52|610|3.172\n"
    "4|冲洗机|台|2|1900|0.380\n"
    "合计|<|<|<|<|15.950\n";

TEST(Tables, AnAmountIsItsQuantityByThePrice) {
  EXPECT_THAT(InOffice(kBuilt), IsEmpty());
  EXPECT_THAT(InOffice(kBuilt, "|570|", "|750|"), ElementsAre("table_sum 10.830 14.25"));
}

TEST(Tables, RoundedFactorsAndRanksAreNoContradiction) {
  EXPECT_THAT(InOffice("补助明细表\n序号|村名|人数|标准（元）|补助金额（元）\n1|甲村|30|33.3|"
                       "1000\n2|乙村|60|33.3|2000\n"
                       "3|丙村|20|45|900\n4|丁村|25|40|1000\n合计|<|135||4900\n"),
              IsEmpty());
  EXPECT_THAT(
      InOffice(
          "考核情况表\n序号|单位|金额（万元）|排名|电话\n1|甲局|10.00|1|100\n2|乙局|20.00|2|200\n"
          "3|丙局|30.00|3|300\n合计|<|60.00|2|250\n"),
      IsEmpty());
}

TEST(Tables, NumberedRowsMakeTheirTotal) {
  EXPECT_THAT(InOffice(kBuilt, "15.950", "18.250"), ElementsAre("table_sum 18.250 15.95"));
}

const char* const kMeetings =
    "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表\n"
    "单位：万元\n"
    "项目|合计|“三公”经费|<|<|会议费|培训费\n"
    "^|^|小计|公务接待费|公务用车运行维护费|^|^\n"
    "预算数|15.20|7.10|3.10|4.00|1.60|6.50\n"
    "决算数|12.07|5.52|1.90|3.62|0.94|5.61\n";

TEST(Tables, HeadsThatMakeTheTotalByTheirOwnSums) {
  EXPECT_THAT(InOffice(kMeetings), IsEmpty());
  EXPECT_THAT(InOffice(kMeetings, "5.61", "4.31"), ElementsAre("table_sum 12.07 10.77"));
}

const char* const kNumbered =
    "收入支出决算总表\n"
    "单位：万元\n"
    "收入|<|支出|<\n"
    "项目|决算数|项目（按功能分类）|决算数\n"
    "1.一般公共预算财政拨款收入|402.50|1.一般公共服务支出|340.20\n"
    "4.其他收入||8.社会保障和就业支出|39.10\n"
    "||19.住房保障支出|23.20\n"
    "本年收入合计|402.50|本年支出合计|402.50\n"
    "收入总计|402.50|支出总计|402.50\n";

TEST(Tables, ClassesMayHaveArabicNumerals) {
  EXPECT_THAT(InOffice(kNumbered), IsEmpty());
  EXPECT_THAT(InOffice(kNumbered, "39.10", "31.90"), ElementsAre("table_sum 402.50 395.30"));
}

const char* const kWholeInBrief =
    "部门预算项目支出绩效自评表（2031年度）\n"
    "项目名称|51000031R000-图书馆免费开放经费|<|<|<|<|<\n"
    "预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重\n"
    "^|总额|30.00|30.00|28.80|96.00%|10\n"
    "^|其中：财政资金|30.00|30.00|28.80|96.00%|/\n";

TEST(Tables, TheWholeIsCalledTheSumInSichuan) {
  EXPECT_THAT(InOffice(kWholeInBrief), IsEmpty());
  EXPECT_THAT(InOffice(kWholeInBrief, "96.00%|10", "92.40%|10"),
              ElementsAre("execution_rate 92.40% 96%"));
}

const char* const kTwoWeights =
    "2031年度部门整体支出绩效自评表\n"
    "一级指标|分值|二级指标|分值|得分\n"
    "投入|15|预算配置|15|12\n"
    "过程|45|预算执行|20|19\n"
    "^|^|预算管理|25|24\n"
    "产出及效率|40|职责履行|20|19\n"
    "^|^|履职效益|20|19\n"
    "合计|100||100|93\n";

TEST(Tables, TheLastLevelHasItsOwnWeights) {
  EXPECT_THAT(InOffice(kTwoWeights), IsEmpty());
  EXPECT_THAT(InOffice(kTwoWeights, "100|93", "100|98"), ElementsAre("scores 98 93"));
}

const char* const kForecast =
    "2031年部门项目支出绩效运行监控表\n"
    "单位：万元\n"
    "序号|项目名称|资金执行情况|<|<|<|<\n"
    "^|^|年初预算数|1-7月执行数|执行率|全年预计执行数|全年预计执行率\n"
    "1|工作经费|210.00|126.00|60.00%|210.00|100.00%\n"
    "2|管理经费|40.00|18.60|46.50%|38.00|95.00%\n"
    "3|租赁及运行费|168.00|84.00|50.00%|168.00|100.00%\n";

TEST(Tables, WhatIsForeseenIsNotPaid) {
  EXPECT_THAT(InOffice(kForecast), IsEmpty());
  EXPECT_THAT(InOffice(kForecast, "46.50%", "64.50%"), ElementsAre("share 64.50% 46.50%"));
}

const char* const kScopes =
    "2031年部门决算公开说明\n"
    "一、支出决算情况说明\n"
    "2031年支出合计7778.50万元，其中：项目支出683.20万元，基本支出7095.30万元。\n"
    "二、一般公共预算财政拨款支出决算情况说明\n"
    "2031年度一般公共预算财政拨款支出2339.60万元。\n"
    "1.基本支出1656.40万元，主要用于人员工资；\n"
    "2.项目支出683.20万元，主要用于购买设备。\n";

TEST(Tables, AChapterOnOneKindOfMoneyIsNotHeldAgainstAll) { EXPECT_THAT(In(kScopes), IsEmpty()); }

const char* const kBalance =
    "2031年某区一般公共预算收支平衡表\n"
    "单位：万元\n"
    "收入项目|金额|支出项目|金额\n"
    "一般公共预算收入|52100|一般公共预算支出|194200\n"
    "上级补助收入|127300|上解上级支出|6900\n"
    "债券转贷收入|23400|债务还本支出|8600\n"
    "上年结转收入|9900|安排预算稳定调节基金|3100\n"
    "调入资金|5500|结转下年支出|5400\n"
    "收入总计|218200|支出总计|218200\n";

TEST(Tables, TotalsOfAllThereIsByName) {
  EXPECT_THAT(InOffice(kBalance), IsEmpty());
  EXPECT_THAT(InOffice(kBalance, "|3100", "|5300"), ElementsAre("table_sum 218200 220400.00"));
  EXPECT_THAT(InOffice(kBalance, "|5500|", "|7500|"), ElementsAre("table_sum 218200 220200.00"));
}

TEST(Tables, CompletingABudgetOfSoMuchIsNoOutturn) {
  EXPECT_THAT(
      In("某厅2031年“三公”经费支出决算情况说明\n“三公”经费支出决算为62.10万元，完成全年预算84.80"
         "万元的73.2%。其中：公务用车购置及运行维护费支出决算为27.40万元，完成预算29.60万元的"
         "92.6%；公务接待费支出决算为34.70万元，完成预算55.20万元的62.9%。\n公务接待费支出34.70万元"
         "。\n"),
      IsEmpty());
}

}  // namespace
}  // namespace outturn::document
