// Tables in text that lost its columns: a row a line, cells one space apart, blank ones left out.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

const std::string kTitle = "某区示例局 2025 年度部门决算\n";

// 支出决算表 with explicit zeros, names broken over lines.
const std::string kExpenditure =
    "支出决算表\n单位：万元\n项目\n对附属单位补\n本年支出合计 基本支出 项目支出 上缴上级支出 "
    "经营支出\n"
    "功能分类\n助支出\n科目名称\n科目编码\n合计 180.00 100.00 80.00\n"
    "205 教育支出 120.00 70.00 50.00\n20502 普通教育 120.00 70.00 50.00\n"
    "2050201 学前教育 70.00 70.00 0.00\n其他普通教育\n2050299 50.00 0.00 50.00\n支出\n"
    "文化旅游体育与传\n207 60.00 30.00 30.00\n媒支出\n20701 文化和旅游 60.00 30.00 30.00\n"
    "2070104 图书馆 30.00 30.00 0.00\n2070109 群众文化 30.00 0.00 30.00\n"
    "注：本表反映部门本年度各项支出情况。\n";

// The same without the fund's money, blank cells left out, the total last.
const std::string kGeneral =
    "一般公共预算财政拨款支出决算表\n单位：万元\n项目\n合计 基本支出 项目支出\n功能分类\n科目名称\n"
    "科目编码\n205 教育支出 120.00 70.00 50.00\n20502 普通教育 120.00 70.00 50.00\n"
    "2050201 学前教育 70.00 70.00\n其他普通教育\n2050299 50.00 50.00\n支出\n"
    "文化旅游体育\n207 与传媒 40.00 30.00 10.00\n支出\n20701 文化和旅游 40.00 30.00 10.00\n"
    "2070104 图书馆 30.00 30.00\n2070109 群众文化 10.00 10.00\n合计 160.00 100.00 60.00\n"
    "注：本表反映部门本年度一般公共预算财政拨款支出情况。\n";

const std::string kFund =
    "政府性基金预算财政拨款收入支出决算表\n单位：万元\n项目\n年初结转和 年末结转和\n本年收入 "
    "本年支出\n功能分类\n结余 结余\n科目名称\n科目编码\n合计 20.00 合计 基本支出 项目支出\n"
    "207 文化旅游体育与传媒支出 20.00 20.00 20.00\n20701 文化和旅游 20.00 20.00 20.00\n"
    "2070109 群众文化 20.00 20.00 20.00\n注：本表反映政府性基金。\n";

