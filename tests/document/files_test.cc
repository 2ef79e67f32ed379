// Whole reports: the real one (without names of persons) and made-up ones of other departments,
// provinces and years, in every format.
#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

// What is wrong inside the real report: every row of the domain's list, one cause one finding.
const std::vector<std::string> kWrong = {
    "statements 绩效指标全部圆满完成 ",                   // against 未完成
    "text_against_table 法援案件数超年度任务17% 93.67%",  // 581 of 300
    "basic_project_sum 1971.59 1897.29",                  // 74.30 unexplained
    "  change -48.84 25.46",                              // the same 74.30
    "second_table 110 100",
    "no_such_indicator 行政执法案卷评查指标数未完成 ",
    "blank_row  ",                         // 业务工作, 运行维护, 公用
    "initial_is_final 9/9 ",               //
    "projects_cover_total 290.17 553.17",  // 263.00 not disclosed
    "full_is_paid 1922.75 ",               // 97.52 %, 101.34 %
    "reference 附件5 ",
    "over_completion 193.67% ≤ 130%",  // no reason
    "over_completion 600% ≤ 130%",     // 30 of 5, no unit
    "three_public_sum 20.60 20.59"};   // rounding explains it

TEST(TheRealReport, HasEveryKnownMistakeFoundAndNoOther) {
  EXPECT_EQ(Findings(ReadFile("huaihua-justice-2024.txt")), kWrong);
  EXPECT_EQ(Findings(ReadFile("huaihua-justice-2024.docx")), kWrong);
}

// A cell of Excel has the number 20.6, however many decimals are shown of it.
TEST(TheRealReport, HasTheSameFoundInASheet) {
  std::vector<std::string> wrong = kWrong;
  wrong.back() = "three_public_sum 20.6 20.59";
  EXPECT_EQ(Findings(ReadFile("huaihua-justice-2024.xlsx")), wrong);
}

// On a printed page names are broken over lines in narrow columns: which indicator the sentence
// about legal aid is about cannot be told then; that its result needs a reason can.
TEST(TheRealReport, HasTheSameFoundOnPrintedPages) {
  std::vector<std::string> wrong = kWrong;
  wrong.erase(wrong.begin() + 1);
  EXPECT_EQ(Findings(ReadFile("huaihua-justice-2024.xhtml")), wrong);
}

TEST(TheRealReport, HasItsNumbersInTheWords) {
  const auto findings = checks::Check(ReadFile("huaihua-justice-2024.txt"), checks::BuiltInRules());
  std::string words;
  for (const auto& finding : findings) words += finding.words.zh + finding.difference + "\n";
  for (const char* number :
       {"74.30", "97.52%", "101.34%", "263.00", "193.67%", "600%", "没有计量单位",
        "业务工作经费、运行维护经费、公用经费", "共 110 分", "印为 100"}) {
    EXPECT_NE(words.find(number), std::string::npos) << number;
  }
  EXPECT_EQ(findings.back().rounding, checks::Rounding::kExplains);
  EXPECT_EQ(findings.back().severity, checks::Severity::kInfo);
}

// Each of these is right, was read, and stands in no finding.
void ExpectRightFigures(const checks::Filing& filing) {
  EXPECT_EQ(filing.year, 2024);
  EXPECT_EQ(Values(filing, "staff_quota"), "78个, 78");
  EXPECT_EQ(Values(filing, "staff_on_post"), "75个, 75");
  EXPECT_EQ(Values(filing, "staff_control_rate"), "96.15%");
  EXPECT_EQ(Values(filing, "prior_year_paid(three_public=total)"), "20.60万元");
  EXPECT_EQ(Values(filing, "prior_year_paid(three_public=vehicle)"), "17.39万元");
  EXPECT_EQ(Values(filing, "prior_year_paid(three_public=reception)"), "3.21万元");
  EXPECT_EQ(Values(filing, "initial_budget(three_public=total)"), "24.8万元");
  EXPECT_EQ(Values(filing, "paid(category=basic)"), "1369.58万元, 1369.58万元?");
  EXPECT_EQ(Values(filing, "paid(category=project)"), "553.17万元, 553.17万元?");
  EXPECT_EQ(Values(filing, "paid"), "1922.75万元?, 1922.75万元");
  EXPECT_EQ(Values(filing, "total_score"), "99分, 99");
  ASSERT_EQ(filing.indicators.size(), 2U);
  EXPECT_EQ(filing.indicators[0].indicators.size(), 13U);
  for (const auto& finding : checks::Check(filing, checks::BuiltInRules())) {
    for (const char* right : {"96.15", "78", "75", "24.8", "17.39", "3.21", "99"}) {
      EXPECT_NE(finding.found, right);
    }
  }
}

TEST(TheRealReport, HasItsRightFiguresReadAndLeftAlone) {
  for (const char* ending : {"txt", "docx"})
    ExpectRightFigures(ReadFile(std::string("huaihua-justice-2024.") + ending));
}

TEST(TheRealReport, SaysWhatItCouldNotRead) {
  std::string unread;
  for (const auto& one : ReadFile("huaihua-justice-2024.txt").unread) unread += one.text + " ";
  // Kinds of posts, money that is nobody's expenditure, growth of what the report has no figure of.
  EXPECT_EQ(unread,
            "69个 9个 66个 9个 600万元 4.92万元 15亿元 200万元 910万元 600万元 75% 40% 600万元 19% "
            "23% ");
}

