// Sentences and small tables: what they say, and what must not be taken for it.

#include "services/document/source/files.h"
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

TEST(Prose, TakesOverWhatASentenceLeavesOpen) {
  const auto filing = ReadWords(
      "2023年度“三公”经费支出决算２０．５０万元，其中：因公出国（境）费0万元，公务用车购置及运行维"
      "护费"
      "18.70万元（其中：公务用车购置费0万元，公务用车运行维护费18.70万元），公务接待费1.80万元。");
  EXPECT_EQ(Values(filing, "paid(three_public=total)"), "20.50万元");
  EXPECT_EQ(Values(filing, "paid(three_public=vehicle)"), "18.70万元");
  EXPECT_EQ(Values(filing, "paid(three_public=vehicle_operation)"), "18.70万元");
  EXPECT_EQ(Values(filing, "paid(three_public=reception)"), "1.80万元");
  EXPECT_THAT(Findings(filing), IsEmpty());
}

TEST(Prose, DoesNotTakeAPartForTheWhole) {
  const auto filing = ReadWords(
      "2023年度项目支出553.17万元，其中普法宣传项目支出50万元，法律援助工作支出120万元。"
      "压减公务接待费3万元。争取项目资金近600万元。");
  EXPECT_EQ(Values(filing, "paid(category=project)"), "553.17万元?");
  EXPECT_EQ(Values(filing, "paid(three_public=reception)"), "");
  EXPECT_THAT(Findings(filing), IsEmpty());
}

TEST(Prose, KnowsLastYear) {
  const auto filing = ReadWords(
      "某局2022年度自评报告\n2022年公务接待费支出决算2.00万元，2021年公务接待费支出决算2.50万元。");
  EXPECT_EQ(Values(filing, "paid(three_public=reception)"), "2.00万元");
  EXPECT_EQ(Values(filing, "prior_year_paid(three_public=reception)"), "2.50万元");
}

TEST(Prose, RecksSharesAndGrowth) {
  EXPECT_THAT(
      Findings(ReadWords("2022年度本年支出合计1200.00万元，其中：基本支出800.00万元，占66.67%；"
                         "项目支出400.00万元，占34.33%。")),
      ElementsAre("share 34.33% 33.33%"));
  EXPECT_THAT(Findings(ReadWords(
                  "2022年度收、支总计均为1300.00万元。与上年相比，收、支总计各增加100.00万元，"
                  "增长8.33%。")),
              IsEmpty());
  EXPECT_THAT(Findings(ReadWords(
                  "2022年度收、支总计均为1300.00万元。与上年相比，收、支总计各增加100.00万元，"
                  "增长7.69%。")),
              ElementsAre("growth 7.69% 8.33%"));
}

TEST(Prose, NamesTheDenominatorARateWasTakenOf) {
  const auto findings =
      checks::Check(ReadWords("2022年部门整体支出年初预算1000.00万元，全年预算数1250."
                              "00万元，实际支出1000.00万元，预算执行率"
                              "100.00%。"),
                    checks::BuiltInRules());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].check, "execution_rate");
  EXPECT_EQ(findings[0].severity, checks::Severity::kWarning);
  EXPECT_NE(findings[0].words.zh.find("1000.00"), std::string::npos);
  EXPECT_EQ(findings[0].expected, "80%");
}

TEST(Rounding, AllowsHalfACentOfEachAddendAndNoMore) {
  const auto severity = [](const char* total) {
    const auto findings =
        checks::Check(ReadWords("2022年基本支出决算数" + std::string(total) +
                                "万元，其中：人员经费决算数700.00万元，公用经费决算数100.00万元。"),
                      checks::BuiltInRules());
    return findings.empty() ? "none" : std::string(checks::Name(findings[0].severity));
  };
  EXPECT_EQ(severity("800.00"), "none");
  EXPECT_EQ(severity("800.01"), "info");  // 0.005 × 3 = 0.015
  EXPECT_EQ(severity("800.02"), "error");
}

TEST(Rounding, OfWanAndYuanMeet) {
  EXPECT_THAT(
      Findings(ReadWords("2022年公务接待费支出决算1.80万元。\n\n附表 三公经费决算表\n单位：元\n"
                         "项目\t2022年决算数\n公务接待费\t18,048.00\n其他\t1\n")),
      IsEmpty());
  EXPECT_THAT(
      Findings(ReadWords("2022年公务接待费支出决算1.80万元。\n\n附表 三公经费决算表\n单位：元\n"
                         "项目\t2022年决算数\n公务接待费\t18,088.00\n其他\t1\n")),
      ElementsAre("same_figure 1.80万元 18,088.00元"));
}

