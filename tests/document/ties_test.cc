// Numbers that hang together whatever they are called, and others that only look like it.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Ties, AShareIsOfWhatItsSiblingsAreOf) {
  const std::string right =
      "总收入5.62亿元，其中财政拨款收入2.81亿元，占50.00%；医疗收入2.53亿元，占45.02%。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("45.02"), 5, "42.05");
  EXPECT_THAT(In(wrong), ElementsAre("share 42.05% 45.02%"));
}

TEST(Ties, AShareIsOfTheAmountThatItsWordsName) {
  EXPECT_THAT(In("医疗收入18,642.37万元。\n药品收入4,847.02万元，占医疗收入的36.00%。"),
              ElementsAre("share 36.00% 26.00%"));
  EXPECT_THAT(
      In("事业收入18,642.37万元（全部为医疗收入）。药品收入4,847.02万元，占医疗收入的26.00%。"),
      IsEmpty());
  // Of another whole by the same words nobody knows which is meant.
  EXPECT_THAT(In("医疗收入18,642.37万元。医疗收入9,321.18万元。\n药品收入4,847.02万元，"
                 "占医疗收入的36.00%。"),
              IsEmpty());
}

TEST(Ties, SharesToldRespectively) {
  const std::string right =
      "省级补助182万元，县级配套78万元，合计260万元。研究生11人，本科66人，大专12人，"
      "占在职人员的比重分别为12.36%、74.16%和13.48%。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("74.16"), 5, "71.46");
  EXPECT_THAT(In(wrong), ElementsAre("share 71.46% 74.16%"));
}

TEST(Ties, GrowthOfCountedThings) {
  EXPECT_THAT(In("改造危桥18座，比上年的15座增加3座，增长20.00%。"), IsEmpty());
  EXPECT_THAT(In("改造危桥18座，比上年的15座增加3座，增长30.00%。"),
              ElementsAre("growth 30.00% 20%"));
  EXPECT_THAT(In("改造危桥18座，比上年的15座增加5座。"), ElementsAre("difference 5 3.00"));
  EXPECT_THAT(In("支出452,600.00元（上年486,700.00元），下降7.01%。"), IsEmpty());
  EXPECT_THAT(In("支出452,600.00元（上年486,700.00元），下降7.10%。"),
              ElementsAre("growth 7.10% 7.01%"));
  EXPECT_THAT(In("接待8,600人次，满意率提高2.10%；接待游客9,800人次，同比增长9.80%。"), IsEmpty());
}

TEST(Ties, AveragesPerHead) {
  EXPECT_THAT(In("供养特困人员780人，支出912.60万元，人均11,700元。"), IsEmpty());
  EXPECT_THAT(In("供养特困人员780人，支出912.60万元，人均17,100元。"),
              ElementsAre("average 17,100 11700.00"));
  // A month's, a standard, or of somebody else: not these two.
  EXPECT_THAT(In("供养特困人员780人，支出912.60万元，人均每月975元。"), IsEmpty());
  EXPECT_THAT(In("供养特困人员780人，支出912.60万元，人均补助标准为1,200元。"), IsEmpty());
  EXPECT_THAT(
      In("供养特困人员780人，另有医疗救助3,200人次，支出912.60万元、86.20万元，人均318元。"),
      IsEmpty());
}

TEST(Ties, WhatIsSummedUpBehindItsParts) {
  EXPECT_THAT(In("指挥员486人，消防员728人，文员86人，合计1,300人。"), IsEmpty());
  EXPECT_THAT(In("指挥员486人，消防员728人，文员86人，合计1,030人。"),
              ElementsAre("listed_sum 1,030 1300.00"));
  EXPECT_THAT(In("三个项目得分分别为95.5分、97.8分、98.2分，平均97.2分。"), IsEmpty());
  EXPECT_THAT(In("三个项目得分分别为95.5分、97.8分、98.2分，平均92.7分。"),
              ElementsAre("average 92.7 97.17"));
  // Others than those told here belong to it.
  EXPECT_THAT(In("培训486人，走访728人，参加活动合计9,300人。"), IsEmpty());
}

