// Shares, running sums and rates that a table's own rows bear out.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(TableShares, OfTheTotalOfAnotherColumn) {
  const std::string table =
      "表1 支出明细（单位：元）\n项目\t金额\t占比\n产业扶持\t2,386,000.00\t34.27%\n"
      "道路养护\t1,864,500.00\t26.78%\n公共服务\t1,612,185.42\t23.15%\n"
      "环境整治\t680,500.00\t9.77%\n森林防火\t420,000.00\t6.03%\n合计\t6,963,185.42\t100%\n";
  EXPECT_THAT(In(table), IsEmpty());
  EXPECT_THAT(In(table, "26.78", "62.78"), ElementsAre("share 62.78% 26.78%"));
  EXPECT_THAT(In(table, "680,500.00", "68.05"), ElementsAre("share 9.77% 0.001%"));
  EXPECT_THAT(In(table, "6,963,185.42", "6,693,185.42"),
              ElementsAre("table_sum 6,693,185.42 6963185.42"));
}

TEST(TableShares, OfAnAmountThatStandsElsewhere) {
  const std::string table =
      "2025年全年预算数15424.00万元。\n表1 分季度支出（万元）\n季度\t当季支出\t累计支出\t进度\n"
      "第一季度\t2856.40\t2856.40\t18.52%\n第二季度\t4128.75\t6985.15\t45.29%\n"
      "第三季度\t3681.90\t10667.05\t69.16%\n第四季度\t4366.20\t15033.25\t97.47%\n";
  EXPECT_THAT(In(table), IsEmpty());
  EXPECT_THAT(In(table, "45.29", "54.29"), ElementsAre("share 54.29% 45.29%"));
  EXPECT_THAT(In(table, "10667.05", "10467.05"), ElementsAre("table_sum 10467.05 10667.05"));
}

TEST(TableShares, PointsByTheirWeights) {
  const std::string table =
      "一级指标\t分值\t得分\t得分率\n运行成本\t15\t15\t100.00%\n管理效率\t25\t23.8\t95.20%\n"
      "履职效能\t35\t35\t100.00%\n社会效应\t25\t24\t96.00%\n";
  EXPECT_THAT(In(table), IsEmpty());
  EXPECT_THAT(In(table, "95.20", "92.50"), ElementsAre("share 92.50% 95.20%"));
}

}  // namespace
}  // namespace outturn::document
