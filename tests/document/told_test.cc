// What one sentence, table or list tells of the rest of the document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const char kTitle[] = "某局2024年度自评报告\n";

struct Slip {
  const char* was;
  const char* now;
};

// Right as it stands; each slip is told, by whatever check.
void ExpectTold(const std::string& text, std::initializer_list<Slip> slips) {
  const std::string right = kTitle + text;
  EXPECT_THAT(In(right), IsEmpty()) << text;
  for (const auto& [was, now] : slips) {
    EXPECT_THAT(In(With(right, was, now)), ::testing::Not(IsEmpty())) << was << " → " << now;
  }
}

TEST(Told, UnitsOneAfterTheOtherAreNotOne) {
  ExpectTold(
      "甲单位2024年全年预算数520.00万元，执行数510.00万元，执行率98.08%。其中基本支出300.00万元，"
      "项目支出210.00万元。\n乙单位2024年全年预算数210.00万元，执行数205.00万元，执行率97.62%。其中"
      "基本支出120.00万元，项目支出85.00万元。\n",
      {{"98.08%", "89.08%"}, {"项目支出85.00", "项目支出58.00"}});
  ExpectTold(
      "一、部门概况\n（一）局机关\n核定编制35名，在职人员33人。\n（二）市水利工程管理站\n核定编制15"
      "名"
      "，在职人员14人。\n",
      {{"在职人员14", "在职人员41"}});
}

TEST(Told, WhatWasCarriedInMayBeSpentToo) {
  ExpectTold(
      "资金情况\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n年度资金总额\t200.00\t200."
      "00"
      "\t231.50\t10\t115.75%\t10\n其中：当年财政拨款\t200.00\t200.00\t200.00\t—\t100%\t—\n"
      "上年结转资金\t0.00\t0.00\t31.50\t—\t—\t—\n",
      {{"231.50\t10", "281.50\t10"}});
}

TEST(Told, TheUnitBetweenFundsAndIndicatorsBreaksNothing) {
  const std::string rows =
      "资金情况\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\t年度资金总额\t100.00\t"
      "100.00\t98.00\t10\t98%\t9."
      "8\n单位：元\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t"
      "分值\t得分\t偏差原因\n产出指标\t数量指标\t改造小区\t5个\t5个\t50\t50\t\n效益指标\t社会效益\t"
      "受益户数\t800户\t800户\t40\t40\t\n总分\t\t\t\t\t100\t99.8\t\n";
  EXPECT_THAT(In(kTitle + rows), IsEmpty());
  const auto filing = ReadWords(kTitle + rows);
  for (const auto& finding : checks::Check(filing, checks::BuiltInRules()))
    EXPECT_NE(finding.check, "weights");
}

TEST(Told, NaturesThatMakeTheBudgetWerePlanned) {
  EXPECT_THAT(
      In(std::string(kTitle) +
         "2024年支出合计1230.00万元。项目支出决算数420.00万元，基本支出决算数810.00万元。\n附件2 "
         "部门整体支出绩效自评表\n年度预算申请（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值"
         "\t"
         "执行率\t得分\n\t年度资金总额\t1200.00\t1250.00\t1230.00\t10\t98.40%\t9.84\n\t"
         "按收入性质分：\t\t按支出性质分：\n\t其中：一般公共预算：1250.00\t\t其中：基本支出：820."
         "00\n"
         "\t政府性基金拨款：0\t\t其中：项目支出：430.00\n"),
      IsEmpty());
}

TEST(Told, FunctionsOfFiscalFundsAreNotThoseOfAllMoney) {
  ExpectTold(
      "一、支出决算情况\n本年支出合计1300.00万元，其中：教育支出1000.00万元，占76.92%"
      "；社会保障和就业"
      "支出300.00万元，占23.08%。\n二、财政拨款支出决算情况\n财政拨款支出1200."
      "00万元，主要用于以下方面"
      "：教育支出920.00万元，占76.67%；社会保障和就业支出280.00万元，占23.33%。\n",
      {{"教育支出920.00", "教育支出290.00"}});
  const std::string tables =
      "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t合计\t"
      "1300.00\t800.00\t500.00\n205\t教育支出\t1000.00\t600.00\t400.00\n208\t社会保障和就业支出\t"
      "300.00\t200.00\t100.00\n财政拨款支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t"
      "基本支出\t项目支出\n合计\t合计\t1200.00\t750.00\t450.00\n205\t教育支出\t920.00\t560.00\t"
      "360.00\n208\t社会保障和就业支出\t280.00\t190.00\t90.00\n";
  EXPECT_THAT(In(kTitle + tables), IsEmpty());
}

