// Numbers that belong together by their words, whatever was typed for one of them.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(SureTies, AnAverageOfTheMoneyBeforeItsCount) {
  const std::string text = "公务接待费1.44万元，国内公务接待12批次、160人次，人均90元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "90元", "130元"), ElementsAre("average 130 90.00"));
}

TEST(SureTies, AnAverageOfTheMoneyItNames) {
  const std::string text =
      "公务用车运行维护费支出46.20万元，主要用于燃料和保险。年末公务用车保有量为14辆，平均每辆运行"
      "维护费3.30万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "3.30", "5.10"), ElementsAre("average 5.10 3.30"));
  EXPECT_THAT(In("公务用车购置费46.20万元。年末公务用车保有量为14辆，平均每辆运行维护费5.10万元。"),
              IsEmpty());
}

TEST(SureTies, AnAverageOfWhatIsNoMoney) {
  const std::string text = "举办讲座16场，参加1920人次，平均每场120人次。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "120人次", "150人次"), ElementsAre("average 150 120.00"));
  const std::string villages = "当年向11个村拨付补助84.70万元，每村平均7.70万元。";
  EXPECT_THAT(In(villages), IsEmpty());
  EXPECT_THAT(In(villages, "7.70", "9.30"), ElementsAre("average 9.30 7.70"));
}

TEST(SureTies, APriceTimesAQuantity) {
  const std::string text =
      "全年收储玉米3000吨、大豆400吨。\n补贴标准为：玉米按每吨80元补贴，计24."
      "0万元；大豆按每吨250元补"
      "贴，计10.0万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "250元", "520元"), ElementsAre("average 520 250.00"));
}

TEST(SureTies, AsMuchForEach) {
  const std::string text = "本镇9个合作社均为30万元，合计270万元，占项目总投资1800万元的15.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "30万元", "40万元"), ElementsAre("average 40 30.00"));
  EXPECT_THAT(In(text, "15.00%", "18.00%"), ElementsAre("share 18.00% 15%"));
}

TEST(SureTies, ARateNamedAfterItsPart) {
  const std::string text = "11月发放调查问卷300份，全部收回，满意的276份，满意度92%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "276份", "250份"), ElementsAre("share 92% 83.33%"));
  EXPECT_THAT(In("发放问卷300份，收回290份，满意的276份，满意度92%。"), IsEmpty());
}

TEST(SureTies, MoreThanTheTarget) {
  const std::string text = "全年出口额5750万美元，超出年初目标750万美元，超额15.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "15.00%", "35.00%"), ElementsAre("growth 35.00% 15%"));
}

TEST(SureTies, TwoChangesOfOneNumber) {
  const std::string text =
      "某厅2031年度“三公”经费支出决算为60.00万元，完成预算80.00万元的75.0%，比上年增加20."
      "00万元，增长"
      "50.0%；比2029年减少15.00万元，降低20.0%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "20.0%", "29.0%"), ElementsAre("growth 29.0% 20%"));
}

TEST(SureTies, SavedAgainstTheBudget) {
  const std::string text =
      "会议费支出预算为38.40万元，会议费支出决算为25.10万元，比预算节约13.30万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "13.30", "18.60"), ElementsAre("difference 18.60 13.30"));
}

TEST(SureTies, NotYetSpent) {
  const std::string text =
      "项目支出预算28.6万元，1-6月实际支出4.1万元，执行率为14.34%，尚有24.5万元未执行。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "24.5万元", "21.9万元"), ElementsAre("difference 21.9 24.50"));
}

TEST(SureTies, FromOneNumberToAnother) {
  const std::string text = "参保户数由120户增加到150户，增加30户。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "30户", "42户"), ElementsAre("difference 42 30.00"));
  const std::string since = "年末在册150户，比年初的120户增加30户。";
  EXPECT_THAT(In(since), IsEmpty());
  EXPECT_THAT(In(since, "30户", "21户"), ElementsAre("difference 21 30.00"));
  const std::string planned = "培训计划400人，实际培训430人，比计划增加30人。";
  EXPECT_THAT(In(planned), IsEmpty());
  EXPECT_THAT(In(planned, "30人", "50人"), ElementsAre("difference 50 30.00"));
}

