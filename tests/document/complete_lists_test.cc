// Lists whose names say that nothing is left out, whatever amount was mistyped, and counts of
// names.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

const char* const kGovernment =
    "关于某市本级2031年财政决算草案的报告\n"
    "2031年，市本级政府性基金预算总收入64.30亿元，其中：当年政府性基金预算收入21.80亿元，转移性收入"
    "42.50亿元；市本级政府性基金预算总支出61.10亿元，其中：当年基金预算支出18.20亿元，调出资金0."
    "40亿元，"
    "债务还本支出42.50亿元。收支相抵，年终结余3.20亿元。\n"
    "2031年，市本级社会保险基金预算收入45.20亿元，社会保险基金预算支出39."
    "10亿元。收支相抵，本年收支结余"
    "6.10亿元，年终滚存结余51.30亿元。\n";

TEST(CompleteLists, OfAGovernmentsAccount) {
  EXPECT_THAT(In(kGovernment), IsEmpty());
  EXPECT_THAT(In(With(kGovernment, "收入42.50亿元", "收入57.60亿元")),
              ElementsAre("listed_sum 64.30 79.40"));
  EXPECT_THAT(In(With(kGovernment, "0.40亿元", "1.40亿元")), ElementsAre("listed_sum 61.10 62.10"));
  EXPECT_THAT(In(With(kGovernment, "21.80亿元", "21.80万元")),
              ElementsAre("listed_sum 64.30 42.50"));
}

TEST(CompleteLists, WhatIsLeftOfOneAccountIsOfTheOneBeforeIt) {
  EXPECT_THAT(In(With(kGovernment, "结余3.20", "结余4.90")), ElementsAre("difference 4.90 3.20"));
  EXPECT_THAT(In(With(kGovernment, "支出39.10", "支出31.50")),
              ElementsAre("difference 6.10 13.70"));
}

TEST(CompleteLists, TotalsBehindWhatTheyAddUp) {
  const std::string text =
      "关于2031年某县财政决算的报告\n2031年县级一般公共预算收入46120万元，返还性收入2870万元，一般"
      "性转移支付"
      "收入98310万元，上年结余收入1040万元，调入资金6610万元，收入总计154950万元。一般公共预算支出1"
      "38200"
      "万元，上解上级支出3090万元，地方政府债券还本支出9420万元，支出总计150710万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "98310", "72540")), ElementsAre("listed_sum 154950 129180.00"));
  EXPECT_THAT(In(With(text, "9420", "4290")), ElementsAre("listed_sum 150710 145580.00"));
}

TEST(CompleteLists, WhatIsAddedToASentenceBeforeIsNotAllOfTheTotal) {
  EXPECT_THAT(
      In("关于2031年某县财政决算的报告\n2031年县级政府性基金收入18610万元，比上年减收4190万元。加上"
         "上级"
         "补助收入3110万元、专项债券转贷收入21400万元、上年结余收入640万元，收入总计43760万元。\n"),
      IsEmpty());
}

TEST(CompleteLists, SharesThatMakeAHundredAreOfTheirSum) {
  EXPECT_THAT(In("某镇2031年度部门决算情况说明\n本年收入的具体构成为：财政拨款收入7086."
                 "40万元，占94.19%；其他"
                 "收入437.30万元，占5.81%。\n"),
              IsEmpty());
}

TEST(CompleteLists, WhateverElseIsToldOfTheParts) {
  const std::string text =
      "某局2031年部门预算情况说明\n一般公共预算财政拨款支出4830.60万元，比2030年减少320."
      "10万元。其中："
      "基本支出1210.20万元，比2030年增加44.80万元，主要用于保障人员工资；项目支出3620."
      "40万元，比2030年减少"
      "364.90万元，主要用于公路建设。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "1210.20", "1870.20")), ElementsAre("listed_sum 4830.60 5490.60"));
}

TEST(CompleteLists, WhatAPartMainlyIsBeginsNoOthers) {
  const std::string text =
      "某局2031年度部门整体支出绩效自评报告\n基本支出2980.30万元，其中：人员经费2560."
      "10万元，主要包括基本工资等；"
      "公用经费420.20万元，主要包括办公费等。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "420.20", "330.70"), ElementsAre("listed_sum 2980.30 2890.80"));
}

