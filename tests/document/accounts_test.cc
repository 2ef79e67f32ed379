// Explanations to final accounts and budgets as they are published: lines a page broke, functional
// items, growth, what is left of a form.

#include <set>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

const char* const kItems =
    "某镇2025年度部门决算\n"
    "（三）一般公共预算财政拨款支出决算具体情况\n"
    "一般公共预算财政拨款支出年初预算为600.00万元，支出决算为\n"
    "580.00万元，完成年初预算的96.67%。决算数小于预算数的主要原\n"
    "因：部分项目按实际情况支出。其中：\n"
    "1、农林水支出（类）水利（款）水利工程运行与维护（项）210.50\n"
    "万元，主要用于：河道养护。年初预算为230.00万元，支出决算\n"
    "为210.50万元，完成年初预算的91.52%。决算数小于预算数的主要\n"
    "原因：厉行节约。\n"
    "2、农林水支出（类）水利（款）防汛（项）89.50万元，主要用\n"
    "于：汛期值守。年初预算为70.00万元，支出决算为89.50万元。决\n"
    "算数大于预算数的主要原因：汛情较重。\n"
    "3、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗\n"
    "（项）280.00万元。主要用于：医疗缴费。年初预算为300.00万\n"
    "元，支出决算为280.00万元，完成年初预算的93.33%。\n";

TEST(Accounts, LinesOfANarrowPageAreParagraphs) {
  const auto filing = ReadWords(kItems);
  EXPECT_EQ(Values(filing, "paid(fund=general)"), "580.00万元");
  EXPECT_EQ(Values(filing, "initial_budget(fund=general, function=农林水支出/水利/防汛)"), "");
  EXPECT_THAT(Findings(filing), IsEmpty());
  std::set<std::string> figures;
  for (const auto& stated : filing.stated) figures.insert(stated.figure);
  EXPECT_THAT(figures, Contains("paid(function=农林水支出/水利/防汛, fund=general)"));
}

TEST(Accounts, AnItemIsToldWithTheSameAmountTwice) {
  EXPECT_THAT(In(With(kItems, "支出决算\n为210.50", "支出决算\n为201.50")),
              ElementsAre("same_figure 201.50万元 210.50万元", "  share 91.52% 87.61%"));
  EXPECT_THAT(In(With(kItems, "支出决算为280.00万元", "支出决算为280.00元")),
              Contains("same_figure 280.00元 280.00万元"));
}

TEST(Accounts, ItemsMakeTheTotalToldBeforeThem) {
  EXPECT_THAT(In(With(kItems, "年初预算为70.00", "年初预算为77.00")),
              ElementsAre("table_sum 600.00 607.00"));
  // Items that make far less are examples.
  EXPECT_THAT(In(With(With(kItems, "600.00", "1200.00"), "96.67", "48.33")), IsEmpty());
}

TEST(Accounts, MoreOrLessThanTheBudget) {
  EXPECT_THAT(In(With(kItems, "决\n算数大于预算数", "决\n算数小于预算数")),
              ElementsAre("direction 小于 大于"));
  EXPECT_THAT(In(With(kItems, "。决\n算数大于预算数的主要原因：汛情较重", "。决\n算数等于预算数")),
              ElementsAre("direction 等于 大于"));
}

TEST(Accounts, ItemsAreHeldAgainstTheRowsOfTheirNames) {
  const std::string table =
      "\n一般公共预算财政拨款支出决算表\n单位：万元\n科目编码\t科目名称\t支出决算数\n"
      "213\t农林水支出\t300.00\n21303\t水利\t300.00\n"
      "2130306\t水利工程运行与维护\t210.50\n2130314\t防汛\t89.50\n"
      "210\t卫生健康支出\t280.00\n21011\t行政事业单位医疗\t280.00\n"
      "2101101\t行政单位医疗\t280.00\n合计\t\t580.00\n";
  EXPECT_THAT(In(kItems + table), IsEmpty());
  EXPECT_THAT(In(kItems + With(With(table, "防汛\t89.50", "防汛\t98.50"), "21303\t水利\t300.00",
                               "21303\t水利\t309.00")),
              Contains("same_figure 98.50万元 89.50万元"));
}