TEST(SureTies, WhatIsLeftOfBoth) {
  const std::string text = "下达资金80万元，支出62万元，结余18万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "18万元", "11万元"), ElementsAre("difference 11 18.00"));
  EXPECT_THAT(In("下达资金80万元，支出62万元，结余11万元，收回7万元。"), IsEmpty());
  EXPECT_THAT(In("上年结余9万元，本年收入80万元，支出62万元，结余27万元。"), IsEmpty());
}

TEST(SureTies, ARateInTheSentenceBehind) {
  const std::string text = "经费预算15.3万元，执行2.4万元。1-6月完成率为15.69%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2.4万元", "24万元"), ElementsAre("share 15.69% 156.86%"));
}

TEST(SureTies, SoMuchEach) {
  const std::string text = "每人补助500元，补助42人，共计2.1万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2.1万元", "3.1万元"), ElementsAre("average 500 738.10"));
}

TEST(SureTies, SharesOfAllThatWereTold) {
  const std::string text = "全村400户1650人受益，其中脱贫户86户，占总户数的21.50%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "86户", "61户"), ElementsAre("share 21.50% 15.25%"));
  const std::string bought =
      "2031年度政府购置支出总额180.00万元，其中货物30.00万元、服务150."
      "00万元。授予小微企业合同金额162.00"
      "万元，占政府购置支出总额的90.00%。";
  EXPECT_THAT(In(bought), IsEmpty());
  EXPECT_THAT(In(bought, "162.00", "117.00"), ElementsAre("share 90.00% 65%"));
  EXPECT_THAT(In(bought, "162.00", "221.00"), ElementsAre("share 90.00% 122.78%"));
}

TEST(SureTies, HowFarTheOutturnIsFromTheBudget) {
  const std::string text = "差旅支出43.20万元，年初预算数40.00万元，预决算差异率8.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "8.00%", "5.00%"), ElementsAre("share 5.00% 8%"));
}

TEST(SureTies, NothingIsLeftBehindOthers) {
  const std::string text =
      "信息化经费380.00万元中，采集服务费230.00万元，系统运行费90.00万元，其他业务经费60.00万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "60.00", "42.00"), ElementsAre("listed_sum 380.00 362.00"));
}

TEST(SureTies, ARateBehindWhatCannotBeCompared) {
  const std::string text =
      "某厅2031年度出国费支出决算为6.00万元，增长--（基数为0，不可比）；公务接待费支出决算为12."
      "00万元，"
      "完成预算16.00万元的75.0%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "75.0%", "89.0%"), ElementsAre("share 89.0% 75%"));
}

TEST(SureTies, BatchesMakeTheirTotal) {
  const std::string text =
      "项目分三批实施，一批总投资310.2万元（其中工程300万元），二批总投资180."
      "6万元（其中工程170万元），"
      "三批投资60.4万元，合计总投资551.2万元。\n"
      "截至年末，一批支付300.0万元，二批支付170.0万元，三批支付50.0万元，累计支付520."
      "0万元，资金支付率"
      "94.34%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "180.6", "240.9"), ElementsAre("listed_sum 551.2 611.50"));
  EXPECT_THAT(In(text, "94.34", "90.34"), ElementsAre("share 90.34% 94.34%"));
  const std::string within =
      "一批投资310万元（其中工程300万元），二批投资180万元（其中工程170万元），合计投资490万元（其"
      "中工程"
      "470万元）。";
  EXPECT_THAT(In(within), IsEmpty());
  EXPECT_THAT(In(within, "170", "131"), ElementsAre("listed_sum 470 431.00"));
}

TEST(SureTies, NumbersJoinedToOne) {
  const std::string text =
      "购置2台投影仪和5台打印机共7台设备。展厅有64台屏幕、12台主机、8台音箱，上述设备合计84台。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "共7台", "共9台"), ElementsAre("listed_sum 9 7.00"));
  EXPECT_THAT(In(text, "合计84台", "合计96台"), ElementsAre("listed_sum 96 84.00"));
  EXPECT_THAT(In("新增2台投影仪和5台打印机，年末共有19台。"), IsEmpty());
}