struct Report {
  const char* file;
  std::vector<std::string> findings;
};

class MadeUp : public ::testing::TestWithParam<Report> {};

TEST_P(MadeUp, HasTheseFindings) {
  const checks::Filing filing = ReadFile(GetParam().file);
  EXPECT_GE(filing.stated.size(), 13U);
  EXPECT_THAT(Findings(filing), ::testing::ElementsAreArray(GetParam().findings));
}

const std::vector<std::string> kYunnan = {"same_figure 1.25万元 1.52万元", "grade 自评等级为良 优",
                                          "share 38.50% 37.50%"};

INSTANTIATE_TEST_SUITE_P(
    Of, MadeUp,
    ::testing::Values(
        // A project of Sichuan: tabs, units in a column, scores taken off with a reason.
        Report{"right-sichuan-2023.txt", {}},
        // 元, tables of bars, prose and tables mixed.
        Report{"wrong-hubei-2022.txt",
               {"same_figure 97.00% 98.00%", "  execution_rate 97.00% 98%",
                "three_public_sum 186,500.00 186600.00", "weights 98 100",
                "  score_within_weight 11 ≤ 10", "unmet_full_score 20/20 ",
                "staff_within_quota 58名 ≤ 56名"}},
        // 附件1 and 附件2 of another department of Hunan, all right.
        Report{"right-hunan-2020.txt", {}},
        // Funds by 合计, other words for levels; a list of projects in a sentence.
        Report{"right-shaanxi-2024.txt", {}},
        // One project, 元, cells merged both ways; and the same printed in narrow columns.
        Report{"right-sichuan-2025.docx", {}}, Report{"right-sichuan-2025.xhtml", {}},
        // Final accounts in prose only.
        Report{"right-zhejiang-2019.txt", {}},
        // Final accounts in prose, a table with two sides.
        Report{"right-guangdong-2022.txt", {}},
        Report{"wrong-guangdong-2022.txt",
               {"expenditure_sum 5,432.10 5414.10", "  table_sum 5,432.10 5414.10",
                "growth 6.82% 6.28%", "share 140.00% 104%", "share 74.60% 76.40%"}},
        // Final accounts: growth and shares in sentences, functional codes, merged heads.
        Report{"right-jiangsu-2023.docx", {}}, Report{"wrong-yunnan-2021.docx", kYunnan},
        Report{"wrong-yunnan-2021.xlsx", kYunnan}, Report{"right-chongqing-2024.xhtml", {}},
        // Spaces within words and numbers as scanning leaves them, heads again after a page.
        Report{"right-shandong-2023.txt", {}},
        Report{"wrong-shandong-2023.txt",
               {"staff_control_rate 94.38% 93.48%", "table_sum 3,131.30 3113.30",
                "  same_figure 3,131.30万元 3,113.30万元", "share 95.90% 95.35%",
                "three_public_sum 21.38 21.74", "same_figure 96.5分 97.5", "  scores 97.50 96.50",
                "execution_rate 98.24% 92.84%"}},
        // Final accounts in 元, blank cells, functional codes of three levels.
        Report{"right-fujian-2021.txt", {}},
        Report{"wrong-fujian-2021.txt",
               {"income_and_expenditure_sum 48,236,517.42 48281517.42", "share 66.00% 60%",
                "same_figure 53,010.00元 35,010.00元", "table_sum 27,612,186.63 27648186.63",
                "  table_sum 27,612,186.63 27648186.63"}},
        // Two projects, the national form with (A) and (B).
        Report{"right-henan-2024.txt", {}},
        Report{"wrong-henan-2024.txt",
               {"scores 99.90 99", "source_sum 177.00 171.00", "  execution_rate 95.00% 98.33%",
                "unmet_full_score 25/25 "}},
        // Sentences that say neither year nor whose; full-width marks within numbers.
        Report{"right-neimenggu-2022.txt", {}},
        Report{"wrong-neimenggu-2022.txt",
               {"personnel_public_sum 1,204.33 1222.33", "procurement_rate 95.60% 96.50%",
                "grade 等次为良 优"}},
        // 附件1 in 元, other words, basic expenditure by class.
        Report{"right-anhui-2020.txt", {}},
        Report{"wrong-anhui-2020.txt",
               {"staff_control_rate 93.38% 98.33%", "three_public_sum 806,315.20 824315.20",
                "  vehicle_sum 720,115.20 702115.20",
                "class_within_reception 174,200.00元 ≤ 104,200.00元"}},
        // The official tables of final accounts: two sides, classes three side by side.
        Report{"right-guangxi-2022.txt", {}},
        Report{"wrong-guangxi-2022.txt",
               {"table_sum 4,836.90 4845.90", "income_sum 4,961.30 4970.30",
                "  table_sum 4,961.30 4970.30", "table_sum 12.60 16.20",
                "class_within_reception 6.90万元 ≤ 4.70万元"}},
        Report{"wrong-guizhou-2024.xhtml",
               {"same_figure 1,612.44万元 1,621.44万元", "three_public_sum 10.86 9.86",
                "  same_figure 9.86万元 10.86万元"}}),
    [](const auto& one) {
      std::string name = one.param.file;
      for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
      }
      return name;
    });

}  // namespace
}  // namespace outturn::document