TEST(FlatTables, RowsByCodeHaveTheirColumnsWhereBlanksWereLeftOut) {
  const auto filing = ReadWords(kTitle + kExpenditure + kGeneral + kFund);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "income(fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid"), "180.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic)"), "100.00万元");
  EXPECT_EQ(Values(filing, "paid(function=207)"), "60.00万元");
  EXPECT_EQ(Values(filing, "paid(function=207, fund=general)"), "40.00万元");
  EXPECT_EQ(Values(filing, "paid(function=207, fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "income(function=207, fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, function=2050201, fund=general)"), "70.00万元");
  EXPECT_EQ(Values(filing, "paid(category=project, function=2070109, fund=general)"), "10.00万元");
}

TEST(FlatTables, ACodeIsTheSumOfThoseBelowIt) {
  const std::string all = kTitle + kExpenditure;
  EXPECT_THAT(Findings(ReadWords(With(all, "205 教育支出 120.00", "205 教育支出 102.00"))),
              ElementsAre("table_sum 180.00 162.00", "  table_sum 102.00 120.00",
                          "  table_sum 102.00 120.00"));
  EXPECT_THAT(Findings(ReadWords(With(all, "30.00 30.00 0.00", "30.00 20.00 0.00"))),
              ElementsAre("table_sum 30.00 20.00", "  table_sum 30.00 20.00"));
}

TEST(FlatTables, AWrongNumberInARowOfAFundStandsWhereItsFellowsDo) {
  for (const char* wrong : {"2.80 2.08 2.80 0", "2.08 2.80 2.80 0", "2.80 2.80 8.20 0"}) {
    std::string fund = kFund;
    for (const char* name : {"传媒支出", "文化和旅游", "群众文化"}) {
      const std::string row = name;
      fund = With(fund, row + " 20.00 20.00 20.00", row + " 0 2.80 2.80 2.80 0");
    }
    fund = With(fund, "合计 20.00", "合计 2.80");
    EXPECT_THAT(Findings(ReadWords(kTitle + fund)), IsEmpty());
    EXPECT_THAT(In(kTitle + fund, "2.80 2.80 2.80 0\n20701", std::string(wrong) + "\n20701"),
                Not(IsEmpty()))
        << wrong;
  }
}

TEST(FlatTables, TotalsAreHeldAgainstTheirRows) {
  EXPECT_THAT(In(kTitle + kFund, "合计 20.00 合计", "合计 30.00 合计"),
              ElementsAre("table_sum 30.00 20.00"));
  // However few sums a table has, one number in all of them does not make it unreadable.
  const std::string one = kTitle + With(With(kFund, "20701 文化和旅游 20.00 20.00 20.00",
                                             "20701 文化和旅游 21.00 21.00 21.00"),
                                        "合计 20.00", "合计 20.00");
  EXPECT_THAT(Findings(ReadWords(one)), Not(IsEmpty()));
}

TEST(FlatTables, RowsAtTheEdgesOfPagesAreNoHeads) {
  // Both tables' second pages begin with rows that differ in their numbers only.
  const auto paged = [](std::string text) {
    for (const char* row : {"207 ", "20701 "}) {
      for (size_t at = text.find(row); at != std::string::npos; at = text.find(row, at + 2)) {
        if (text[at - 1] == '\n') text.insert(at, "\f");
      }
    }
    return text;
  };
  const auto filing = ReadWords(paged(kTitle + kExpenditure + kGeneral + kFund));
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid(function=20701, fund=general)"), "40.00万元");
}

TEST(FlatTables, HundredthsAreRounding) {
  const std::string all = kTitle + kExpenditure;
  EXPECT_THAT(Findings(ReadWords(With(all, "205 教育支出 120.00", "205 教育支出 120.01"))),
              IsEmpty());
}

TEST(FlatTables, FundsMakeTheWhole) {
  const std::string all = kTitle + kExpenditure + kGeneral + kFund;
  std::string wrong =
      With(all, "205 教育支出 120.00 70.00 50.00\n20502 普通教育 120.00 70.00 50.00\n",
           "205 教育支出 120.00 70.00 50.00\n20502 普通教育 121.00 70.00 51.00\n");
  EXPECT_THAT(Findings(ReadWords(wrong)), Not(IsEmpty()));
}

TEST(FlatTables, OneThatCannotBeReadIsSaidToBeSo) {
  const std::string broken =
      kTitle +
      "支出决算表\n单位：万元\n项目\n本年支出合计 基本支出 项目支出\n科目编码\n"
      "合计 180.00 100.00 80.00\n205 教育支出 31.00 70.00 50.00\n"
      "20502 普通教育 44.00 71.00 50.00\n2050201 学前教育 52.00 70.00 5.00\n"
      "207 文化旅游体育与传媒支出 65.00 30.00 33.00\n20701 文化和旅游 12.00 38.00 30.00\n"
      "2070104 图书馆 30.00 31.00 7.00\n注：本表反映部门本年度各项支出情况。\n";
  const auto filing = ReadWords(broken);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid"), "");
  ASSERT_FALSE(filing.unread.empty());
  EXPECT_NE(filing.unread.front().label.find("未能读懂"), std::string::npos);
}

// Two lists side by side, the shorter with blanks; a name broken around its row.
const std::string kEconomic =
    "一般公共预算财政拨款基本支出决算表\n单位：万元\n经济分\n经济分\n类\n类科目 科目名称 决算数 "
    "科目名称 "
    "决算数\n科目编\n编码\n码\n301 工资福利支出 70.00 302 商品和服务支出 28.00\n"
    "30101 基本工资 40.00 30201 办公费 10.00\n机关事业单位基本养\n30108 20.00 30202 "
    "印刷费\n老保险缴费\n"
    "因公出国（境）费\n30113 住房公积金 10.00 30212 0.00\n用\n"
    "303 对个人和家庭的补助 2.00 30216 培训费 9.00\n30302 退休费 2.00 30217 公务接待费 1.00\n"
    "30399 30240 税金及附加费用 5.00\n其他商品和服务\n30299 3.00\n支出\n310 资本性支出\n"
    "31002 办公设备购置\n人员经费合计 72.00 公用经费合计 28.00\n注：本表反映基本支出明细。\n";

TEST(FlatTables, ListsSideBySide) {
  const auto filing = ReadWords(kTitle + kGeneral + kEconomic);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid(category=basic, class=30217, fund=general)"), "1.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, class=30299, fund=general)"), "3.00万元");
  EXPECT_EQ(Values(filing, "paid(category=personnel, fund=general)"), "72.00万元");
  EXPECT_THAT(In(kTitle + kEconomic, "40.00", "44.00"), ElementsAre("table_sum 70.00 74.00"));
  // 301 left blank: what is above it misses it, and nothing else.
  EXPECT_THAT(In(kTitle + kEconomic, "支出 70.00 302", "支出 302"),
              ElementsAre("table_sum 72.00 2.00"));
  EXPECT_THAT(In(kTitle + kGeneral + kEconomic, "公用经费合计 28.00", "公用经费合计 82.00"),
              ElementsAre("table_sum 82.00 28.00", "  table_sum 100.00 154.00"));
}

