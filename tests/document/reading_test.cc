// What sentences and tables of other offices taught: parts that are not the whole, and sums a table
// keeps without saying so.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Staff, OfAPartIsNotThatOfTheUnit) {
  const auto filing = ReadWords(
      "2022年末核定编制186人，在职人员179人，其中行政编制38人、在职36人，事业编制148人、在职143人"
      "。");
  EXPECT_EQ(Values(filing, "staff_quota"), "186人");
  EXPECT_EQ(Values(filing, "staff_on_post"), "179人");
  // No number of all of them is told.
  const auto parts =
      ReadWords("2022年行政编制46名，实有在职人员44名；事业编制28名，实有在职人员25名。");
  EXPECT_EQ(Values(parts, "staff_on_post"), "");
  // Retired people are on no post.
  const auto all =
      ReadWords("2022年末人员编制15人；年末实有人数19人，其中在职人员14人，退休人员5人。");
  EXPECT_EQ(Values(all, "staff_on_post"), "14人");
}

TEST(Shares, ToldRespectivelyAreOfOneEach) {
  const std::string start =
      "2025年度本年支出合计9694.98万元，其中基本支出2410.36万元、项目支出7284.62万元，分别占";
  EXPECT_THAT(Findings(ReadWords(start + "24.86%和75.14%。")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(start + "24.86%和57.14%。")), ElementsAre("share 57.14% 75.14%"));
}

TEST(Shares, AreOfTheNumberBeforeThemAlthoughItsNameIsUnknown) {
  const std::string start =
      "2023年本年收入合计1000.00万元，其中：事业收入950.00万元，占95.00%；科教收入30.00万元，"
      "占3.00%；其他收入20.00万元，占";
  EXPECT_THAT(Findings(ReadWords(start + "2.00%。")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(start + "3.00%。")), ElementsAre("share 3.00% 2%"));
}

TEST(Shares, OfAWholeThatIsQuotedAreOfThat) {
  EXPECT_THAT(
      Findings(ReadWords("2024年授予中小企业合同金额1,640.30万元，其中：授予小微企业合同金额"
                         "820.15万元，占授予中小企业合同金额的60%。")),
      ElementsAre("share 60% 50%"));
}

TEST(Tasks, AreHeldAgainstWhatWasDone) {
  const std::string start =
      "2025年完成公路提质改造86.5公里，其中县道52.3公里，年度任务80公里，完成率";
  EXPECT_THAT(Findings(ReadWords(start + "108.13%。")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(start + "118.13%。")), ElementsAre("share 118.13% 108.13%"));
  EXPECT_THAT(Findings(ReadWords("2024年培训1,320人，为年度任务1,200人的101%。")),
              ElementsAre("share 101% 110%"));
}

TEST(Changes, OfLastYearsNumberAreItsDifference) {
  const std::string start = "2025年“三公”经费决算14.40万元，较上年的15.60万元";
  EXPECT_THAT(Findings(ReadWords(start + "减少1.20万元。")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(start + "增加1.20万元。")), ElementsAre("difference 1.20 -1.20"));
  EXPECT_THAT(Findings(ReadWords("2025年合同金额7.2亿元，比2024年的2.4亿元增长3倍。")),
              ElementsAre("growth 3倍 200%"));
}

TEST(Brackets, SplitByFundsWhatTheyBelongTo) {
  const auto filing = ReadWords(
      "2022年度一般公共预算财政拨款支出决算2,150.16万元。\n2022年度“三公”经费支出决算4."
      "30万元（其中："
      "一般公共预算支出4.30万元；政府性基金预算支出0万元）。");
  EXPECT_EQ(Values(filing, "paid(fund=general)"), "2,150.16万元");
  EXPECT_THAT(Findings(filing), IsEmpty());
}

TEST(ListedParts, AreToldWhereASlipOfThePenExplainsTheDifference) {
  const std::string assets =
      "2020年末资产总额5,450.00万元，其中：流动资产1,286.40万元、固定资产3,415.20";
  EXPECT_THAT(Findings(ReadWords(assets + "万元、在建工程820.00万元、无形资产18.40万元。")),
              ElementsAre("listed_sum 5,450.00 5540.00"));
  // Some are listed, not all.
  EXPECT_THAT(Findings(ReadWords(assets + "万元。")), IsEmpty());
}

TEST(Paragraphs, GoOnOverAPageWithItsHeadAndFoot) {
  const std::string line = "本单位2022年度各项工作有序开展，资金使用规范，制度健全，管理到位，";
  const auto filing = ReadWords("某局决算公开\n" + line +
                                "没有发生违规问题，全年本年收入合计\n - 1 -"
                                "\n\f某局决算公开\n1,000.00万元。\n - 2 -\n");
  EXPECT_EQ(Values(filing, "income"), "1,000.00万元");
}

TEST(Tables, KeepSumsTheyDoNotSpeakOf) {
  const std::string rows =
      "2021年学校经费表\n学校名称\t学生数\t公用经费\t专项经费\n甲校\t3,120\t405.60\t1,280.00\n"
      "乙校\t2,640\t343.20\t960.50\n丙校\t310\t186.00\t245.00\n";
  EXPECT_THAT(Findings(ReadWords(rows + "合计\t6,070\t934.80\t2,485.50\n")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(rows + "合计\t6,070\t934.80\t2,458.50\n")),
              ElementsAre("table_sum 2,458.50 2485.50"));
}

TEST(Tables, HaveRatesOfTheirRows) {
  const std::string head = "项目支出明细\n项目\t全年预算数\t支出数\t执行率\n";
  EXPECT_THAT(Findings(ReadWords("某局2020年度\n" + head +
                                 "特困供养\t1,680.00\t1,676.00\t99.76%\n"
                                 "临时救助\t640.00\t632.25\t98.79%\n")),
              IsEmpty());
  EXPECT_THAT(Findings(ReadWords("某局2020年度\n" + head +
                                 "特困供养\t1,680.00\t1,676.00\t99.76%\n"
                                 "临时救助\t640.00\t632.25\t97.89%\n")),
              ElementsAre("share 97.89% 98.79%"));
}

TEST(ScoreTables, WithoutTargetsAreReadAndTheirSubtotalsAddedUp) {
  const std::string rows =
      "2021年度评分表\n一级指标\t二级指标\t三级指标\t分值\t得分\t扣分原因\n"
      "履职\t产出\t完成情况\t20\t20\t\n履职\t效益\t群众受益\t30\t28.5\t覆盖不足\n";
  const std::string rest = "管理\t预算\t执行\t50\t46\t进度慢\n";
  EXPECT_THAT(
      Findings(ReadWords(rows + "履职小计\t\t\t50\t48.5\t\n" + rest + "总分\t\t\t100\t94.5\t\n")),
      IsEmpty());
  EXPECT_THAT(
      Findings(ReadWords(rows + "履职小计\t\t\t50\t49.5\t\n" + rest + "总分\t\t\t100\t95.4\t\n")),
      ElementsAre("table_sum 49.5 48.50", "  scores 95.40 94.50"));
}

}  // namespace
}  // namespace outturn::document