TEST(Ties, PartsThatLeaveNothingOut) {
  EXPECT_THAT(In("在职89人，其中：男54人，女53人。"), ElementsAre("listed_sum 89 107.00"));
  EXPECT_THAT(In("在职89人，其中：博士54人，党员53人。"), IsEmpty());
  EXPECT_THAT(In("编制27人，其中行政编制11人，工勤编制2人，事业编制24人。"),
              ElementsAre("listed_sum 27 37.00"));
}

TEST(Ties, ATableWithALineForEveryCell) {
  const std::string right =
      "单位：万元\n项目\n预算数\n决算数\n合计\n300.00\n280.00\n甲类\n100.00\n90.00\n乙类\n200.00\n"
      "190.00\n";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("280.00"), 6, "208.00");
  EXPECT_THAT(In(wrong), ElementsAre("table_sum 208.00 280.00"));
}

TEST(Ties, AColumnOfPercentagesIsOfTwoOthers) {
  const std::string right =
      "单位：万元\n项目\t2023年\t2024年\t增减率\n甲类\t518.20\t541.60\t4.52%\n乙类\t69.80\t71."
      "10\t1.86%\n"
      "丙类\t290.00\t338.60\t16.76%\n丁类\t300.00\t270.00\t-10.00%\n";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("16.76"), 5, "17.66");
  EXPECT_THAT(In(wrong), ElementsAre("share 17.66% 16.76%"));
}

TEST(Ties, EachProjectUnderItsHeadingHasItsOwnScore) {
  EXPECT_THAT(In("2023年度自评综述\n（一）黑土地保护项目\n自评得分96分。\n（二）农机购置补贴项目\n"
                 "自评得分97分。\n三个项目平均得分96.5分。"),
              IsEmpty());
}

TEST(Ties, SharesOfTheirSum) {
  const std::string right =
      "教育支出48,280.00万元，占92.03%；社保支出2,310.00万元，占4.40%；住房支出1,870.00万元，占3."
      "56%。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("4.40"), 4, "4.04");
  EXPECT_THAT(In(wrong), ElementsAre("share 4.04% 4.40%"));
}

TEST(Ties, WhatIsLeftOfAWholeMayBeOfTwoKinds) {
  EXPECT_THAT(
      In("2025年部门预算总额862.50万元，其中当年财政拨款840.00万元，上年结转22.50万元；支出"
         "836.63万元，执行率97.00%，年末结余25.87万元，其中结转下年21.40万元、财政收回4.47万元。"),
      IsEmpty());
  EXPECT_THAT(In("2022年“三公”经费支出决算6.80万元，完成预算的85.00%（预算8.00万元）。其中公务用车"
                 "运行维护费5.10万元；公务接待费1.70万元。"),
              IsEmpty());
}

TEST(Ties, GrowthFromOneNumberToAnother) {
  EXPECT_THAT(In("信访量由312件下降到265件，下降15.06%。"), IsEmpty());
  EXPECT_THAT(In("信访量由312件下降到265件，下降16.05%。"), ElementsAre("growth 16.05% 15.06%"));
}

TEST(Ties, AShareBehindBracketsIsOfWhatStandsBeforeThem) {
  const std::string right =
      "2024年支出合计918.20万元。基本支出402.60万元（人员经费365.20万元、公用经费37.40万元），"
      "占总支出的43.85%；项目支出515.60万元，占总支出的56.15%。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("43.85"), 5, "48.35");
  EXPECT_THAT(In(wrong), ElementsAre("share 48.35% 43.85%"));
}

TEST(Ties, WhatWasTiedIsNotListedAsUnread) {
  const auto filing = ReadWords("改造危桥18座，比上年的15座增加3座，增长20.00%。满意度为93.10%。");
  std::string unread;
  for (const auto& one : filing.unread) unread += one.text + " ";
  EXPECT_EQ(unread.find("20.00%"), std::string::npos) << unread;
}

}  // namespace
}  // namespace outturn::document
