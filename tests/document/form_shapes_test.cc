// Forms of self-evaluation as offices file them, in cells and in text that lost them.

#include <algorithm>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

std::string Replaced(std::string text, char was, char now) {
  std::replace(text.begin(), text.end(), was, now);
  return text;
}

// The national form, its levels with their points; cells between bars.
const std::string kNational =
    "项目支出绩效自评表\n（2023年度）\n"
    "|项目名称|村道养护经费|||||||\n|主管部门|某镇||实施单位|某镇村镇办|||||\n"
    "|项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分||\n"
    "|项目资金（万元）|年度资金总额|43.2|43.2|37.24|10|86%|8.6||\n"
    "|项目资金（万元）|其中：当年财政拨款|43.2|43.2|37.24|—|—|—||\n"
    "|项目资金（万元）|上年结转资金||||—|—|—||\n|项目资金（万元）|其他资金||||—|—|—||\n"
    "|年度总体目标|预期目标|||实际完成情况|||||\n"
    "|年度总体目标|养护村道80公里，投入资金43.2万元。|||养护村道82公里，投入资金37.24万元。|||||\n"
    "|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施||\n"
    "|产出指标（50分）|数量指标|养护里程|≥80公里|82公里|10|10|||\n"
    "|产出指标（50分）|数量指标|宣传资料|不少于12种|14种|10|10|||\n"
    "|产出指标（50分）|质量指标|验收合格率|≥98%|99%|10|10|||\n"
    "|产出指标（50分）|时效指标|按时完成率|100%|95%|10|9.5|雨季影响工期||\n"
    "|产出指标（50分）|成本指标|项目总成本|≤43.2万元|37.24万元|10|10|||\n"
    "|效益指标（30分）|社会效益指标|受益村民|≥3000人|3200人|20|20|||\n"
    "|效益指标（30分）|可持续影响指标|管护制度|健全|健全|10|10|||\n"
    "|满意度指标（10分）|服务对象满意度指标|村民满意度|≥90%|92%|5|5|||\n"
    "|满意度指标（10分）|服务对象满意度指标|处理病险|8例|8例|5|5|||\n"
    "|总分|||||100|98.1|||\n";

TEST(FormShapes, ANationalFormInCells) {
  EXPECT_THAT(In(kNational), IsEmpty());
  EXPECT_THAT(In(kNational, "|20|20|", "|30|20|"), Contains("weights 110 100"));
  EXPECT_THAT(In(kNational, "|100|98.1", "|90|98.1"), ElementsAre("weights 100 90"));
  EXPECT_THAT(In(kNational, "≤43.2万元", "≤49.8万元"),
              ElementsAre("same_figure ≤49.8万元 43.2万元"));
  EXPECT_THAT(In(kNational, "|37.24万元", "|34.27万元"),
              ElementsAre("same_figure 34.27万元 37.24万元"));
  EXPECT_THAT(In(kNational, "资金43.2万元", "资金49.8万元"),
              ElementsAre("same_figure 49.8万元 43.2万元"));
  EXPECT_THAT(In(kNational, "资金37.24万元", "资金34.27万元"),
              ElementsAre("same_figure 34.27万元 37.24万元"));
  EXPECT_THAT(In(kNational, "8例|5|5", "5例|5|5"), ElementsAre("unmet_full_score 5/5 "));
  std::string group = kNational;
  for (size_t at = group.find("（50分）"); at != std::string::npos; at = group.find("（50分）"))
    group.replace(at, std::string("（50分）").size(), "（60分）");
  EXPECT_THAT(In(group), ElementsAre("weights 60 50"));
}

TEST(FormShapes, InOfficeFiles) {
  EXPECT_THAT(Findings(ReadFile("right-roads-anhui-2023.docx")), IsEmpty());
  EXPECT_THAT(Findings(ReadFile("wrong-roads-anhui-2023.docx")),
              UnorderedElementsAre("execution_rate 96% 86.20%", "weights 60 50",
                                   "same_figure ≤49.8万元 43.2万元",
                                   "same_figure 34.27万元 37.24万元", "unmet_full_score 5/5 "));
  EXPECT_THAT(Findings(ReadFile("right-tree-hunan-2022.xlsx")), IsEmpty());
  EXPECT_THAT(Findings(ReadFile("wrong-tree-hunan-2022.xlsx")),
              UnorderedElementsAre("weights 18 13", "scores 96 98", "  score_within_weight 7 ≤ 5"));
}