// What an item is for names no figure; names may stand behind dashes.
TEST(Accounts, ItemsHoweverTheyAreWritten) {
  const std::string table =
      "\n一般公共预算财政拨款支出决算表\n单位：万元\n项目\n合计 基本支出 "
      "项目支出\n科目名称\n科目编码\n"
      "213 农林水支出 300.00 100.00 200.00\n21303 水利 300.00 100.00 200.00\n"
      "2130306 水利工程运行与维护 210.50 100.00 110.50\n2130314 防汛 89.50 0.00 89.50\n"
      "合计 300.00 100.00 200.00\n注：本表反映支出。\n";
  const std::string items =
      "某镇2025年度部门决算\n一般公共预算财政拨款支出年初预算为300.00万元，支出决算为300."
      "00万元。其中：\n"
      "1.农林水支出（类）水利（款）防汛（项），主要用于公用支出及项目支出，年初预算为70."
      "00万元，当年支出"
      "决算为89.50万元。\n2.“农林水支出（类）-水利（款）-水利工程运行与维护（项）”，年初预算为230."
      "00万元"
      "，支出决算为210.50万元。";
  const auto filing = ReadWords(items + table);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_THAT(filing.unread, IsEmpty());
  EXPECT_THAT(In(With(items, "89.50", "98.50") + table),
              Contains("same_figure 98.50万元 89.50万元"));
  EXPECT_THAT(In(With(items, "210.50", "201.50") + table),
              Contains("same_figure 201.50万元 210.50万元"));
}

TEST(Accounts, SharesOfClassesAreOfAllThatTheirFundsPaid) {
  const std::string right =
      "某镇2025年度部门决算\n一般公共预算财政拨款支出580.00万元，主要用于以下方面：农林水支出"
      "（类）300.00万元，占51.72%；卫生健康支出（类）200.00万元，占34.48%；教育支出（类）80.00万元"
      "，占13.79%。";
  EXPECT_THAT(In(right), IsEmpty());
  EXPECT_THAT(In(With(right, "34.48", "43.48")), ElementsAre("share 43.48% 34.48%"));
  // Cut off instead of rounded: a remark.
  EXPECT_EQ(checks::Check(ReadWords(With(right, "13.79", "13.80")), checks::BuiltInRules())
                .front()
                .severity,
            checks::Severity::kInfo);
}

TEST(Accounts, UnitsLeftOutAreReadAndTold) {
  const std::string text =
      "某镇2025年度部门决算\n一般公共预算财政拨款支出580.00万元，主要用于以下方面：农林水支出"
      "（类）300.00万元，占51.72；卫生健康支出（类）280.00万元，占48.28%。";
  EXPECT_THAT(In(text), ElementsAre("unit_left_out 51.72 51.72%"));
  EXPECT_THAT(In(With(text, "占51.72；", "占57.12；")),
              ElementsAre("share 57.12% 51.72%", "unit_left_out 57.12 57.12%"));
}

const char* const kThreePublic =
    "某镇2025年度部门决算\n“三公”经费财政拨款支出年初预算为31.40万元，支出决算为20.50万元，其中："
    "因公出国（境）费支出决算为0万元；公务用车购置及运行维护费支出决算为20.00万元；公务接待费支出"
    "决算为0.50万元。\n2025年度“三公”经费财政拨款支出决算数比2024年度减少4.50万元，下降18.00%，"
    "其中：公务用车购置及运行维护费支出决算减少5.00万元，下降20.00%；公务接待费支出决算增加0.50"
    "万元。\n";

TEST(Accounts, GrowthOfWhatStandsInAnotherParagraph) {
  EXPECT_THAT(In(kThreePublic), IsEmpty());
  EXPECT_THAT(In(With(kThreePublic, "20.00%", "18.00%")), ElementsAre("growth 18.00% 20%"));
  EXPECT_THAT(In(With(kThreePublic, "减少5.00万元，下降20.00%", "减少4.50万元，下降18.37%")),
              ElementsAre("three_public_change_sum -4.50 -4.00"));
}

TEST(Accounts, NothingHasNoRateOfGrowth) {
  EXPECT_THAT(In(With(kThreePublic, "增加0.50万元", "增加0.50万元，增长100%")),
              ElementsAre("zero_base 100% "));
}