TEST(CompleteLists, PartsOfPeople) {
  const std::string text =
      "某中心2031年部门整体支出绩效自评报告\n年末人数88人，其中在职人员70人，退休人员18人。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "88人", "97人")), ElementsAre("listed_sum 97 88.00"));
}

TEST(CompleteLists, NamesThatLeaveSomethingOutAreNoContradiction) {
  EXPECT_THAT(
      In("某局2031年部门决算情况说明\n本年共投入资金860.00万元，其中：会议费12.00万元，培训费"
         "30.00万元。\n"),
      IsEmpty());
  EXPECT_THAT(
      In("某局2031年部门决算情况说明\n全区总收入31240万元，下降2.1%，其中地方一般公共预算收入20150"
         "万元；加上级补助收入8360万元，上年结余收入1275万元。\n"),
      IsEmpty());
}

TEST(CompleteLists, NoPartIsMoreThanItsWhole) {
  const std::string text =
      "某县政协2031年度部门整体支出绩效自评报告\n1、收入：792.20万元。同比上年度增加189."
      "20万元。其中：财政"
      "拨款收入792.20万元，同比上年度增加209.30万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "收入：792.20", "收入：705.60")),
              ElementsAre("part_within_whole 792.20 705.60"));
}

TEST(CompleteLists, AShareOfTheTotalInTheSentenceBefore) {
  const std::string text =
      "某法院2031年度部门决算情况说明\n2031年度收入合计16896.60万元，较上年决算数减少6647."
      "10万元，下降28.2%"
      "。其中：财政拨款收入16896.60万元，占100.0%。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(With(text, "拨款收入16896.60", "拨款收入14920.30")),
              ElementsAre("share 100.0% 88.30%"));
}

std::string Unit(const std::string& told) {
  return "某局2031年部门预算情况说明\n部门预算收入120.00万元。\n" + told + "\n";
}

TEST(NamedCounts, BehindTheirNumber) {
  EXPECT_THAT(In(Unit("机关内设3个部门（办公室、康复部、维权和宣传部）和机关党委。")), IsEmpty());
  EXPECT_THAT(In(Unit("机关内设4个部门（办公室、康复部、维权和宣传部）和机关党委。")), IsEmpty());
  EXPECT_THAT(In(Unit("机关内设6个部门（办公室、康复部、维权和宣传部）和机关党委。")),
              ElementsAre("named_count 6 4"));
  EXPECT_THAT(In(Unit("内设科室5个：办公室、立法科（文件科、事务科）、装备科。")),
              ElementsAre("named_count 5 3"));
  EXPECT_THAT(In(Unit("纳入预算编制范围的单位有5个，分别为局机关、信息中心和支付中心。")),
              ElementsAre("named_count 5 3"));
}

TEST(NamedCounts, BeforeTheirNumber) {
  EXPECT_THAT(In(Unit("局机关（包括办公室、法规处、财务处3个处室）")), IsEmpty());
  EXPECT_THAT(In(Unit("局机关（包括办公室、法规处、财务处5个处室）")),
              ElementsAre("named_count 5 3"));
}

TEST(NamedCounts, KindsAndPlacesAreNotCounted) {
  for (const char* right :
       {"全区12个乡镇（街道、园区）均已完成。", "涉及8个县（市、区）。",
        "举办6个培训班（初级、中级、高级）。", "检查12家商户（超市、饭店）。",
        "联合5个部门（单位、街道）开展检查。", "内设6个股室（含办公室、人事股）。",
        "实施5个项目：道路硬化、绿化提升。", "所属单位6个，财政事务中心和国库支付中心等单位。",
        "下设单位5个，其中行政单位和事业单位。"}) {
    EXPECT_THAT(In(Unit(right)), IsEmpty()) << right;
  }
}