TEST(FlatTables, NumbersARowOffTheirNames) {
  // 9.00 slipped up from below it, and so on to the total, which stands at the end once more.
  const auto filing = ReadWords(
      kTitle +
      With(With(With(With(kEconomic, "办公费 10.00", "办公费 10.00"), "培训费 9.00", "培训费 1.00"),
                "公务接待费 1.00", "公务接待费 12.00"),
           "30299 3.00", "30299 28.00"));
  ASSERT_EQ(Findings(filing).size(), 1U);
  bool told = false;
  for (const auto& relation : filing.relations) {
    told = told || relation.label.find("错行") != std::string::npos;
  }
  EXPECT_TRUE(told);
}

const std::string kThreePublic =
    "财政拨款“三公”经费支出决算表\n单位：万元\n财政拨款“三公”经费\n公务用车购置及运行维护费\n因公出"
    "国\n"
    "合计 公务用车 公务用车 公务接待费\n（境）费 小计\n购置费 运行维护费\n"
    "预算数 决算数 预算数 决算数 预算数 决算数 预算数 决算数 预算数 决算数 预算数 决算数\n"
    "9.00 7.00 8.00 6.50 8.00 6.50 1.00 0.50\n注：本表反映三公。\n";

TEST(FlatTables, ThreePublicExpensesWithBlanks) {
  const auto filing = ReadWords(kTitle + kThreePublic);
  EXPECT_EQ(Values(filing, "paid(three_public=total)"), "7.00万元");
  EXPECT_EQ(Values(filing, "paid(three_public=vehicle_operation)"), "6.50万元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=reception)"), "1.00万元");
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(In(kTitle + kThreePublic, "8.00 6.50 1.00", "8.00 5.60 1.00"), Not(IsEmpty()));
  // A number of two sums.
  EXPECT_THAT(In(kTitle + With(kThreePublic, "8.00 6.50 8.00 6.50 1.00 0.50",
                               "8.00 6.50 3.00 3.00 5.00 3.50 1.00 0.50"),
                 "8.00 6.50 3.00", "8.00 6.05 3.00"),
              Not(IsEmpty()));
  // What the classes say is more than the line of the table.
  EXPECT_THAT(Findings(ReadWords(kTitle + kEconomic + kThreePublic)),
              ElementsAre("class_within_reception 1.00万元 ≤ 0.50万元"));
}