TEST(Accounts, ASemicolonBeginsAnotherThing) {
  const auto filing = ReadWords(
      "某镇2025年度部门决算\n因公出国（境）费支出0万元，年初预算为0万元，差值为0万元，原因为压缩开"
      "支；"
      "公务接待费支出3.05万元，年初预算为3.00万元，差值为0.05万元。");
  EXPECT_EQ(Values(filing, "paid(three_public=reception)"), "3.05万元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=reception)"), "3.00万元");
  const auto budget = ReadWords(
      "某区2026年部门预算\n公务用车购置费9."
      "00万元，与2025年预算持平，主要原因是2025年无购置计划；公务用车"
      "运行费7.20万元，比2025年预算减少1.00万元。");
  EXPECT_EQ(Values(budget, "initial_budget(three_public=vehicle_operation)"), "7.20万元");
  EXPECT_EQ(Values(budget, "initial_budget_change(three_public=vehicle_purchase)"), "0万元");
  EXPECT_EQ(Values(budget, "initial_budget_change(three_public=vehicle_operation)"), "-1.00万元");
}

TEST(Accounts, NoPartIsMoreThanItsWhole) {
  const std::string projects =
      "绩效自评的2025年度项目57个，涉及预算金额688.00万元，平均得分94.20分（其中，绩效评级为“优”的"
      "项目50个）。";
  EXPECT_THAT(In(projects), IsEmpty());
  EXPECT_THAT(In(With(projects, "50个", "59个")), ElementsAre("part_within_whole 59 57.00"));
  EXPECT_THAT(In("全年安排因公出国（境）团组0个、累计4人次。"),
              ElementsAre("part_within_whole 4 0.00"));
  EXPECT_THAT(In("国内公务接待30批次、12人次。"), ElementsAre("part_within_whole 30 12.00"));
  EXPECT_THAT(In("公务接待5批次、41人次，其中：接待外宾0批次、7人次。"),
              ElementsAre("part_within_whole 7 0.00"));
  EXPECT_THAT(In("公务接待5批次、41人次，其中：接待外宾1批次、7人次。"), IsEmpty());
  EXPECT_THAT(In("国内公务接待300批次（其中外事接待0批次），4100人次（其中外事接待0人次）。"),
              IsEmpty());
}

TEST(Accounts, WordsTellTheUnitsThatDiffer) {
  const auto words = [](const std::string& text) {
    const auto findings = checks::Check(ReadWords(text), checks::BuiltInRules());
    return findings.empty() ? "" : findings.front().words.zh;
  };
  EXPECT_EQ(words("公务接待5批次、41人次，其中：接待外宾0批次、7人次。"), "人次：7人次 大于 0批次");
  EXPECT_EQ(words("项目总投资650.25元，其中：中央资金520.20万元、地方资金130.05万元。"),
            "其中各项：520.20 + 130.05 = 6502500.00元，印为 650.25元");
}

// Of what is rounded, a decrease may be of a little more or less, too.
TEST(Accounts, ADecreaseIsRoundedAsAnIncreaseIs) {
  const std::string right =
      "某镇2025年度部门决算\n2025年度“三公”经费财政拨款支出决算为2.10万元，比2024年度减少17."
      "40万元，"
      "下降89.23%。";
  EXPECT_THAT(In(right), IsEmpty());
  EXPECT_THAT(In(With(right, "89.23", "89.43")), ElementsAre("growth 89.43% 89.23%"));
}

// The base is named with its year, in a sentence of several years.
TEST(Accounts, GrowthOnWhatIsNamedWithItsYear) {
  const std::string right =
      "某镇2026年度部门预算\n“教育支出（类）-普通教育（款）-学前教育（项）”2026年度预算60.00万元，"
      "2025年度预算75.00万元，主要用于：办园。2025年当年预算执行数为48.00万元，2026年预算安排60."
      "00万元，"
      "比2025年预算执行数增加25.00%。主要原因是：入园人数增加。";
  EXPECT_THAT(In(right), IsEmpty());
  EXPECT_THAT(In(With(right, "25.00%", "20.00%")), ElementsAre("growth 20.00% 25%"));
  EXPECT_THAT(In(With(right, "增加25", "减少25")), ElementsAre("growth 25.00% -25%"));
  EXPECT_THAT(In(With(right, "2026年预算安排60", "2026年预算安排66")),
              Contains("same_figure 66.00万元 60.00万元"));
  // What is arranged without a word of what for is not all of the unit's.
  EXPECT_THAT(In("某镇2026年度部门预算\n支出预算900.00万元。\n六、年度预算安排\n2026年度预算安排"
                 "120.00万元。"),
              IsEmpty());
}

