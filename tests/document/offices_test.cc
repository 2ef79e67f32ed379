// Whole reports of offices nobody here has seen: hospitals, schools, courts, towns (README.md of
// the files says what is planted in them, corrections.txt what would be right).

#include <map>
#include <sstream>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;

struct Report {
  const char* file;
  std::vector<std::string> findings;
};

class OfOtherOffices : public ::testing::TestWithParam<Report> {};

TEST_P(OfOtherOffices, HasTheseFindings) {
  const checks::Filing filing = ReadFile(GetParam().file);
  EXPECT_GE(filing.stated.size(), 13U);
  EXPECT_THAT(Findings(filing), ElementsAreArray(GetParam().findings));
}

const std::vector<Report> kText = {
    {"wrong-hospital-hunan-2023.txt",
     {"share 36.00% 26.00%", "growth 5.93% 4.93%", "execution_rate 98.61% 96.81%",
      "scores 96.91 95.91", "listed_sum 613 631.00"}},
    {"wrong-culture-yunnan-2022.txt",
     {"expenditure_sum 48,263.91 48344.91", "  table_sum 48,263.91 48344.91", "growth 9.45% 4.95%",
      "same_figure 17.42万元 14.72万元", "  completion_rate 36.80% 43.55%",
      "procurement_sum 5,632.00 5623.00"}},
    {"wrong-town-sichuan-2020.txt",
     {"table_sum 1206.38 1197.38", "same_figure 23,600.00万元 2.36万元",
      "table_sum 2140.65 2149.65", "  table_sum 821.40 812.40"}},
    {"wrong-court-beijing-2024.txt",
     {"share 33.16% 31.35%", "table_sum 14,263.12 14083.12", "difference 6.50 5.60",
      "share 60% 50%"}},
    {"wrong-school-hunan-2019.txt",
     {"difference 43,800.00 25800.00", "  same_figure 168,400.00元 186,400.00元",
      "table_sum 2,960,000.00 2870000.00", "listed_sum 8,462,315.40 8426315.40",
      "same_figure 740,100.00元 704,100.00元"}},
    {"wrong-science-guangdong-2025.txt",
     {"growth 3倍 200%", "difference 1.20 -1.20", "execution_rate 98.00% 96.00%"}},
    {"wrong-civil-yunnan-2020.txt",
     {"table_sum 29,040.00 29400.00", "share 75.00% 70%", "execution_rate 99.80% 9.98%",
      "  table_sum 28,323,000.00 283230000.00", "same_figure 28,323.00万元 28,323,000.00元",
      "listed_sum 7.8 7.50", "listed_sum 5,450.00 5540.00"}},
    {"wrong-police-chongqing-2019.txt",
     {"growth 6.2% 6.60%", "growth 15.2% 15.04%", "same_figure 903.00万元 849.60万元",
      "  table_sum 849.60 903.00"}},
    {"wrong-emergency-shanxi-2024.txt",
     {"share 101% 110%", "execution_rate 95.50% 95%", "scores 97.20 97.80",
      "listed_sum 964.6 966.40"}},
    {"wrong-street-guangdong-2022.txt",
     {"basic_project_sum 47,585.65 47858.65", "  same_figure 47,858.65万元 47,585.65万元",
      "  execution_rate 97.04% 96.48%", "  table_sum 47,585.65 47858.65",
      "procurement_rate 59.00% 95%", "same_figure 92.3分 93.2", "reason_due 19/20 "}},
    {"wrong-women-jiangxi-2021.txt",
     {"growth 6.43% 4.63%", "expenditure_sum 4,368,200.00 4341200.00", "growth 7.06% 8.46%",
      "growth 5.14% 5.16%", "table_sum 2,386,420.55 2385520.55",
      "same_figure 12,210.00元 12,120.00元", "  share 40.40% 40.70%", "growth 19.20% 19.09%"}},
    {"wrong-radio-hunan-2022.txt",
     {"staff_control_rate 102.51% 105.21%", "table_sum 3,312.00 3321.00",
      "  table_sum 3,312.00 3321.00", "growth 9.80% 9.30%", "table_sum 1,368.40 1386.40",
      "staff_within_quota 101名 ≤ 96名"}},
    {"wrong-forest-hubei-2021.txt",
     {"staff_control_rate 98.79% 97.89%", "growth 9.37% 3.97%", "table_sum 2,360.00 2306.00",
      "listed_sum 284.50 248.50"}}};