// Whose 1.20 it is nobody knows, but the first is the total however wrong it is.
TEST(FlatTables, ThreePublicTotalsAreKnownWhereTheyAreWrong) {
  const std::string budget =
      "某区示例局 2026 年部门预算\n2026年单位“三公”经费和机关运行经费预算表\n编制单位：某区示例局 "
      "单位:万元\n“三公”经费预算数\n机关运行经费预算\n数合计 因公出国(境)费 "
      "公务接待费公务用车购置及"
      "运行费\n小计 购置费 运行费\n6.20 1.20 5 5 80.10\n2026年“三公”经费预算数为6.20万元。\n";
  EXPECT_THAT(Findings(ReadWords(budget)), IsEmpty());
  EXPECT_THAT(In(budget, "6.20 1.20", "6.02 1.20"), Contains("same_figure 6.20万元 6.02万元"));
}

const std::string kBothSides =
    "财政拨款收入支出决算总表\n单位：万元\n收入 支出\n一般公共 政府性基 国有资本\n项目 决算数 项目 "
    "合计 "
    "预算财政 金预算财 经营预算\n拨款 政拨款 财政拨款\n"
    "一、一般公共预算财政拨款 160.00 一、一般公共服务支出\n二、政府性基金预算财政拨款 20.00 "
    "二、教育支出 "
    "120.00 120.00\n三、国有资本经营预算财政拨款 三、文化旅游体育与传媒支出 60.00 40.00 20.00\n"
    "二十二、灾害防治及应急管理支\n出\n本年收入合计 180.00 本年支出合计 180.00 160.00 20.00\n"
    "年初财政拨款结转和结余 年末财政拨款结转和结余\n总计 180.00 总计 180.00 160.00 20.00\n"
    "注：本表反映部门本年度财政拨款总收支。\n";