TEST(NamedCounts, WhatGoesOnOrHasNumbersOfItsOwnIsLeft) {
  EXPECT_THAT(
      In(Unit("下设办公室、预算股、国库股等16个股室；直属单位3个，即A中心、B中心、C中心。")),
      IsEmpty());
  EXPECT_THAT(In(Unit("下设6个股室、2个事业单位（福利院、救助站）。")), IsEmpty());
  EXPECT_THAT(In(Unit("总队（包含机关、直属支队、4个高速公路支队6个三级单位）")), IsEmpty());
  EXPECT_THAT(In(Unit("获得5个奖项（先进集体、文明单位等）。")), IsEmpty());
}

TEST(CompleteLists, KindsOfStaff) {
  const std::string text = "人员情况：在职人员64人，专业技术人员47人、管理人员6人、工勤人员11人。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "47人", "41人"), ElementsAre("listed_sum 64 58.00"));
  EXPECT_THAT(In("在职人员64人，专业技术人员40人、管理人员6人。"), IsEmpty());
  const std::string titles =
      "正式教职工50人，其中副高级职称6人，中级职称20人，初级职称18人，管理人员2人，高级工4人，退休"
      "职工"
      "21人。";
  EXPECT_THAT(In(titles), IsEmpty());
  EXPECT_THAT(In(titles, "18人", "13人"), ElementsAre("listed_sum 50 45.00"));
}

TEST(CompleteLists, PostsAndWhatABuildingCosts) {
  const std::string posts =
      "核定编制96名，其中行政编制52名、事业编制44名；年末在职83人，其中行政45人、"
      "事业38人。";
  EXPECT_THAT(In(posts), IsEmpty());
  EXPECT_THAT(In(posts, "编制52名", "编制31名"), ElementsAre("listed_sum 96 75.00"));
  EXPECT_THAT(In(posts, "行政45人", "行政29人"), ElementsAre("listed_sum 83 67.00"));
  EXPECT_THAT(In("核定编制96名，其中行政编制52名、工勤编制4名。"),
              ElementsAre("listed_sum 96 56.00"));
  EXPECT_THAT(In("核定编制96名，实有行政人员50人，事业人员40人。"), IsEmpty());
  const std::string costs =
      "概算总投资1530万元，其中建筑安装工程费1300万元，工程建设其他费用150万元，预备费80万元。";
  EXPECT_THAT(In(costs), IsEmpty());
  EXPECT_THAT(In(costs, "1300", "1010"), ElementsAre("listed_sum 1530 1240.00"));
}

TEST(CompleteLists, WhoIsThereBesides) {
  EXPECT_THAT(In("年末人数96人，其中在职人员70人，退休人员26人，另有聘用人员8人。"), IsEmpty());
}

TEST(CompleteLists, ASumOfMoneySentencesBefore) {
  const std::string text =
      "改造工程预算1530万元，实际支付1530万元。完成绿化6200平方米。其中建筑安装工程费1300万元，工程"
      "建设"
      "其他费用150万元，设备购置费80万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "1300", "1010"), ElementsAre("listed_sum 1530 1240.00"));
}

TEST(CompleteLists, NamesInBracketsBehindTheirTowns) {
  const std::string text =
      "涉及东河镇（上村、下村、新村）、西河乡（石桥村）、南山镇（柳村、李村）3个乡镇6个村道路建设"
      "。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "6个村", "8个村"), ElementsAre("named_count 8 6"));
  EXPECT_THAT(In(text, "3个乡镇", "4个乡镇"), ElementsAre("named_count 4 3"));
}

TEST(CompleteLists, UnitsNamedBehindTheirNumber) {
  const std::string text = "所属事业单位2个，财务服务中心和资产管理中心。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2个", "4个"), ElementsAre("named_count 4 2"));
  EXPECT_THAT(In("内设机构5个，下属单位2个：就业管理中心、康复中心。"), IsEmpty());
  const std::string three = "纳入范围的单位有3个，分别为市财政局机关、财政事务中心和国库支付中心。";
  EXPECT_THAT(In(three), IsEmpty());
  EXPECT_THAT(In(three, "3个", "2个"), ElementsAre("named_count 2 3"));
  EXPECT_THAT(In("下设2个机构，分别为就业服务中心、人力资源和社会保障服务中心。"), IsEmpty());
}

}  // namespace
}  // namespace outturn::document