TEST(Accounts, AShareIsOfNothingThatStandsBesideIt) {
  const std::string right =
      "某镇2025年度部门决算\n本年支出合计1904.00万元，其中：基本支出1420.00万元，占74.58%；项目支出"
      "484.00万元，占25.42%。";
  EXPECT_THAT(In(right), IsEmpty());
  // 484 ÷ 1420.
  EXPECT_THAT(In(With(right, "25.42", "34.08")), ElementsAre("share 34.08% 25.42%"));
}

TEST(Accounts, ProcurementAndWhatIsReserved) {
  const std::string right =
      "某区2026年部门预算\n2026年本部门政府采购预算640.50万元，其中：政府采购货物预算82."
      "40万元、政府"
      "采购工程预算0万元、政府采购服务预算558."
      "10万元。\n2026年本部门面向中小企业预留政府采购项目预算"
      "金额312.60万元，其中，预留给小型和微型企业的政府采购项目预算为150.20万元。\n";
  EXPECT_THAT(In(right), IsEmpty());
  EXPECT_THAT(In(With(right, "82.40万元", "28.40万元")),
              ElementsAre("procurement_budget_sum 640.50 586.50"));
  EXPECT_THAT(In(With(right, "150.20", "350.20")),
              ElementsAre("procurement_reserved_within 350.20万元 ≤ 312.60万元"));
}

TEST(Accounts, NamesOtherThanTheTables) {
  const std::string rows =
      "科目编码\t科目名称\t支出决算数\n213\t农林水支出\t300.00\n21303\t水利\t300.00\n"
      "2130306\t水利工程运行与维护\t210.50\n2130314\t防汛\t89.50\n合计\t\t300.00\n";
  const std::string tables =
      "\n支出决算表\n单位：万元\n" + rows + "\n一般公共预算财政拨款支出决算表\n单位：万元\n" + rows;
  const std::string prose =
      "某镇2025年度部门决算\n一般公共预算财政拨款支出300."
      "00万元。其中：\n1、农林水支出（类）水利（款）"
      "水利工程运行与维护（项）210.50万元。\n2、农林水支出（类）水利（款）汛期防御（项）89."
      "50万元。\n";
  EXPECT_THAT(In(With(prose, "汛期防御", "防汛") + tables), IsEmpty());
  EXPECT_THAT(In(prose + tables), ElementsAre("name_differs 汛期防御 防汛"));
}

TEST(Accounts, FundsChangeAsMuchAsTheirParts) {
  const std::string right =
      "某区2026年部门预算\n2026年，财政拨款支出预算8,661万元，比2025年预算增加649万元。财政拨款支出"
      "预算中，一般公共预算拨款支出预算4,376万元，比2025年预算减少965万元；政府性基金拨款支出预算"
      "4,285.70万元，比2025年预算增加1,614万元；国有资本经营预算拨款支出预算0万元，与2025年预算持平"
      "。\n";
  // 4,376 + 4,285.70 is 8,661.70: cut off, as the other whole numbers may be.
  EXPECT_THAT(In(right), ElementsAre("fiscal_fund_sum 8,661 8661.70"));
  EXPECT_THAT(In(With(right, "649", "1,649")),
              ElementsAre("fiscal_fund_change_sum 1,649 649.00", "fiscal_fund_sum 8,661 8661.70"));
}

TEST(Accounts, SaysWhatWasHeldAgainstNothing) {
  const auto filing = ReadWords(
      "某镇2025年度部门决算\n本年支出合计1904.00万元，其中：基本支出1420.00万元；项目支出484."
      "00万元。"
      "机关运行经费支出812.40万元。\n公务接待费支出决算0.50万元，比2024年度增加0.10万元，增长25.00%"
      "。");
  std::vector<std::string> untied;
  for (const auto* stated : checks::CheckAll(filing, checks::BuiltInRules()).untied) {
    untied.push_back(stated->figure);
  }
  EXPECT_THAT(untied, ElementsAre("agency_operation"));
}

TEST(Accounts, WordsOfAFormThatExcludeEachOther) {
  EXPECT_THAT(In("某镇2025年度部门决算\n公务接待费支出决算比2024年度减增加0.50万元。"),
              ElementsAre("wording 减增加 "));
}

}  // namespace
}  // namespace outturn::document