TEST(FlatTables, TwoSides) {
  const auto filing = ReadWords(kTitle + kBothSides + kExpenditure + kGeneral);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "paid(function=205, fund=general)"), "120.00万元, 120.00万元");
  EXPECT_EQ(Values(filing, "income(fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "expenditure_all(source=current)"), "180.00万元");
  EXPECT_THAT(In(kTitle + kBothSides, "本年支出合计 180.00", "本年支出合计 108.00"),
              ElementsAre("fiscal_fund_sum 108.00 180.00", "  table_sum 108.00 180.00",
                          "  table_sum 108.00 180.00", "  table_sum 180.00 108.00"));
  EXPECT_THAT(In(kTitle + kBothSides, "总计 180.00 总计 180.00", "总计 180.00 总计 181.00"),
              Not(IsEmpty()));
  EXPECT_THAT(
      In(kTitle + kBothSides, "总计 180.00 总计 180.00 160.00", "总计 108.00 总计 108.00 106.00"),
      Not(IsEmpty()));
}

// Budgets in yuan: codes in three cells, a number glued to the next name, names broken.
TEST(FlatTables, BudgetsInYuan) {
  const std::string budget =
      "某区2026年区级部门预算\n2026年部门财政拨款收支预算总表\n编制部门：某区示例局 单位：元\n"
      "财政拨款收入 财政拨款支出\n项目 预算数 项目 合计 一般公共预算 政府性基金预算 "
      "国有资本经营预算\n"
      "一、社会保障和就业\n一、一般公共预算 3,000,400 1,000,400 1,000,400\n支出\n"
      "二、政府性基金预算 1,000,000二、城乡社区支出 3,000,000 2,000,000 1,000,000\n"
      "收入总计 4,000,400 支出总计 4,000,400 3,000,400 1,000,000\n"
      "2026年部门一般公共预算支出功能分类预算表\n编制部门：某区示例局 单位：元\n项目 "
      "一般公共预算支出\n"
      "功能分类科目编码\n功能分类科目名称 合计 基本支出 项目支出\n类 款 项\n"
      "208 社会保障和就业支出 1,000,400 1,000,400\n208 05 行政事业单位养老支出 1,000,400 "
      "1,000,400\n"
      "208 05 05 基本养老保险 1,000,400 1,000,400\n212 城乡社区支出 2,000,000 2,000,000\n"
      "项目 一般公共预算支出\n功能分类科目编码\n功能分类科目名称 合计 基本支出 项目支出\n类 款 项\n"
      "212 01 城乡社区管理事务 2,000,000 2,000,000\n合计 3,000,400 1,000,400 2,000,000\n"
      "2026年部门“三公”经费和机关运行经费预算表\n编制部门：某区示例局 单位:万元\n“三公”经费预算数\n"
      "机关运行经费预算\n公务用车购置及运行费\n数\n合计 因公出国(境)费 公务接待费\n小计 购置费 "
      "运行费\n"
      "12.60 0 3.10 9.50 0 9.50 82.65\n其他相关情况说明\n"
      "一、2026年“三公”经费预算数为12.60万元。\n";
  const auto filing = ReadWords(budget);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "initial_budget(category=project, function=21201, fund=general)"),
            "2,000,000元");
  EXPECT_EQ(Values(filing, "initial_budget(function=208, fund=general)"),
            "1,000,400元, 1,000,400元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=reception)"), "3.10万元");
  EXPECT_EQ(Values(filing, "agency_operation_budget"), "82.65万元");
  EXPECT_THAT(In(budget, "208 05 05 基本养老保险 1,000,400", "208 05 05 基本养老保险 1,040,000"),
              Not(IsEmpty()));
}

// Codes glued to names, numbers padded, and what one table says of the next.
TEST(FlatTables, GluedAndPadded) {
  const std::string budget =
      "某区2026年区级单位预算\n2025年预算执行数为50万元，2025年预算60万元，2025年安排60万元。\n"
      "2026年单位一般公共预算基本支出部门预算经济分类预算表\n编制单位：某区示例局 单位：元\n项目 "
      "一般公共预算基本支出\n经济分类科目编码\n部门经济分类科目名称 合计 人员经费 公用经费\n类 款\n"
      "301 工资福利支出    1,123,000    1,123,000 \n301 01基本工资     1,023,000     1,023,000 \n"
      "301 02津贴补贴       100,000       100,000 \n302 商品和服务支出       460,000       460,000 "
      "\n"
      "302 01办公费       300,000       300,000 \n302 05水费       160,000       160,000 \n"
      "合计    1,583,000    1,123,000       460,000 \n"
      "2026年单位“三公”经费和机关运行经费预算表\n编制单位：某区示例局 单位:万元\n“三公”经费预算数\n"
      "机关运行经费预算\n数合计 因公出国(境)费 公务接待费公务用车购置及运行费\n小计 购置费 运行费\n"
      "6.40 1.40 5 5 86.02 \n其他相关情况说明\n";
  const auto filing = ReadWords(budget);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "initial_budget(category=public, class=30205, fund=general)"),
            "160,000元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=vehicle_operation)"), "5万元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=abroad)"), "");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=reception)"), "");
  EXPECT_THAT(In(budget, "津贴补贴       100,000", "津贴补贴       110,000"), Not(IsEmpty()));
}

