// Amounts told twice, parts of what was named before, balances, what was completed.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Plain, TheSameInAnotherUnit) {
  const std::string text = "培训支出3,260.00元（0.326万元）。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "0.326", "3.26"), ElementsAre("listed_sum 3.26 0.33"));
}

TEST(Plain, PartsOfWhatWasNamedBefore) {
  const std::string text =
      "医疗收入12865.93万元。医疗收入中，门诊收入4123.65万元、住院收入8742.28万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "8742.28", "8724.28"), ElementsAre("listed_sum 12865.93 12847.93"));
}

TEST(Plain, NumbersOfManyDigitsAreReckonedToo) {
  const std::string text = "发放问卷2000000000000份，满意的1900000000000份，满意度95%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "95%", "93%"), ElementsAre("share 93% 95%"));
  const figures::Exactly many{999'999'999'999'999, 1'000'003};
  const figures::Exactly product = many * many * many * many;  // of 240 bits: rounded
  EXPECT_GT(product, many);
  EXPECT_LT(-product, many);
  EXPECT_EQ(many / many * many, many);
  EXPECT_EQ(many / figures::Exactly{}, figures::Exactly{});
}

TEST(Plain, WhatIsLeftAtTheEndOfTheYear) {
  const std::string text =
      "年初结转367,200.55元，本年收入合计13,890,555.85元。本年支出合计13,805,289.80元，"
      "年末结转和结余452,466.60元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "452,466.60", "542,466.60"), ElementsAre("difference 542,466.60 452466.60"));
}

TEST(Plain, WhatOfABudgetWasCompleted) {
  const std::string text = "支出41.36万元，完成预算52.80万元的78.33%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "78.33", "88.21"), ElementsAre("share 88.21% 78.33%"));
}

TEST(Plain, OfTheDaysOfAYear) {
  const std::string text = "垃圾处理量18.25万吨，日均500吨。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "500吨", "5000吨"), ElementsAre("average 5000 500.00"));
}

TEST(Plain, PointsBehindTheirWeights) {
  const std::string text =
      "投入（20分）19分，过程（30分）28.5分，产出（30分）29分，效果（20分）19分，合计95.5分。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "95.5", "96.5"), ElementsAre("listed_sum 96.5 95.50"));
}

TEST(Plain, PartsOfWhatWasNotSpent) {
  const std::string text = "未执行指标390.75万元，其中结转2026年240.75万元、财政收回150.00万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "150.00", "159.00"), ElementsAre("listed_sum 390.75 399.75"));
}

TEST(Plain, APartWithItsPointMoved) {
  const std::string text =
      "支出64.38万元，其中车辆费63.52万元（维护费63.52万元），接待费0.86万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "0.86", "8.6"), ElementsAre("listed_sum 64.38 72.12"));
}

TEST(Plain, WhatWasThereAtFirstAndWhatCameMakeTheCount) {
  const std::string text =
      "本中心实施项目共16个（含往年转列3个），年初批复预算9个项目625万元（含1个结转项目30万元），"
      "年中增加7个项目。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "增加7", "增加8"), ElementsAre("listed_sum 16 17.00"));
}

TEST(Plain, PartsAnnouncedByTheirNumberLeaveNothingOut) {
  const std::string text =
      "本局有部门预算项目支出、专项预算支出两类支出，项目资金总预算为1455.5万元，"
      "其中部门预算项目支出105.5万元，专项预算支出1350万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "1350", "1338"), ElementsAre("listed_sum 1455.5 1443.50"));
}

TEST(Plain, AmountsBeforeWhatTheyAreFor) {
  const std::string text =
      "共完成资金79.96万元。其中:30万元用于工程预算编制;30万元用于工程审计;19.96万元用于测绘。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "19.96", "19.99"), ElementsAre("listed_sum 79.96 79.99"));
}

TEST(Plain, PartsInAParagraphOfTheirOwn) {
  const std::string text =
      "六、一般公共预算基本支出情况说明\n\n"
      "2023年本年一般公共预算基本支出781300.39元，其中：人员经费709961.19元，主要包括：基本工资。"
      "\n\n公用经费71339.20元，主要包括：办公费。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "781300.39", "811000.39"), ElementsAre("table_sum 811000.39 781300.39"));
}

TEST(Plain, AYearNeedsNoWordForItBeforeABudget) {
  const std::string text =
      "某局2026年部门预算\n\n2025年公务接待费预算3.20万元，2026预算2.40万元。\n\n"
      "2026年公务接待费预算2.40万元，2025年公务接待费预算3.20万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_EQ(Values(ReadWords(text), "initial_budget(three_public=reception)"),
            "2.40万元, 2.40万元");
}