TEST(FormShapes, TheLevelsOfATreeHaveTheirOwnPoints) {
  const std::string tree =
      "部门整体支出绩效评价指标表\n"
      "|一级指标|分值|二级指标|分值|三级指标|分值|评价标准|得分|\n"
      "|投入|13|预算配置|13|在职人员控制率|5|每超一个百分点扣0.5分|5|\n"
      "|投入|13|预算配置|13|“三公经费”变动率|8|变动率≤0计8分|8|\n"
      "|过程|27|预算执行|15|预算完成率|10|100%计满分|9|\n"
      "|过程|27|预算执行|15|预算控制率|5|10%以内计4分|5|\n"
      "|过程|27|预算管理|12|制度健全性|12|健全计满分|11|\n"
      "|产出|60|职责履行|60|重点工作完成率|60|完成计满分|58|\n"
      "|合计|||||100||96|\n";
  EXPECT_THAT(In(tree), IsEmpty());
  EXPECT_THAT(In(tree, "|8|变动率≤0计8分|8|", "|8|变动率≤0计8分|11|"),
              ElementsAre("scores 96 99", "  score_within_weight 11 ≤ 8"));
  EXPECT_THAT(In(With(tree, "|投入|13|", "|投入|18|"), "|投入|13|", "|投入|18|"),
              ElementsAre("weights 18 13"));
  EXPECT_THAT(In(tree, "||96|", "||69|"), ElementsAre("scores 69 96"));
}

TEST(FormShapes, TheTotalMayStandAboveAndARateMayBeAFraction) {
  const std::string form =
      "项目支出绩效自评表\n|项目名称|合作社扶持|||||\n"
      "|预算执行情况（万元）（20分）|预算数（A）|执行数（B）|执行率（B/A）|得分（20分*执行率）|||\n"
      "|年度财政资金总额|650|94|0.1|2.9|||\n"
      "|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分||\n"
      "|产出指标|数量指标|扶持主体|15个|6个|8.0||\n|产出指标|数量指标|带动农户|900户|400户|7.3||\n"
      "|效益指标|经济效益指标|实现产值|8000万元|8767万元|50.5||\n|总分|||||68.7||\n";
  EXPECT_THAT(In(form), IsEmpty());
  EXPECT_THAT(In(form, "0.1|2.9", "0.4|2.9"), ElementsAre("execution_rate 0.4 14.46%"));
  EXPECT_THAT(In(form, "（20分）", "（30分）"), Not(IsEmpty()));
  EXPECT_THAT(In(form, "50.5", "55.0"), ElementsAre("scores 68.70 73.20"));
  EXPECT_THAT(
      In("指标表\n|一级指标|二级指标|三级指标|指标值|完成值|分值|得分|\n"
         "|产出指标|数量指标|发放覆盖率|100%|80%|60|60|\n|效益指标|社会效益指标|参保率|100%|"
         "100%|30|30|\n|满意度指标|满意度指标|满意度|90%|95%|10|10|\n"),
      ElementsAre("unmet_full_score 60/60 "));
  const std::string above =
      "部门整体绩效自评表\n|主管部门|某局|自评总分（分）|97.6||||\n|部门预算执行情况|年初预算数|"
      "全年预算数|全年执行数|执行率（%）|执行率权重|执行率得分（分）|\n"
      "|部门预算执行情况|1000|1200|912|76%|10|7.6|\n"
      "|指标名称|指标性质|指标值|完成值|指标权重（分）|指标得分（分）||\n"
      "|人员控制率|≤|100%|92%|40|40||\n|稿件|≥|2200篇|2859篇|20|20||\n|培训|≥|12次|12次|30|30||\n";
  EXPECT_THAT(In(above), IsEmpty());
  EXPECT_THAT(In(above, "97.6", "95.6"), ElementsAre("scores 95.60 97.60"));
}