// The national forms: rows and columns have numbers, captions too; pages are numbered within them.
TEST(FlatTables, NumberedRowsColumnsAndPages) {
  const std::string accounts =
      "某县示例局2025年度部门决算\n收入支出决算总表\n公开01表\n部门：某县示例局 "
      "金额单位：万元\n收入 支出\n"
      "项目 行次 金额 项目 行次 金额\n栏次 1 栏次 2\n"
      "一、一般公共预算财政拨款收入 1 160.00 一、一般公共服务支出 32\n"
      "二、政府性基金预算财政拨款收入 2 二、教育支出 33 130.00\n八、其他收入 8 6.00 "
      "三、住房保障支出 34 "
      "36.00\n- 7 -\n本年收入合计 27 166.00 本年支出合计 58 166.00\n"
      "使用专用结余 28 结余分配 59\n年初结转和结余 29 4.00 年末结转和结余 60 4.00\n"
      "总计 30 170.00 总计 61 170.00\n注：本表反映部门本年度的总收支。\n"
      "支出决算表\n公开03表\n部门：某县示例局 金额单位：万元\n项目 本年支出合计 基本支出 项目支出\n"
      "科目代码 科目名称\n栏次 1 2 3\n合计 166.00 136.00 30.00\n205 教育支出 130.00 100.00 30.00\n"
      "20502 普通教育 130.00 100.00 30.00\n支出决算表\n公开03表\n部门：某县示例局 金额单位：万元\n"
      "项目 本年支出合计 基本支出 项目支出\n科目代码 科目名称\n栏次 1 2 3\n221 住房保障支出 36.00 "
      "36.00\n"
      "22102 住房改革支出 36.00 36.00\n注：本表反映部门本年度各项支出情况。\n"
      "财政拨款“三公”经费支出决算表\n公开07表\n部门：某县示例局 金额单位：万元\n预算数 决算数\n"
      "合计 因公出国（境）费 公务用车购置及运行维护费 公务接待费 合计 因公出国（境）费 "
      "公务用车购置及运行维护费 公务接待费\n小计 购置费 运行费 小计 购置费 运行费\n1 2 3 4 5 6 7 8 "
      "9 10 11 12\n"
      "9.00 0.00 8.00 0.00 8.00 1.00 7.00 0.00 6.50 0.00 6.50 0.50\n注：本表反映三公。\n";
  const auto filing = ReadWords(accounts);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "income_other"), "6.00万元");
  EXPECT_EQ(Values(filing, "carry_out_all"), "4.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, function=221)"), "36.00万元");
  EXPECT_EQ(Values(filing, "paid(three_public=vehicle)"), "6.50万元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=total)"), "9.00万元");
  EXPECT_THAT(In(accounts, "八、其他收入 8 6.00", "八、其他收入 8 9.00"),
              ElementsAre("table_sum 166.00 169.00"));
  EXPECT_THAT(In(accounts, "20502 普通教育 130.00", "20502 普通教育 103.00"), Not(IsEmpty()));
}

TEST(FlatTables, OddOnesAreLeftUnread) {
  std::string wide = kTitle + "支出决算表\n单位：万元\n项目\n本年支出合计 基本支出 项目支出\n";
  for (const char* code : {"205", "20502", "207"}) {
    wide += std::string(code) + " 某支出";
    for (int i = 0; i < (code[2] == '7' ? 20 : 40); ++i) wide += " 1.00";
    wide += "\n";
  }
  EXPECT_EQ(ReadWords(wide).unread.size(), 100U);
  // Columns of which none is that of fiscal funds.
  const auto filing = ReadWords(kTitle +
                                "收入决算表\n单位：万元\n本年收入合计 事业收入 经营收入 其他收入\n"
                                "科目编码\n合计 6.00 1.00 2.00 1.00 2.00\n"
                                "205 教育支出 6.00 1.00 2.00 1.00 2.00\n");
  EXPECT_EQ(Values(filing, "income"), "6.00万元");
  EXPECT_EQ(filing.unread.size(), 2U);
}