TEST(Plain, AChangeIsOfTheClauseItStandsIn) {
  const std::string text =
      "某局2025年度部门决算\n\n2025年度“三公”经费支出决算数比2024年度减少8.06万元，其中：因公出国"
      "（境）费支出决算与2024年持平；公务用车购置及运行维护费支出决算减少9.26万元，下降77.17%；"
      "公务接待费支出决算增加1.20万元。公务用车购置及运行维护费支出2.74万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "减少9.26", "减少9.62"),
              ElementsAre("growth 77.17% 77.83%", "three_public_change_sum -8.06 -8.42"));
}

TEST(Plain, AsManyProjectsHaveTheSameAmount) {
  const std::string text =
      "编报绩效目标的项目43个，涉及预算金额2339.45万元；绩效跟踪评价的项目43个，涉及预算金额"
      "2339.45万元；绩效自评的项目41个，涉及预算金额2336.45万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2339.45", "2393.45"), ElementsAre("listed_sum 2393.45 2339.45"));
}

const std::string kItems =
    "某局2025年度部门决算\n\n一般公共预算财政拨款支出年初预算为150.00万元，支出决算为163."
    "50万元。\n\n"
    "1.节能环保支出（类）环境保护管理事务（款）行政运行（项）。年初预算为100.00万元，支出决算为"
    "105.00万元。\n\n2.节能环保支出（类）环境保护管理事务（款）环境保护法规、规划及标准（项）。年初"
    "预算为0.00万元，支出决算为7.50万元，主要原因：年中追加该项目预算。\n\n3.节能环保支出（类）污染"
    "防治（款）大气（项）。年初预算为50.00万元，支出决算为51.00万元。\n\n";

TEST(Plain, ItemsThatListThingsAndSpeakOfAProjectAreItems) {
  EXPECT_THAT(In(kItems), IsEmpty());
  EXPECT_THAT(In(kItems, "100.00", "110.00"), ElementsAre("table_sum 150.00 160.00"));
  EXPECT_THAT(In(kItems, "7.50", "5.70"), ElementsAre("table_sum 163.50 161.70"));
}

TEST(Plain, AnItemsAmountsGoOnBehindThePage) {
  std::string lines;
  for (int i = 0; i < 8; ++i) lines += "本局负责全区生态环境的监督管理和污染防治的组织协调工作\n";
  const std::string text =
      "某局2025年度部门决算\n\n" + lines +
      "本局负责全区生态环境的监督管理和污染防治的组织协调工。\n\n一般公共预算财政拨款支出年初预算为"
      " 81.93 万元，支出决\n算为 63.00 万元。\n"
      "8.卫生健康支出（类）行政事业单位医疗（款）事业单位医\n疗（项），主要用于支付医疗保险费。\f\n"
      "年初预算为 81.93 万元，支出决算为 63.00 "
      "万元，决算数小\n于预算数的主要原因：实际支出较小。\n";
  const auto filing = ReadWords(text);
  EXPECT_THAT(filing.unread, IsEmpty());
}

TEST(Plain, GrowthIsOnTheAmountOfItsOwnSentence) {
  const std::string text =
      "2025年预算执行数为7.73万元，2026年安排9万元，比2025年预算执行数增加16.43%。"
      "2025年预算执行数为20.00万元，2026年安排25万元，比2025年预算执行数增加25.00%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "20.00", "22.00"), ElementsAre("growth 25.00% 13.64%"));
}

TEST(Plain, WhatASentenceTellsBehindAFundIsOfThatFund) {
  const std::string text =
      "某校2018年度部门决算\n\n2018年度总支出1095.67万元比2017年度决算总支出1060.87万元增加34."
      "80万元。"
      "2018年度年末结转和结余164.61万元。\n\n2018年度一般公共预算收入总计1085.31万元，本年支出"
      "1070.67万元，年末结转和结余30.65万元。\n";
  const auto filing = ReadWords(text);
  EXPECT_THAT(Findings(filing), IsEmpty());
  EXPECT_EQ(Values(filing, "paid(fund=general)"), "1070.67万元");
  EXPECT_EQ(Values(filing, "carry_out_all"), "164.61万元");
  EXPECT_THAT(In(text, "34.80", "38.40"), ElementsAre("difference 38.40 34.80"));
}

TEST(Plain, AChangeAgainstTheBudgetIsNoneAgainstLastYear) {
  const std::string text =
      "某镇2020年度“三公”经费决算情况\n\n2020年度“三公”经费支出41万元，其中：因公出国（境）费0万元"
      "，"
      "公务用车购置及运行维护费21万元，公务接待费20万元。\n\n经比较2020年度镇本级“三公”经费支出41万"
      "元，较上年减少18.5万元，下降31.09%，较年初预算数减少4万元，下降8.89%"
      "。其中：公务用车购置及运行"
      "维护费21万元，较上年减少16万元，较年初预算数减少3万元；公务接待费20万元，公务接待费较上年减"
      "少"
      "2.5万元，较年初预算数减少1万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "31.09", "30.19"), ElementsAre("growth 30.19% 31.09%"));
  EXPECT_THAT(In(text, "2.5万元", "3.5万元"), ElementsAre("three_public_change_sum -18.5 -19.50"));
}