// What was not spent is carried out or was withdrawn.
TEST(Prose, HoldsWhatIsLeftAgainstWhatWasNotSpent) {
  const std::string said =
      "2022年部门整体支出全年预算数1000.00万元，实际支出900.00万元，年末结转结余70.00万元";
  EXPECT_THAT(Findings(ReadWords(said + "，财政收回30.00万元。")), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(said + "，财政收回20.00万元。")),
              ElementsAre("unspent_sum 1000.00 990.00"));
  const auto silent = checks::Check(ReadWords(said + "。"), checks::BuiltInRules());
  ASSERT_EQ(silent.size(), 1U);  // it may have been withdrawn, and nobody says so
  EXPECT_EQ(silent[0].check, "unspent_left");
  EXPECT_EQ(silent[0].severity, checks::Severity::kWarning);
  EXPECT_EQ(silent[0].difference, "30.00");
  EXPECT_THAT(Findings(ReadWords("2022年项目支出全年预算数1000.00万元，执行数930.00万元，"
                                 "结转下年70.00万元。")),
              IsEmpty());
}

// A class inside basic expenditure is part of its three-public line, where both are of fiscal
// funds; of all funds, or inside all expenditure, it may be more.
TEST(Tables, HoldClassesAgainstThreePublicLines) {
  const auto report = [](const std::string& caption, const std::string& class_row) {
    return "2022年公务接待费支出决算2.00万元，公务用车购置费支出决算20.00万元。\n\n" + caption +
           "\n单位：元\n科目编码\t科目名称\t决算数\n" + class_row + "\n30211\t差旅费\t1,000\n";
  };
  const std::string basic = "一般公共预算财政拨款基本支出决算表";
  EXPECT_THAT(Findings(ReadWords(report(basic, "30217\t公务接待费\t20,000"))), IsEmpty());
  EXPECT_THAT(Findings(ReadWords(report(basic, "30217\t公务接待费\t25,000"))),
              ElementsAre("class_within_reception 25,000元 ≤ 2.00万元"));
  EXPECT_THAT(Findings(ReadWords(report(basic, "30913\t公务用车购置\t250,000"))),
              ElementsAre("capital_class_within_vehicle_purchase 250,000元 ≤ 20.00万元"));
  EXPECT_THAT(Findings(ReadWords(report("基本支出决算表", "31013\t公务用车购置\t250,000"))),
              ElementsAre("class_within_vehicle_purchase 250,000元 ≤ 20.00万元"));
  EXPECT_THAT(Findings(ReadWords(report("支出决算表（按经济分类）", "30217\t公务接待费\t25,000"))),
              IsEmpty());
  EXPECT_THAT(
      Findings(ReadWords(report("基本支出决算表（含其他资金）", "30217\t公务接待费\t25,000"))),
      IsEmpty());
}

TEST(Tables, FindNamesBrokenOverLines) {
  const auto filing = ReadWords(
      "附件1 基础数据表\n"
      "经费控制情况            2021年决算数   2022年预算数   2022年决算数\n"
      "三公经费                       10.00          12.00          9.00\n"
      "公务用车购置和维\n"
      "                                8.00           9.00          7.00\n"
      "护经费\n"
      "公务接待                        2.00           3.00          2.00\n");
  EXPECT_EQ(Values(filing, "paid(three_public=vehicle)"), "7.00万元");
  EXPECT_EQ(Values(filing, "prior_year_paid(three_public=total)"), "10.00万元");
}

TEST(Tables, OfSeveralProjectsAreKeptApart) {
  const std::string head = "\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n";
  const auto filing =
      ReadWords("2022年度项目支出绩效自评表\n项目名称\t甲项目\n" + head +
                "\t年度资金总额\t10.00\t10.00\t9.00\t10\t90.00%\t9\n\n说明\n\n项目支出绩效自评表\n"
                "项目名称\t乙项目\n" +
                head + "\t年度资金总额\t20.00\t20.00\t20.00\t10\t90.00%\t9\n");
  EXPECT_EQ(Values(filing, "甲项目:paid"), "9.00万元");
  EXPECT_EQ(Values(filing, "乙项目:paid"), "20.00万元");
  EXPECT_THAT(Findings(filing), ElementsAre("execution_rate 90.00% 100%"));
}