TEST(Told, APartOfTheUnitAtTheStartOfTheYear) {
  EXPECT_THAT(
      In(std::string(kTitle) + "公用经费年初45.76万元，1-6月执行27.13万元，完成率59.29%。\n"),
      IsEmpty());
}

TEST(Told, BudgetsOfWhateverWithTheirChanges) {
  ExpectTold(
      "优抚补助年初预算500.00万元，年中追加200.00万元，全年预算700.00万元，实际支出690.00万元。\n",
      {{"200.00", "250.00"}, {"700.00", "750.00"}});
  ExpectTold(
      "预算调整情况表\n单位：万元\n项目\t年初预算数\t追加（减）数\t全年预算数\t执行数\n人员经费\t60"
      "0.00"
      "\t40.00\t640.00\t635.00\n公用经费\t120.00\t-10.00\t110.00\t108.00\n项目支出\t480.00\t90.00\t"
      "570.00\t547.00\n合计\t1200.00\t120.00\t1320.00\t1290.00\n",
      {{"90.00", "95.00"}, {"640.00", "660.00"}, {"-10.00", "10.00"}});
  ExpectTold("项目\t年初预算\t调整数\t调整后预算\n资金总额\t200.00\t31.50\t231.50\n",
             {{"31.50", "35.10"}});
}

TEST(Told, MoreOrLessThanTheBudget) {
  ExpectTold("2024年非税收入预算300.00万元，实际完成345.60万元，超收45.60万元。\n",
             {{"超收45.60", "超收54.60"}, {"345.60", "354.60"}});
  ExpectTold("项目采购预算80.00万元，中标金额72.30万元，节约资金7.70万元，节约率9.63%。\n",
             {{"7.70", "8.70"}, {"9.63", "6.93"}});
  ExpectTold("项目预算资金260.00万元，实际支出248.50万元，结余资金11.50万元。\n",
             {{"11.50", "15.10"}, {"248.50", "284.50"}});
  ExpectTold(
      "项目总投资500.00万元，资金来源为：中央资金200.00万元，省级资金150.00万元，县级配套100."
      "00万元，"
      "自筹50.00万元。\n",
      {{"150.00", "105.00"}, {"500.00", "550.00"}});
}

const char kIndicators[] =
    "本项目共设置6个三级指标。\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t培训人次\t500人次\t520人次\t20\t20\n\t质量指标\t合格率\t95%\t96%"
    "\t15\t15\n\t"
    "时效指标\t完成及时率\t100%\t100%"
    "\t15\t15\n效益指标\t社会效益\t受益人数\t800人\t810人\t20\t20\n\t"
    "可持续影响\t长效机制\t健全\t健全\t20\t20\n满意度指标\t服务对象满意度\t满意度\t90%\t95%"
    "\t10\t10\n"
    "总分\t\t\t\t\t100\t100\n";

TEST(Told, AsManyAsTheTablesHave) {
  ExpectTold(kIndicators, {{"6个三级", "8个三级"}});
  ExpectTold(
      "本次共自评项目5个，其中3个项目评为优，1个项目评为良，1个项目评为中。\n项目名称\t预算数\t执行"
      "数\t"
      "自评得分\t等级\n道路养护\t100.00\t98.00\t95\t优\n危房改造\t80.00\t80.00\t92."
      "5\t优\n水质监测\t"
      "60.00\t57.00\t91\t优\n宣传培训\t30.00\t25.00\t85\t良\n信息系统\t50.00\t35.00\t72\t中\n合计\t"
      "320.00\t295.00\t\t\n",
      {{"3个项目评为优", "4个项目评为优"},
       {"自评项目5个", "自评项目6个"},
       {"92.5\t优", "92.5\t良"}});
}

TEST(Told, GradesByTheScale) {
  ExpectTold("本项目自评得分为93.50分，自评等级为“优”。\n", {{"“优”", "“良”"}, {"93.50", "83.50"}});
  ExpectTold(
      "评价等级划分：90（含）-100分为优，75（含）-90分为良，60（含）-"
      "75分为中，60分以下为差。\n该项目"
      "综合得分78.20分，评价等级为“良”。\n",
      {{"为“良”。", "为“中”。"}, {"78.20", "92.20"}});
  ExpectTold("经综合评价，该项目得分86.4分，绩效等级为良。\n", {{"86.4", "76.4"}});
}