TEST(Plain, WhatWasDoneIsOfWhatWasDue) {
  EXPECT_THAT(
      In("政府性基金预算收入完成130.2亿元，完成年度预算的96.6%，同比增长8.3%。其中：国有土地使用权"
         "出让相关收入完成125.6亿元，完成年度预算的96.0%，同比增长8.2%。"),
      IsEmpty());
}

TEST(Plain, WhatIsUnchangedIsNotHeldAgainstTheNext) {
  for (const char* mark : {"持平；", "持平，", "无变化，", "保持一致，"}) {
    const std::string text =
        "某市2025年“三公”经费预算总额为1969万元，较2024年的2190万元减少221万元，下降10.1%"
        "；其中：因公出国"
        "（境）费40万元，较上年" +
        std::string(mark) + "公务接待费242万元，较上年减少12万元，下降4.7%。";
    EXPECT_THAT(In(text), IsEmpty());
    EXPECT_THAT(In(text, "4.7%", "7.4%"), ElementsAre("growth 7.4% 4.72%"));
  }
}

TEST(Plain, WhatIsAsInTheBudgetMayBeMoreThanLastYear) {
  EXPECT_THAT(
      In("2020年度“三公”经费支出决算总额为5.48万元，比去年增加1.55万元，增长39.4%。其中，公务用车运"
         "行维护费支出决算比预算无增减变化，比去年增加1.05万元，增长35.8%；公务接待费支出决算比预算"
         "持平，比去年增加0.5万元，增长50%。公务用车运行维护费支出3.98万元。公务接待费支出1."
         "5万元。"),
      IsEmpty());
}

TEST(Plain, MoreIncomeIsAChange) {
  const std::string text =
      "税收收入8103万元，比上年增收1284万元，增长18.8%"
      "；非税收入16524万元，比上年减收2354万元，下降12.5%。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "12.5%", "15.2%"), ElementsAre("growth 15.2% 12.47%"));
}

TEST(Plain, WholeNumbersMayBeOneOff) {
  const std::string text =
      "2016年公车购置及运行费995万元（其中公务用车购置费37万元，公务用车运行费959万元）。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "995", "959"), ElementsAre("listed_sum 959 996.00"));
}

TEST(Plain, OneNameHasOneAmount) {
  const std::string text =
      "六、年度预算安排\n\n本年度河道清淤经费预算金额为349.80万元。\n\n七、绩效目标\n\n"
      "本年度河道清淤经费预算金额为349.80万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "349.80", "394.80"), ElementsAre("listed_sum 394.80 349.80"));
}

TEST(Plain, ItsYearIsThatOfItsTitle) {
  const std::string text =
      "某局2022年“三公”经费预算情况\n\n与2021年一致，本年度也不安排。\n\n2021年无，2021年亦无。\n";
  EXPECT_EQ(ReadWords(text).year, 2022);
}

TEST(Plain, ThreePublicExpensesACellALine) {
  const std::string text =
      "2022年“三公”经费支出预算表\n单位：万元\n“三公”经费合计 |\n因公出国（境）费 |\n"
      "公务用车购置及运行费 |\n公务 接待费 |\n||\n小计 |\n公务用车购置费 |\n公务用车运行费 |\n|||\n"
      "69 |\n0 |\n65 |\n20 |\n45 |\n4 |\n说明\n"
      "2022年公务用车运行费支出预算45万元，公务用车购置费支出预算20万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "运行费支出预算45", "运行费支出预算54"),
              ElementsAre("same_figure 54万元 45万元"));
}

TEST(Plain, AChangeIsThatOfTheFiguresToldElsewhere) {
  const std::string text =
      "2021年度“三公”经费支出决算20.12万元。2020年度“三公”经费支出决算25.40万元。\n\n"
      "2021年度“三公”经费支出决算比上年减少5.28万元。\n";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "5.28", "6.28"), ElementsAre("difference -6.28万元 -5.28"));
}

TEST(Plain, ChangesOfPartsMakeThatOfTheWhole) {
  const std::string text =
      "2022年度“三公”经费预算较2021年度增加1.69万元，其中公务接待较上年同期减少0.58万元。"
      "公务用车运行费用较上年同期增加2.27万元。";
  EXPECT_THAT(In(text), IsEmpty());
  EXPECT_THAT(In(text, "2.27", "2.72"), ElementsAre("three_public_parts_change_sum 1.69 2.14"));
}

}  // namespace
}  // namespace outturn::document
