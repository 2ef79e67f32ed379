// A figure of something that is not there is no zero.
#include <gtest/gtest.h>

#include "services/figures/catalogue.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using testing::Year;

class KnownTest : public ::testing::Test {
 protected:
  KnownTest() {
    year.AddLine("GY01", core::LineCategory::kPublic);
    year.AddProject("ZX01", "P-AID");
    year.AddIndicator("A03", core::IndicatorKind::kAtLeast, "300", 1000);
    year.ledger->quotas["政法专项"].Put(testing::On("2024-01-01"), 1, 78);
    year.ledger->buildings["综合楼"].Put(testing::On("2024-01-01"), 2, {});
  }
  std::string Problem(const std::string& name) const {
    const Fallible<Figure> figure = ParseFigure(name);
    EXPECT_TRUE(figure.ok()) << name;
    const auto unknown = FindUnknown(year.At(), *figure);
    return unknown ? Sentence(*unknown).en : "";
  }
  Year year;
};

TEST_F(KnownTest, WhatIsThereIsNoProblemEvenWhereItIsZero) {
  for (const char* name :
       {"paid", "paid(line=GY01)", "paid(project=P-AID)", "paid(class=302)", "paid(class=30201)",
        "paid(class=none)", "paid(class=3+30205)", "paid(function=204)", "paid(fund=111)",
        "paid(fund=special_account)", "execution_rate(line=GY01)", "indicator_score(A03)",
        "staff_quota(kind=政法专项)", "staff_quota", "goal", "goal(P-AID)", "prior_year_paid",
        "building_area_rate(综合楼)", "text(annex1, thrift_measures)"}) {
    EXPECT_EQ(Problem(name), "") << name;
  }
}

TEST_F(KnownTest, WhatIsNotThereIsToldWithWhatIsNear) {
  EXPECT_EQ(Problem("paid(line=GY02)"), "U/2024 has no line \"GY02\"; near it: GY01");
  EXPECT_EQ(Problem("paid(project=P-AIDS)"), "U/2024 has no project \"P-AIDS\"; near it: P-AID");
  EXPECT_EQ(Problem("execution_rate(line=GY0)"), "U/2024 has no line \"GY0\"; near it: GY01");
  EXPECT_EQ(Problem("indicator_score(A04)"), "U/2024 has no indicator \"A04\"; near it: A03");
  EXPECT_NE(Problem("paid(class=30299)").find("has no economic class \"30299\""),
            std::string::npos);
  EXPECT_NE(Problem("paid(class=302+909)").find("has no economic class \"909\""),
            std::string::npos);
  EXPECT_NE(Problem("paid(function=205)").find("has no functional class"), std::string::npos);
  EXPECT_NE(Problem("paid(fund=999)").find("has no fund type"), std::string::npos);
  EXPECT_NE(Problem("staff_quota(kind=x)"), "");
  EXPECT_NE(Problem("goal(P-X)"), "");
  EXPECT_NE(Problem("building_area_rate(x)"), "");
}

TEST_F(KnownTest, WhereNothingIsNearTheFirstFewAreTold) {
  EXPECT_EQ(Problem("paid(line=something-else)"),
            "U/2024 has no line \"something-else\"; there are: GY01, ZX01");
}

TEST_F(KnownTest, LastYearsFiguresMayNameWhatOnlyLastYearHad) {
  EXPECT_NE(Problem("prior_year_paid(line=OLD)"), "");
  year.AddLedger(2023).lines["OLD"].facts.line = "OLD";
  EXPECT_EQ(Problem("prior_year_paid(line=OLD)"), "");
  EXPECT_NE(Problem("paid(line=OLD)"), "");
}

TEST_F(KnownTest, LastYearsFiguresMayNameWhatOnlyAFactTells) {
  year.ledger->prior_year["paid(project=P-OLD)"].Put(testing::On("2024-01-01"), 3, core::Fen(5));
  EXPECT_EQ(Problem("prior_year_paid(project=P-OLD)"), "");
}

}  // namespace
}  // namespace outturn::figures