TEST(FlatTables, ATableSomeRowsOffIsToldOnce) {
  const std::string head = "单位：万元\n项目\n本年支出合计 基本支出 项目支出\n科目编码\n";
  const std::string right = "支出决算表\n" + head +
                            "合计 66.00 66.00\n201 一般公共服务支出 1.00 1.00\n"
                            "20101 人大事务 1.00 1.00\n205 教育支出 60.00 60.00\n"
                            "20502 普通教育 60.00 60.00\n2050201 学前教育 20.00 20.00\n"
                            "2050202 小学教育 40.00 40.00\n207 文化旅游体育与传媒支出 5.00 5.00\n"
                            "20701 文化和旅游 5.00 5.00\n2070104 图书馆 2.00 2.00\n"
                            "2070109 群众文化 3.00 3.00\n注：本表反映支出。\n";
  const std::string off = "一般公共预算财政拨款支出决算表\n" + head +
                          "合计 66.00 66.00\n201 一般公共服务支出 1.00 1.00\n"
                          "20101 人大事务 60.00 60.00\n205 教育支出 60.00 60.00\n"
                          "20502 普通教育 20.00 20.00\n2050201 学前教育 40.00 40.00\n"
                          "2050202 小学教育 5.00 5.00\n207 文化旅游体育与传媒支出 5.00 5.00\n"
                          "20701 文化和旅游 2.00 2.00\n2070104 图书馆 3.00 3.00\n"
                          "2070109 群众文化 66.00 66.00\n注：本表反映支出。\n";
  // Two rows of a fund that have no amounts here: what follows is two rows off.
  const std::string far = "一般公共预算财政拨款支出决算表\n" + head +
                          "合计 66.00 66.00\n201 一般公共服务支出 1.00 1.00\n"
                          "20101 人大事务 1.00 1.00\n205 教育支出 20.00 20.00\n"
                          "20502 普通教育 40.00 40.00\n2050201 学前教育 5.00 5.00\n"
                          "2050202 小学教育 5.00 5.00\n207 文化旅游体育与传媒支出 2.00 2.00\n"
                          "20701 文化和旅游 3.00 3.00\n2070104 图书馆 66.00 66.00\n"
                          "2070109 群众文化 1.00 1.00\n注：本表反映支出。\n";
  for (const auto& [table, found] : {std::make_pair(off, "table_sum 60.00 1.00"),
                                     std::make_pair(far, "table_sum 20.00 60.00")}) {
    const auto filing = ReadWords(kTitle + right + table);
    EXPECT_THAT(Findings(filing), ElementsAre(found));
    ASSERT_FALSE(filing.relations.empty());
    EXPECT_NE(filing.relations.back().label.find("错行"), std::string::npos);
  }
}

// Zeros and heads stand in the rows of a fund: what is known of its total stays known.
TEST(FlatTables, ZerosAndHeadsInTheRowsOfAFund) {
  std::string fund = With(kFund, "合计 20.00 合计 基本支出 项目支出",
                          "合计 0 20.00 合计 基本支出 "
                          "项目支出 0");
  for (const char* row : {"传媒支出", "文化和旅游", "群众文化"}) {
    const std::string name = row;
    fund = With(fund, name + " 20.00 20.00 20.00", name + " 0 20.00 20.00 20.00 0");
  }
  const auto filing = ReadWords(kTitle + kExpenditure + kGeneral + fund);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "income(fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid(category=project, function=207, fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, function=207, fund=gov_fund)"), "");
  EXPECT_THAT(In(kTitle + fund, "合计 0 20.00", "合计 0 30.00"),
              ElementsAre("table_sum 30.00 20.00"));
}

TEST(FlatTables, FundsBelowABalanceAreOfMoneyFromBefore) {
  const std::string sides = With(
      kBothSides, "总计 180.00 总计 180.00 160.00 20.00",
      "一、一般公共预算财政拨款 0.00\n二、政府性基金预算财政拨款 0.00\n总计 180.00 总计 180.00");
  const auto filing = ReadWords(
      kTitle + With(sides, "年初财政拨款结转和结余 年末", "年初财政拨款结转和结余 0.00 年末") +
      kExpenditure + kGeneral + kFund);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "income(fund=gov_fund)"), "20.00万元, 20.00万元");
}