TEST(SureTies, PartsAreNoMoreThanTheirWhole) {
  const std::string text = "全年种植面积74.0万亩，其中小麦30.5万亩、玉米20.1万亩、花生18.4万亩。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "20.1", "29.7"), ElementsAre("listed_sum 74.0 78.60"));
  EXPECT_THAT(In("在职89人，其中：博士54人，党员53人。"), IsEmpty());
  EXPECT_THAT(In("争取资金6.50亿元，其中专项债券3.00亿元，中央资金2.10亿元，已拨付4.20亿元。"),
              IsEmpty());
  EXPECT_THAT(In("在职人员90人，其中管理人员12人，专业技术人员70人，工勤人员8人，退休人员30人。"),
              IsEmpty());
  EXPECT_THAT(In("项目20个，其中市级项目15个，续建12个。"), IsEmpty());
}

TEST(SureTies, AsManyPartsAsWereAnnounced) {
  const std::string text =
      "下达资金156.00万元，支持辖区3家公司，其中：甲公司60.00万元，乙公司50.00万元，丙公司46."
      "00万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "46.00", "31.00"), ElementsAre("listed_sum 156.00 141.00"));
  EXPECT_THAT(In(text, "辖区3家", "辖区6家"), ElementsAre("named_count 6 3"));
  EXPECT_THAT(In(With(text, "，丙公司46.00万元", "")), IsEmpty());
  EXPECT_THAT(In(With(text, "辖区3家公司", "辖区6家企业")), IsEmpty());
  EXPECT_THAT(In("下达3个项目资金156.00万元，其中土建60.00万元，设备50.00万元，监理21.00万元。"),
              IsEmpty());
}

TEST(SureTies, APartBesideItsWhole) {
  const std::string text = "事业编制12人（其中：参照公务员法管理9人）。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "管理9人", "管理16人"), ElementsAre("part_within_whole 16 12.00"));
  EXPECT_THAT(In("编制床位60张，其中开放80张。"), IsEmpty());
  const std::string share = "受益群众40000人，其中脱贫人口4800人，占12%。";
  EXPECT_THAT(In(share), IsEmpty());
  EXPECT_THAT(In(share, "4800", "3300"), ElementsAre("share 12% 8.25%"));
}

TEST(SureTies, RatesOfAPlan) {
  const std::string text =
      "运行经费预算1.20万元，主要涉及用水支出，截止6月30日止，已执行0.78万元，完成率65.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "0.78", "0.51"), ElementsAre("share 65.00% 42.50%"));
  const std::string used = "预算20万元，全年实际支付20万元，使用率100%。";
  EXPECT_THAT(In(used), IsEmpty());
  EXPECT_THAT(In(used, "支付20万元", "支付14万元"), ElementsAre("share 100% 70%"));
  const std::string saved =
      "培训费支出预算为50.00万元，培训费决算为22.00万元，比预算节约28.00万元，控制率44.00%。";
  EXPECT_THAT(In(saved), IsEmpty());
  EXPECT_THAT(In(saved, "44.00%", "62.00%"), ElementsAre("share 62.00% 44%"));
}

TEST(SureTies, GrowthOfWhatIsNamed) {
  const std::string text = "水费相比2030年的25.00万元减少4.00万元，下降16.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "16.00%", "21.00%"), ElementsAre("share 21.00% 16%"));
  const std::string both = "水费21.00万元。水费相比2030年的25.00万元减少4.00万元，下降16.00%。";
  EXPECT_THAT(In(both), IsEmpty());
  EXPECT_THAT(In(both, "25.00", "17.00"), ElementsAre("difference 17.00 25.00"));
  const std::string behind = "收益500.00万元。同比上年度增加100.00万元，增加25.00%。";
  EXPECT_THAT(In(behind), IsEmpty());
  EXPECT_THAT(In(behind, "25.00%", "37.00%"), ElementsAre("growth 37.00% 25%"));
}