// A cell a line with blank lines between; the bar behind each; all in one line.
TEST(FormShapes, TextWithTheWeightBeforeTheTarget) {
  const std::string cells =
      "绩效目标自评表 (2022年度)|||||||||项目名称|临时救助经费|主管部门|某县民政局|"
      "资金情况(万元)|全年预算数(A)|全年执行数(B)|分值|执行率(B/"
      "A)|得分|年度资金总额:|30|30|10|100%|10|"
      "其中:本年财政拨款|30|30|10|100%|10|其他资金|年度总体目标|年初设定目标|"
      "年度总体目标完成情况综述|解决临时性困难|全年救助87人次,救助资金30万元。|一级指标|二级指标|"
      "三级指标|分值|年度指标值|全年实际值|得分|未完成原因及拟采取的改进措施|产出指标(50分)|"
      "数量指标|"
      "接受救助的人次|20|>=80人次|87人次|20|月均救助人数|10|>=7人|7人|10|质量指标|救助标准|20|"
      "<=5300元/户|5280元/户|20|效益指标(30分)|社会效益指标|受益人口|30|>=80人|86人|30|"
      "满意度指标(10分)|服务对象满意度指标|满意度|10|>=9";
  std::string bars;
  std::string lines;
  for (const char c : cells) {
    bars += c == '|' ? " |\n" : std::string(1, c);
    lines += c == '|' ? "\n\n" : std::string(1, c);
  }
  for (const std::string& text : {bars, lines, Replaced(cells, '|', ' ')}) {
    EXPECT_THAT(In(text), IsEmpty());
    EXPECT_THAT(In(With(text, "87人次,", "78人次,")), SizeIs(1));
    EXPECT_THAT(In(With(text, "5280元", "5820元")), ElementsAre("unmet_full_score 20/20 "));
    EXPECT_THAT(In(With(text, "(50分)", "(60分)")), ElementsAre("weights 60 50"));
    EXPECT_THAT(In(text, "7人", "5人"), ElementsAre("unmet_full_score 10/10 "));
  }
  EXPECT_THAT(In(bars, "86人 |\n30", "86人 |\n33"), ElementsAre("score_within_weight 33 ≤ 30"));
}

const std::string kFused =
    "现已完成自评附件:绩效目标自评表(2022年度)"
    "项目名称小型水库标尺项目主管部门某县水利局实施单位某县水利局"
    "资金情况(万元)全年预算数(A)全年执行数(B)分值执行率(B/A)得分年度资金总额:202010100.00%10"
    "其中:本年财政拨款2020其他资金年度总体目标年初设定目标年度总体目标完成情况综述改造计量设施,"
    "已改造,"
    "绩效指标一级指标二级指标三级指标分值年度指标值全年实际值得分未完成原因及拟采取的改进措施"
    "产出指标(60分)数量指标安装标尺10≥266米≥266米10标尺宽度10≥50厘米≥50厘米10"
    "质量指标验收合格率20100%100%20时效指标按期完工率10≥90%≥90%10成本指标项目总投资1020万元20万元10"
    "效益指标(20分)社会效益指标受益人口10≥1000人≥1000人10生产条件10显著提升显著提升10"
    "满意度指标(10分)服务对象满意度指标满意度10≥95%≥95%10总分9090注:1.定量指标";

TEST(FormShapes, EverythingInOneLineWithoutSpaces) {
  const std::string text = With(kFused, "总分9090", "总分10099");
  EXPECT_THAT(In(text, "总分10099", "总分100100"), IsEmpty());
  EXPECT_THAT(In(With(text, "100.00%", "80.00%")), Contains("execution_rate 80.00% 100%"));
  const std::string right = With(text, "总分10099", "总分100100");
  EXPECT_THAT(In(With(right, "(60分)", "(50分)")), ElementsAre("weights 50 60"));
  EXPECT_THAT(In(With(right, "≥266米10", "≥226米10")), ElementsAre("unmet_full_score 10/10 "));
  EXPECT_THAT(In(With(right, "1020万元20万元", "1020万元26万元")),
              ElementsAre("same_figure 26万元 20万元"));
  EXPECT_THAT(In(With(right, "总分100100", "总分10098")), ElementsAre("scores 98 100"));
}