TEST(Tables, OfCodesAddUp) {
  const std::string head =
      "附表 支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n";
  EXPECT_THAT(
      Findings(ReadWords(
          head + "204\t公共安全支出\t30.00\t10.00\t20.00\n20406\t司法\t30.00\t10.00\t20.00\n"
                 "2040601\t行政运行\t10.00\t10.00\t\n2040604\t基层司法业务\t20.00\t\t20.00\n")),
      IsEmpty());
  EXPECT_THAT(
      Findings(ReadWords(
          head + "204\t公共安全支出\t30.00\t10.00\t20.00\n20406\t司法\t30.00\t10.00\t20.00\n"
                 "2040601\t行政运行\t10.00\t10.00\t\n2040604\t基层司法业务\t21.00\t\t20.00\n")),
      ElementsAre("table_sum 30.00 31.00"));
}

TEST(Claims, OfTwoKindsAreFound) {
  EXPECT_THAT(Findings(ReadWords("附件1 表\n正文。详见附件3。\n")),
              ElementsAre("reference 附件3 "));
  EXPECT_THAT(Findings(ReadWords("详见附件3。\n")), IsEmpty());  // the annexes are in other files
  EXPECT_THAT(Findings(ReadWords("绩效指标全部完成。\n下一步确保指标全部完成。\n")), IsEmpty());
}

TEST(BadFiles, AreRefusedOrReadAsFarAsTheyGo) {
  EXPECT_FALSE(ReadOffice("PK\x03\x04 nonsense").failure.empty());
  EXPECT_FALSE(ReadOffice("").failure.empty());
  const std::string docx = FileBytes("wrong-yunnan-2021.docx");
  for (const size_t keep : {docx.size() / 3, docx.size() - 30}) {
    EXPECT_FALSE(ReadOffice(docx.substr(0, keep)).failure.empty());
  }
  EXPECT_FALSE(ReadPdfWords("<html></html>").failure.empty());
  EXPECT_FALSE(ReadPdfWords("<doc").failure.empty());
  EXPECT_TRUE(ReadWords("").stated.empty());
  EXPECT_TRUE(
      ReadWords(std::string(5000, '\t') + "\n\t\n\t\xFF\xFE 1.2.3万元万元%%").stated.empty());
}

TEST(Data, IsRefusedWithItsPlace) {
  const auto problem = [](const char* json) {
    const auto loaded = checks::LoadRules(json);
    return loaded.problems.empty() ? ""
                                   : loaded.problems[0].where + ": " + loaded.problems[0].words.en;
  };
  EXPECT_EQ(problem("{}"), "");
  EXPECT_EQ(problem(R"({"sums": [{"id": "a", "zh": "z", "en": "e", "whole": "x"}]})"),
            "/sums/0/parts: parts are due");
  EXPECT_EQ(
      problem(
          R"({"sums": [{"id": "a", "zh": "z", "en": "e", "whole": "x", "parts": ["y"], "no": 1}]})"),
      "/sums/0/no: there is no such member");
  EXPECT_EQ(problem(R"({"rates": 7})"), "/rates: an array is due");
  EXPECT_EQ(std::string(problem("{\n  \"sums\": [\n")).substr(0, 15), "line 3, column ");
  EXPECT_FALSE(LoadLabels(R"({"measures": [{"measure": "paid"}]})").problems.empty());
  EXPECT_FALSE(LoadLabels(R"({"colums": {}})").problems.empty());
  EXPECT_TRUE(checks::LoadRules(checks::BuiltInRulesText()).problems.empty());
  EXPECT_TRUE(LoadLabels(BuiltInLabelsText()).problems.empty());
}

TEST(Catalogue, HasEveryCheckOnceWithWordsInBothLanguages) {
  std::vector<std::string> ids;
  for (const auto& about : checks::Catalogue(checks::BuiltInRules())) {
    EXPECT_FALSE(about.words.zh.empty());
    EXPECT_FALSE(about.words.en.empty());
    ids.push_back(about.id);
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
  EXPECT_GT(ids.size(), 40U);
}

TEST(Prose, ThePlanThatWasCompletedIsNoOutturn) {
  for (const char* plan : {"预算", "年初预算", "全年预算"}) {
    const std::string text =
        "某厅2031年度“三公”经费支出决算为60.00万元，完成" + std::string(plan) +
        "80.00万元的75.0%，比上年增加20.00万元，增长50.0%；比2029年减少15.00万元"
        "，降低20.0%。";
    const auto filing = ReadWords(text);
    EXPECT_THAT(Findings(filing), IsEmpty()) << plan;
    EXPECT_EQ(Values(filing, "paid(three_public=total)"), "60.00万元") << plan;
    EXPECT_EQ(Values(filing, "paid_change(three_public=total)"), "20.00万元") << plan;
  }
}

}  // namespace
}  // namespace outturn::document