TEST(SureTies, PartsBehindSemicolonsAndAChange) {
  const std::string text =
      "某园2031年“三公”经费支出8.20万元，比上年的8.60万元减少0.40万元。其中：公务用车运行维护费5."
      "10万元"
      "，公务用车保有量3辆；公务接待费3.10万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "5.10", "7.30"), ElementsAre("listed_sum 8.20 10.40"));
  EXPECT_THAT(
      In("差旅费支出8.20万元，完成预算9.90万元的82.83%。其中：省内差旅费6.10万元；省外差旅费3.10万"
         "元。"),
      ElementsAre("listed_sum 8.20 9.20"));
}

TEST(SureTies, SourcesOfIncomeBelowTheirSum) {
  const std::string text =
      "某小学2031年度部门决算公开说明\n（一）收入决算情况。2031年度，收入总计为1281."
      "43万元，其中：\n"
      "1.财政拨款收入1268.30万元。较上年度决算数增加146.50万元，主要是职务晋升。\n"
      "2.事业收入0万元，为事业单位开展专业业务活动取得的收入。\n"
      "3.上年结转和结余13.13万元，为上年度公用经费。\n（二）支出决算情况\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "13.13", "31.50"), ElementsAre("listed_sum 1281.43 1299.80"));
}

TEST(SureTies, ARateOfSeveralPartsIsOfNoOneOfThem) {
  EXPECT_THAT(
      In("某局2031年度绩效自评报告\n发放问卷100份，满意的60份，基本满意的38份，满意度98%。\n"),
      IsEmpty());
  EXPECT_THAT(
      In("某局2031年度绩效自评报告\n应回收100份，线上回收60份，线下回收38份，回收率98%。\n"),
      IsEmpty());
  EXPECT_THAT(In("某局2031年度绩效自评报告\n发放问卷100份，不满意的2份，满意度98%。\n"), IsEmpty());
}

TEST(SureTies, TwoBanks) {
  const std::string text = "护坡长2.60公里:左岸2段，长0.90公里，右岸1段，长1.70公里。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "0.90", "0.60"), ElementsAre("listed_sum 2.60 2.30"));
}

TEST(SureTies, ProjectsBelowTheirNumber) {
  const std::string text =
      "（一）本中心2031年度共有3个项目\n1、维修项目：预算26.4万元，实际支付26.4万元。完成维修。\n"
      "2、购置项目：预算30万元，实际支付28.5万元。完成购置。\n3、宣传项目：预算8.2万元，实际支付8."
      "2万元"
      "。完成宣传。\n（二）资金情况\n上述项目预算合计64.6万元，实际支付合计63.1万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "共有3个", "共有5个"), ElementsAre("named_count 5 3"));
  EXPECT_THAT(In(text, "64.6", "72.6"), ElementsAre("listed_sum 72.6 64.60"));
  EXPECT_THAT(In(text, "63.1", "68.3"), ElementsAre("listed_sum 68.3 63.10"));
}

TEST(SureTies, ClassesOfExpenditureBelowTheirSum) {
  const std::string text =
      "某园2031年度部门决算\n2031年度，财政拨款支出总计943.60万元，上年为920.10万元。其中：\n"
      "1.教育支出820.30万元，主要用于教学。\n2.卫生健康支出41.70万元，主要用于医疗保险。\n"
      "3.住房保障支出81.60万元，主要用于公积金。\n另有说明见附表。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "41.70", "47.10"), ElementsAre("listed_sum 943.60 949.00"));
}

TEST(SureTies, ABalanceOverParagraphs) {
  const std::string text =
      "2031年收入1730.20万元，其中拨款1600.20万元。\n2031年支出1712.90万元。\n"
      "年初结转24.50万元，年末结转41.80万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "41.80", "31.80"), ElementsAre("difference 31.80 41.80"));
  EXPECT_THAT(In(text, "41.80", "57.90"), ElementsAre("listed_sum 57.90 41.80"));
}

TEST(SureTies, PointsOfAllParts) {
  const std::string text =
      "投入部分满分10分，得9分；过程部分满分40分，得35分；产出部分满分50分，得46分；综合得分90分。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "得35分", "得37分"), ElementsAre("listed_sum 90 92.00"));
}

}  // namespace
}  // namespace outturn::document