// A code, its name (two of them run together) and its numbers, each on a line of its own.
TEST(FlatTables, ARowBrokenOverThreeLines) {
  const std::string broken = With(kGeneral, "2070104 图书馆 30.00 30.00\n2070109 群众文化 10.00",
                                  "2070104\n图群书众馆文\n30.00 30.00\n2070109\n化展\n10.00");
  const auto filing = ReadWords(kTitle + kExpenditure + broken + kFund);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid(function=2070104, fund=general)"), "30.00万元");
  // The name of another table is the better one.
  EXPECT_THAT(
      Findings(ReadWords(kTitle + kExpenditure + broken + kFund +
                         "文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）。支出决算"
                         "为 30.00 万元。")),
      IsEmpty());
  EXPECT_THAT(In(kTitle + broken, "图群书众馆文\n30.00", "图群书众馆文\n33.00"), Not(IsEmpty()));
}

TEST(FlatTables, EconomicCodesInTwoCells) {
  const std::string economic =
      "一般公共预算财政拨款基本支出决算表\n单位：万元\n经济分类\n科目编码 科目名称 决算数 科目名称 "
      "决算数\n类 款 类 款\n301 工资福利支出 70.00 302 商品和服务支出 28.00\n"
      "301 01 基本工资 40.00 302 01 办公费 10.00\n机关事业单位基本\n301 08 20.00 302 02 印刷费 "
      "0.00\n"
      "养老保险缴费\n因公出国（境）费\n301 13 住房公积金 10.00 302 12 0.00\n用\n"
      "303 对个人和家庭的补助 2.00 302 16 培训费 17.00\n303 02 退休费 2.00 302 17 公务接待费 1.00\n"
      "人员经费合计 72.00 公用经费合计 28.00\n注：本表反映基本支出明细。\n";
  const auto filing = ReadWords(kTitle + economic);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_EQ(Values(filing, "paid(category=basic, class=30108, fund=general)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, class=30212, fund=general)"), "0.00万元");
  EXPECT_THAT(In(kTitle + economic, "培训费 17.00", "培训费 71.00"),
              ElementsAre("table_sum 28.00 82.00"));
}

// Where the columns are there, rows by code are of their table's fund, too.
TEST(TablesByCode, FundsAreOfTheirTables) {
  const std::string general =
      "一般公共预算财政拨款支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
      "207\t文化旅游体育与传媒支出\t40.00\t30.00\t10.00\n20701\t文化和旅游\t40.00\t30.00\t10.00\n"
      "合计\t\t40.00\t30.00\t10.00\n";
  const std::string fund =
      "政府性基金预算财政拨款收入支出决算表\n单位：万元\n科目编码\t科目名称\t年初结转和结余\t本年收"
      "入\t"
      "本年支出合计\t基本支出\t项目支出\t年末结转和结余\n"
      "207\t文化旅游体育与传媒支出\t0.00\t20.00\t20.00\t0.00\t20.00\t0.00\n"
      "20701\t文化和旅游\t0.00\t20.00\t20.00\t0.00\t20.00\t0.00\n"
      "合计\t\t0.00\t20.00\t20.00\t0.00\t20.00\t0.00\n";
  const std::string all =
      "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
      "207\t文化旅游体育与传媒支出\t60.00\t30.00\t30.00\n20701\t文化和旅游\t60.00\t30.00\t30.00\n"
      "合计\t\t60.00\t30.00\t30.00\n";
  const auto filing = ReadWords(kTitle + all + general + fund);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid"), "60.00万元");
  EXPECT_EQ(Values(filing, "paid(fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "income(fund=gov_fund)"), "20.00万元");
  EXPECT_EQ(Values(filing, "paid(function=207)"), "60.00万元");
  EXPECT_EQ(Values(filing, "paid(category=basic, function=20701, fund=general)"), "30.00万元");
}

}  // namespace
}  // namespace outturn::document