TEST(Told, RatesThatTheHeadsName) {
  ExpectTold(
      "支出情况表\n单位：万元\n项目\t2023年决算数\t2024年预算数\t2024年决算数\t比预算增减\t比预算增"
      "减%"
      "\t比上年增减\t比上年增减%\n基本支出\t600.00\t640.00\t635.00\t-5.00\t-0.78\t35.00\t5.83\n"
      "项目支出\t500.00\t570.00\t547.00\t-23.00\t-4.04\t47.00\t9.40\n合计\t1100.00\t1210.00\t1182."
      "00"
      "\t-28.00\t-2.31\t82.00\t7.45\n",
      {{"9.40", "4.90"}, {"-0.78", "0.78"}});
  ExpectTold(
      "2024年1—7月项目支出绩效运行监控表\n单位：万元\n资金情况\t年初预算数\t1-7月执行数\t支出进度\n"
      "年度资金总额\t100.00\t55.00\t55.00%\n",
      {{"55.00%", "65.00%"}});
  ExpectTold(
      "监控表\n绩效指标\t年度指标值\t1-7月执行情况\t完成率\t偏差原因\n培训人次\t500人次\t260人次\t"
      "52.00%\t\n发放资料\t2000份\t1500份\t75.00%\t\n检查企业\t80家\t60家\t75.00%\t\n",
      {{"52.00%", "62.00%"}, {"1500份", "1800份"}});
}

TEST(Told, FasterOrSlowerThanTheYear) {
  ExpectTold("截至7月底，项目预算执行进度45.00%，序时进度58.33%，慢于序时进度13.33个百分点。\n",
             {{"慢于", "快于"}, {"13.33", "31.33"}});
  ExpectTold(
      "2024年1-7月，项目全年预算200.00万元，执行数90.00万元，执行进度45.00%，低于序时进度13.33个"
      "百分点。\n",
      {{"45.00%", "54.00%"}});
}

TEST(Told, ListsOverSeveralParagraphs) {
  ExpectTold(
      "2024年度项目支出547.00万元，其中：\n1.道路养护经费支出255.00万元；\n2.危房改造经费支出180.00"
      "万元；\n3.水质监测经费支出112.00万元。\n",
      {{"180.00", "108.00"}, {"547.00", "574.00"}});
  ExpectTold(
      "全年共开展培训36场，具体如下：\n（1）法律知识培训12场；\n（2）业务技能培训16场；\n（3）安全"
      "生产"
      "培训8场。\n",
      {{"16场", "19场"}, {"36场", "39场"}});
}

TEST(Told, TheTotalOfTheTableBelow) {
  ExpectTold(
      "2024年安排项目资金985."
      "00万元，分配情况见下表。\n资金分配表\n单位：万元\n乡镇\t分配金额\n甲镇\t"
      "320.00\n乙镇\t285.00\n丙乡\t380.00\n合计\t985.00\n",
      {{"985.00万元，分", "885.00万元，分"}});
  ExpectTold(
      "全县共补助危房改造163户，补助资金412."
      "60万元。\n危房改造情况表\n乡镇\t户数（户）\t补助资金（万元）"
      "\n甲镇\t58\t146.20\n乙镇\t65\t164.40\n丙乡\t40\t102.00\n合计\t163\t412.60\n",
      {{"改造163户", "改造136户"}, {"资金412.60", "资金421.60"}});
}

TEST(Told, ClassesSideBySideMakeTheirTotals) {
  ExpectTold(
      "一般公共预算财政拨款基本支出决算表\n单位：万元\n科目编码\t科目名称\t决算数\t科目编码\t科目名"
      "称\t"
      "决算数\n301\t工资福利支出\t500.00\t302\t商品和服务支出\t85.00\n30101\t基本工资\t300."
      "00\t30201\t"
      "办公费\t45.00\n30102\t津贴补贴\t200.00\t30211\t差旅费\t40.00\n303\t对个人和家庭的补助\t50."
      "00\t"
      "310\t资本性支出\t10.00\n30305\t生活补助\t50.00\t31002\t办公设备购置\t10.00\n人员经费合计\t\t"
      "550.00\t公用经费合计\t\t95.00\n",
      {{"公用经费合计\t\t95.00", "公用经费合计\t\t59.00"}, {"550.00", "505.00"}});
}

}  // namespace
}  // namespace outturn::document