// Two rows in one, a score that is not there: nothing tells which number is which.
TEST(FormShapes, RowsThatFitInNoWayAreToldAsUnread) {
  const std::string text =
      "项目支出绩效自评表 项目名称 路灯经费 一级指标 二级指标 三级指标 分值 年度指标值 全年实际值 "
      "得分 "
      "产出指标（50分） 数量指标 路灯 12 ≥80盏 82盏 检修 质量指标 亮灯率 9 ≥98% 97% 3 5 "
      "效益指标（30分） 社会效益指标 受益村民 3 ≥3000人 3200人 4 满意度 8 ≥90% 9 总分 100 96";
  const auto filing = ReadWords(text);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.indicators, IsEmpty());
  ASSERT_THAT(filing.unread, Not(IsEmpty()));
  EXPECT_EQ(filing.unread.front().text, "自评表的指标");
}

TEST(FormShapes, PointsThatAreTheirWeightTimesACoefficient) {
  const std::string text =
      "部门整体绩效自评表指标名称计量单位指标性质年初指标值全年完成值得分系数(%)指标权重(分)"
      "指标得分(分)"
      "是否核心指标人员控制率%定量指标100%92%100%22否预算完成率%70%76%100%"
      "22是制度健全性定性指标高高100%33否"
      "宣传活动次6次43次100%1010是稿件数量2200篇2859篇100%1010是满意度90%95%100%55否\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2859", "1859"), ElementsAre("unmet_full_score 10/10 "));
  EXPECT_THAT(In(text, "92%", "112%"), ElementsAre("unmet_full_score 2/2 "));
}

TEST(FormShapes, PointsWithoutRows) {
  const std::string text =
      "2017年部门整体支出绩效评价得分表 一级指 标 二级指标 三级指标 得分 部门决 策(25 分) "
      "目标任务(15 分) 相关性(5 分)\n5 明确性(5 分)\n5 合理性(5 分)\n5 预算编制(10 分) 测算依据(5 "
      "分)\n2 目标管理(5 分)\n4 综合管 理(30 分) 资金管理(2 分) 分配时限(1 分)\n1 其他…\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "(15 分)", "(20 分)"), ElementsAre("listed_sum 20 15.00"));
  EXPECT_THAT(In(text, "4 综合", "7 综合"), ElementsAre("score_within_weight 7 5.00"));
  const std::string pairs =
      "10 分)项目管理(7分)资金管理资金分配\n3 3 资金使用\n4 4 执行规范\n3 2 (70 分) 完成数量\n5 5 "
      "完成质量\n5 4 完成时效\n5 5 完成成本\n5 5 经济效益\n5 5 社会效益\n5 5 满意度\n";
  EXPECT_THAT(In(pairs), IsEmpty());
  EXPECT_THAT(In(pairs, "3 2", "3 5"), ElementsAre("score_within_weight 5 3.00"));
}

TEST(FormShapes, AListAndItsFundsACellALine) {
  std::string text = "专项资金安排表\n单位:万元\n";
  for (const char* cell : {"序号",     "乡镇",     "项目名称",
                           "金额",     "备注",     "1",
                           "东镇",     "河道治理", "20",
                           "",         "2",        "西镇",
                           "水圳修复", "15",       "",
                           "3",        "南镇",     "堤岸修复",
                           "25",       "",         "合计",
                           "60",       "",         "资金情况(万元)",
                           "资金总额", "60",       "其中:财政拨款",
                           "60",       "其他资金", "",
                           "总体目标"})
    text += std::string(cell) + " |\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "15 |", "51 |")), ElementsAre("table_sum 60 96.00"));
  EXPECT_THAT(In(text, "60 |\n其他", "6 |\n其他"), ElementsAre("table_sum 60 6.00"));
}

}  // namespace
}  // namespace outturn::document