const std::vector<Report> kOffice = {
    {"wrong-education-guangdong-2021.docx",
     {"share 39.99% 29.99%", "same_figure 95.4分 94.5", "same_figure 312.40万元 3,124,000.00万元",
      "table_sum 10,686 10086.00", "three_public_sum 42.36 44.36", "  vehicle_sum 33.20 31.20",
      "reason_due 14/15 ", "reason_due 7.5/8 "}},
    {"wrong-market-hubei-2025.xlsx",
     {"execution_rate 98.31% 983114.08%", "score_within_weight 16 ≤ 15",
      "execution_rate 96.50% 95%", "weights 95 100"}},
    {"wrong-water-chongqing-2023.docx",
     {"staff_control_rate 96.35% 93.65%", "balance_sum 824.99 842.99",
      "table_sum 18,462.90 18642.90", "grade 评价等级为优 良"}},
    {"wrong-disabled-jiangsu-2022.docx",
     {"growth 4.29% 4.92%", "fiscal_fund_sum 2,770.16 2752.16", "growth 24.00% 24.90%",
      "share 20% 80%", "  share 80% 20%"}},
    {"wrong-statistics-jiangsu-2021.xlsx",
     {"income_is_expenditure 3250 3205.00", "table_sum 850 778.00", "  table_sum 180 108.00",
      "table_sum 1862.4 1826.40", "  table_sum 1925.4 1961.40", "three_public_sum 6.38 6.83"}},
    {"wrong-college-hubei-2023.docx",
     {"income_sum 23,680.27 23860.27", "  income_is_expenditure 23,680.27 23860.27",
      "  table_sum 23,680.27 23860.27", "  share 8.31% 3.81%", "table_sum 2,614.20 2641.20",
      "growth 2% 20%", "listed_sum 12,486 12306.00"}},
    {"wrong-procuratorate-hunan-2023.xlsx",
     {"staff_control_rate 96.47% 94.67%", "three_public_sum 71.52 67.92",
      "  vehicle_sum 64.82 68.42", "same_figure 1,384.20万元 1348.2万元",
      "  projects_cover_total 1384.20 1348.2", "score_within_weight 12 ≤ 10"}},
    {"wrong-veterans-guangxi-2023.docx",
     {"expenditure_sum 2,720.55 2702.55", "  income_is_expenditure 2,702.55 2720.55",
      "share 14.18% 18.14%", "share 99.60% 96.90%", "three_public_sum 12.36 12.54",
      "  vehicle_sum 8.42 8.24", "  table_sum 12.36 12.54"}},
    Report{"wrong-housing-chongqing-2025.xlsx",
           {"execution_rate 89% 98%", "  execution_score 9.8 8.90", "execution_rate 98% 980000%",
            "  paid_within_budget 4037600万元 ≤ 412万元", "weights 105 100"}}};

std::string NameOfTest(const ::testing::TestParamInfo<Report>& one) {
  std::string name = one.param.file;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Text, OfOtherOffices, ::testing::ValuesIn(kText), NameOfTest);
INSTANTIATE_TEST_SUITE_P(Office, OfOtherOffices, ::testing::ValuesIn(kOffice), NameOfTest);

// Most of what they say has no name that the rules know.
class OfFewKnownFigures : public ::testing::TestWithParam<Report> {};

TEST_P(OfFewKnownFigures, HasTheseFindings) {
  EXPECT_THAT(Findings(ReadFile(GetParam().file)), ElementsAreArray(GetParam().findings));
}

