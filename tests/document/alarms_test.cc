// What is right and was taken for wrong; beside it, where that is short, what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Alarms, ABudgetIsAlsoWhatWasTakenBack) {
  const std::string right =
      "2022年年初预算4281.50万元，上年结转62.45万元，年中追加315.80万元，因压减一般性支出收回94.30"
      "万元，全年预算数4565.45万元。";
  EXPECT_THAT(In(right), IsEmpty());
  std::string wrong = right;
  wrong.replace(wrong.find("94.30"), 5, "49.30");
  EXPECT_THAT(In(wrong), ElementsAre("table_sum 4565.45 4610.45"));
}

TEST(Alarms, TheTotalOfProjectsListedByNameIsNotTheUnits) {
  EXPECT_THAT(In("2022年全年支出4418.00万元，预算执行率96.77%。基本支出2477.16万元，占56.07%；"
                 "项目支出1940.84万元，占43.93%。\n表1 项目支出情况表（单位：万元）\n"
                 "项目名称\t预算数\t支出数\t执行率\n文物保护\t1263.40\t1201.69\t95.12%\n"
                 "旅游宣传\t740.55\t739.15\t99.81%\n合计\t2003.95\t1940.84\t96.85%\n"),
              IsEmpty());
}

TEST(Alarms, ABudgetThatWasCompletedIsSpokenOfInPassing) {
  EXPECT_THAT(In("2022年“三公”经费支出41.36万元，完成预算52.80万元的78.33%，比2021年的46.89万元"
                 "减少5.53万元，下降11.79%。其中：因公出国（境）费0万元；公务用车购置及运行维护费"
                 "33.25万元；公务接待费8.11万元。"),
              IsEmpty());
}

TEST(Alarms, ACaptionDoesNotSayWhatAChangeIs) {
  EXPECT_THAT(In("某院2020年度自评报告\n表1 2020年支出情况表（万元）\n"
                 "支出项目\t2019年\t2020年\t增减额\t增减率\n人员经费\t5897.60\t6384.20\t486.60\t"
                 "8.25%\n公用经费\t3621.40\t3418.75\t-202.65\t-5.60%\n"),
              IsEmpty());
}

TEST(Alarms, WhichBudgetWasCompletedIsSaid) {
  const auto filing = ReadWords(
      "2023年度自评报告\n年初预算4150.00万元（基本支出3185.60万元，项目支出964.40万元），"
      "全年预算4453.35万元。\n全年支出4352.52万元，完成全年预算的97.74%，完成年初预算的104.88%。");
  EXPECT_EQ(Values(filing, "completion_rate"), "");
  EXPECT_THAT(Findings(filing), IsEmpty());
}

TEST(Alarms, PointsForARateAreNoRate) {
  const auto filing =
      ReadWords("自评得分\n指标\t分值\t得分\n预算执行率\t10\t9.77\n满意度\t15\t14\n");
  EXPECT_EQ(Values(filing, "execution_rate"), "");
}

TEST(Alarms, TheYearOverAColumnIsNotTheReports) {
  const auto filing = ReadWords(
      "某局2024年工作完成情况如下。\n项目\t2023年决算数\t2024年预算数\t2024年决算数\n"
      "三公经费\t38.72\t35.00\t33.10\n");
  EXPECT_EQ(filing.year, 2024);
}

TEST(Alarms, AChangeIsOfWhatStandsRightBeforeIt) {
  const std::string right =
      "某局2025年度自评报告\n2026年部门预算13980.00万元，较2025年年初预算14856.00万元减少876.00万元"
      "，下降5.90%。";
  EXPECT_THAT(In(right), IsEmpty());
}

TEST(Alarms, ACaptionEndsTheTableAboveIt) {
  const std::string right =
      "表1  分季度支出（万元）\n  季度      当季支出   累计支出\n  第一季度   2856.40    2856.40\n"
      "  第二季度   4128.75    6985.15\n表2  支出经济分类（万元）\n  经济分类          支出数     "
      "占比\n"
      "  对个人和家庭的补助     364.80    2.43%\n";
  const auto filing = ReadWords(right);
  ASSERT_FALSE(filing.stated.empty());
  EXPECT_EQ(filing.stated.back().place.form, "表2  支出经济分类（万元）");
  for (const auto& one : filing.unread) EXPECT_EQ(one.label.find("累计支出/"), std::string::npos);
}

}  // namespace
}  // namespace outturn::document