const std::vector<Report> kFew = {
    {"wrong-transport-jilin-2018.txt",
     {"share 69.00% 96%", "growth 6.00% 4%", "growth 7.10% 7.01%", "listed_sum 186 176.00",
      "listed_sum 2,360 2310.00", "average 10.00 100.00"}},
    {"wrong-ramps-gansu-2025.txt",
     {"share 30% 33.46%", "share 112.5% 102.50%", "share 92.95% 95.92%", "listed_sum 260 269.00",
      "listed_sum 533 569.00", "listed_sum 98.52 98.25"}},
    {"wrong-farming-heilongjiang-2023.txt",
     {"share 79% 97%", "growth 3.4% 4.32%", "listed_sum 9,080 9800.00",
      "listed_sum 9,559.2 9599.20", "average 1,732 1372.00", "average 1.56 1.65",
      "average 96 97.00"}},
    {"wrong-archive-liaoning-2021.txt",
     {"expenditure_sum 1,286.40 1322.40", "  difference 62.60 26.60", "growth 4.63% 4.36%",
      "personnel_public_sum 826.30 823.60", "  nature_sum 1,259.80 1257.10", "share 43.41% 34.41%",
      "table_sum 1,286.40 1287.30", "growth 25.00% 20%", "share 57.00% 75%", "listed_sum 3 4.00"}},
    {"wrong-weather-xinjiang-2019.txt",
     {"share 71.46% 74.16%", "share 8.99% 9.99%", "difference 47.00 74.00",
      "difference 3,505.00 3550.00", "difference 3,420.00 3240.00", "growth 7.94% 9.74%",
      "listed_sum 89 107.00", "listed_sum 2,108.70 2099.70", "listed_sum 1,260 1233.00"}},
    // The growth and the share follow from the mistakes beside them.
    {"wrong-relief-jiangxi-2022.txt",
     {"staff_control_rate 88.98% 88.89%", "difference 152.68 125.68", "growth 8.33% 5.56%",
      "share 83.27% 81.58%", "listed_sum 27 37.00", "listed_sum 3,216.00 3225.00",
      "average 17,100 11700.00", "average 1,800 1500.00", "listed_sum 4,627.50 4672.50"}}};

INSTANTIATE_TEST_SUITE_P(Short, OfFewKnownFigures, ::testing::ValuesIn(kFew), NameOfTest);

struct Correction {
  std::string wrong;
  std::string right;
};

// "# file", then a line as it is and one behind "=> " as it should be.
std::map<std::string, std::vector<Correction>> Corrections() {
  std::map<std::string, std::vector<Correction>> corrections;
  std::istringstream lines(FileBytes("corrections.txt"));
  std::string file;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# ")) {
      file = line.substr(2);
    } else if (line.starts_with("=> ")) {
      corrections[file].back().right = line.substr(3);
    } else {
      corrections[file].push_back({line, ""});
    }
  }
  return corrections;
}

std::string Corrected(const std::string& file, const std::vector<Correction>& corrections) {
  std::string text = FileBytes(file);
  for (const auto& [wrong, right] : corrections) {
    EXPECT_NE(text.find(wrong), std::string::npos) << file << ": " << wrong;
    for (size_t at = text.find(wrong); at != std::string::npos;
         at = text.find(wrong, at + right.size())) {
      text.replace(at, wrong.size(), right);
    }
  }
  return text;
}

// Everything else in them is right, however odd: averages, other scopes, next year's budget.
TEST(Corrected, ReportsHaveNothingWrong) {
  // More people than posts, and a deduction without a reason: true, and no contradiction.
  const std::map<std::string, std::vector<std::string>> true_all_the_same = {
      {"wrong-radio-hunan-2022.txt", {"staff_within_quota 101名 ≤ 96名"}},
      {"wrong-street-guangdong-2022.txt", {"reason_due 19/20 "}}};
  const auto corrections = Corrections();
  EXPECT_EQ(corrections.size(), 19U);
  for (const auto& [file, one] : corrections) {
    const auto rest = true_all_the_same.find(file);
    const auto expected =
        rest == true_all_the_same.end() ? std::vector<std::string>() : rest->second;
    EXPECT_EQ(Findings(ReadWords(Corrected(file, one))), expected) << file;
  }
}

TEST(Corrected, OfficeFilesHaveNothingWrong) {
  for (const char* file :
       {"right-education-guangdong-2021.docx", "right-college-hubei-2023.docx",
        "right-statistics-jiangsu-2021.xlsx", "right-housing-chongqing-2025.xlsx"}) {
    EXPECT_THAT(Findings(ReadFile(file)), IsEmpty()) << file;
  }
}

}  // namespace
}  // namespace outturn::document
