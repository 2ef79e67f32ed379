#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "services/figures/catalogue.h"
#include "tests/figures/year.h"

namespace outturn::figures {
namespace {

using core::Cause;
using core::LineCategory;
using core::Measure;
using testing::On;
using testing::Year;

// One line of each category; amounts are powers of ten so that every sum tells what it holds.
Year Sample() {
  Year year;
  year.AddLine("RY", LineCategory::kPersonnel);
  year.AddLine("GY", LineCategory::kPublic);
  year.AddProject("ZX", "P1");
  year.Move("RY", "30101", Measure::kInitial, 100'000'000);
  year.Move("GY", "30201", Measure::kInitial, 10'000'000);
  year.Move("GY", "30217", Measure::kInitial, 1'000'000);
  year.Move("ZX", "30201", Measure::kInitial, 100'000);
  return year;
}

TEST(Money, OfEveryMeasureIsSummedOverTheLedger) {
  Year year = Sample();
  year.Move("RY", "30101", Measure::kCarryIn, 1);
  year.Move("RY", "30101", Measure::kSupplement, 20);
  year.Move("GY", "30201", Measure::kCut, 300);
  year.Move("RY", "30101", Measure::kVirementIn, 5000);
  year.Move("GY", "30201", Measure::kVirementOut, 4000);
  year.Move("RY", "", Measure::kReceived, 70'000);
  year.Move("RY", "30101", Measure::kCommitted, 600'000);
  year.Move("RY", "30101", Measure::kPaid, 8'000'000);
  year.Move("RY", "30101", Measure::kReversed, 9);
  EXPECT_EQ(year.ExactValue("initial_budget"), "111100000");
  EXPECT_EQ(year.ExactValue("carry_in"), "1");
  EXPECT_EQ(year.ExactValue("supplements"), "20");
  EXPECT_EQ(year.ExactValue("cuts"), "300");
  EXPECT_EQ(year.ExactValue("virements"), "1000");
  EXPECT_EQ(year.ExactValue("adjustments"), "720");
  EXPECT_EQ(year.ExactValue("budget_changes"), "721");
  EXPECT_EQ(year.ExactValue("full_year_budget"), "111100721");
  EXPECT_EQ(year.ExactValue("received"), "70000");
  EXPECT_EQ(year.ExactValue("committed"), "600000");
  EXPECT_EQ(year.ExactValue("paid"), "8000000");
  EXPECT_EQ(year.ExactValue("reversed"), "9");
  EXPECT_EQ(year.ExactValue("remaining"), "103100721");
  EXPECT_EQ(year.ExactValue("headroom"), "102500721");
}

TEST(Money, IsCutAtTheDay) {
  Year year = Sample();
  year.Move("ZX", "30201", Measure::kPaid, 10, "2024-03-31");
  year.Move("ZX", "30201", Measure::kPaid, 100, "2024-07-31");
  EXPECT_EQ(year.ExactValue("paid", "2024-03-30"), "0");
  EXPECT_EQ(year.ExactValue("paid", "2024-03-31"), "10");
  EXPECT_EQ(year.ExactValue("paid", "2024-07-30"), "10");
  EXPECT_EQ(year.ExactValue("paid", "2024-07-31"), "110");
}

TEST(Money, IsSelectedByCategoryLineProjectAndClass) {
  const Year year = Sample();
  EXPECT_EQ(year.ExactValue("initial_budget(category=personnel)"), "100000000");
  EXPECT_EQ(year.ExactValue("initial_budget(category=public)"), "11000000");
  EXPECT_EQ(year.ExactValue("initial_budget(category=basic)"), "111000000");
  EXPECT_EQ(year.ExactValue("initial_budget(category=project)"), "100000");
  EXPECT_EQ(year.ExactValue("initial_budget(line=GY)"), "11000000");
  EXPECT_EQ(year.ExactValue("initial_budget(project=P1)"), "100000");
  EXPECT_EQ(year.ExactValue("initial_budget(project_kind=special_fund)"), "100000");
  EXPECT_EQ(year.ExactValue("initial_budget(project_kind=operation)"), "0");
  EXPECT_EQ(year.ExactValue("initial_budget(class=302)"), "11100000");
  EXPECT_EQ(year.ExactValue("initial_budget(class=30201+30217)"), "11100000");
  EXPECT_EQ(year.ExactValue("initial_budget(class=30201, category=public)"), "10000000");
  EXPECT_EQ(year.ExactValue("initial_budget(function=204)"), "111100000");
  EXPECT_EQ(year.ExactValue("initial_budget(function=205+201)"), "0");
  EXPECT_EQ(year.ExactValue("initial_budget(line=XX)"), "0");
}

TEST(Money, IsSelectedByFundProcurementAndDisclosure) {
  Year year;
  for (const char* fund : {"111", "112", "113", "2", "3"}) {
    year.AddLine(fund, LineCategory::kPublic).fund_type = fund;
    year.Move(fund, "30201", Measure::kInitial,
              fund[0] == '1' ? fund[2] - '0' : (fund[0] - '0') * 100);
  }
  year.ledger->lines["112"].facts.procurement = true;
  year.ledger->lines["113"].facts.classified = true;
  EXPECT_EQ(year.ExactValue("initial_budget(fund=general)"), "1");
  EXPECT_EQ(year.ExactValue("initial_budget(fund=gov_fund)"), "2");
  EXPECT_EQ(year.ExactValue("initial_budget(fund=state_capital)"), "3");
  EXPECT_EQ(year.ExactValue("initial_budget(fund=special_account)"), "200");
  EXPECT_EQ(year.ExactValue("initial_budget(fund=other)"), "300");
  EXPECT_EQ(year.ExactValue("initial_budget(fund=112)"), "2");
  EXPECT_EQ(year.ExactValue("initial_budget(procurement=yes)"), "2");
  EXPECT_EQ(year.ExactValue("procurement_budget"), "2");
  EXPECT_EQ(year.ExactValue("initial_budget(disclosure=classified)"), "3");
  EXPECT_EQ(year.ExactValue("initial_budget(disclosure=public)"), "503");
}

TEST(Money, OfThreePublicExpensesTakesFiscalFundsOfBasicAndProject) {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.AddProject("ZX", "P1");
  year.AddLine("DW", LineCategory::kPublic).fund_type = "3";
  year.ledger->lines["DW"].fiscal = false;
  year.Move("GY", "30217", Measure::kPaid, 1);
  year.Move("ZX", "30217", Measure::kPaid, 10);
  year.Move("DW", "30217", Measure::kPaid, 100);
  year.Move("GY", "30231", Measure::kPaid, 1000);
  year.Move("ZX", "31013", Measure::kPaid, 10'000);
  year.Move("ZX", "30913", Measure::kPaid, 100'000);
  year.Move("GY", "30212", Measure::kPaid, 1'000'000);
  year.Move("GY", "30201", Measure::kPaid, 10'000'000);
  EXPECT_EQ(year.ExactValue("paid(three_public=reception)"), "11");
  EXPECT_EQ(year.ExactValue("paid(three_public=vehicle_operation)"), "1000");
  EXPECT_EQ(year.ExactValue("paid(three_public=vehicle_purchase)"), "110000");
  EXPECT_EQ(year.ExactValue("paid(three_public=vehicle)"), "111000");
  EXPECT_EQ(year.ExactValue("paid(three_public=abroad)"), "1000000");
  EXPECT_EQ(year.ExactValue("paid(three_public=total)"), "1111011");
}

TEST(Money, WithoutAClassIsFoundUnderNone) {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "", Measure::kInitial, 7);
  year.Move("GY", "30201", Measure::kInitial, 5);
  EXPECT_EQ(year.ExactValue("initial_budget(class=none)"), "7");
  EXPECT_EQ(year.ExactValue("initial_budget(class=302)"), "5");
  EXPECT_EQ(year.ExactValue("initial_budget(class=302+none)"), "12");
}

TEST(Money, PrintsWanYuanRoundedHalfUpAfterSumming) {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30217", Measure::kPaid, 4999);
  EXPECT_EQ(year.Printed("paid"), "0.00");
  year.Move("GY", "30217", Measure::kPaid, 1);
  EXPECT_EQ(year.Printed("paid"), "0.01");
  year.Move("GY", "30231", Measure::kPaid, 5000);
  EXPECT_EQ(year.Printed("paid"), "0.01") << "two halves of a hundredth are one, not two";
  year.Move("GY", "30231", Measure::kCut, 5000);
  EXPECT_EQ(year.Printed("adjustments"), "-0.01");
}

TEST(Money, OfGrossAdjustmentsLeavesOutWhatTheUnitDidNotDecide) {
  Year year;
  const auto add = [&](Measure measure, Cause cause, int64_t fen) {
    year.ledger->adjustments[{measure, cause}].Add(On("2024-06-01"), core::Fen(fen));
  };
  add(Measure::kSupplement, Cause::kOwnDecision, 1);
  add(Measure::kCut, Cause::kOwnDecision, 10);
  add(Measure::kVirementIn, Cause::kUnspecified, 100);
  add(Measure::kSupplement, Cause::kStatePolicy, 1000);
  add(Measure::kCut, Cause::kForceMajeure, 10'000);
  add(Measure::kCut, Cause::kSuperiorTask, 100'000);
  EXPECT_EQ(year.ExactValue("adjusted_gross"), "111");
  EXPECT_EQ(year.ExactValue("adjusted_gross", "2024-05-31"), "0");
}

TEST(Money, OfProcurementFollowsThePolicy) {
  Year year;
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30201", Measure::kProcurementPaid, 3);
  year.Move("GY", "30201", Measure::kProcurementContracted, 5);
  EXPECT_EQ(year.ExactValue("procurement_actual"), "3");
  year.policy.procurement = core::ProcurementBasis::kByContract;
  EXPECT_EQ(year.ExactValue("procurement_actual"), "5");
}

TEST(PriorYear, ComesFromLastYearsLedgerWhereTheBookHasIt) {
  Year year;
  year.ledger->prior_year["paid(three_public=reception)"].Put(On("2024-01-01"), 1, core::Fen(9));
  core::LedgerState* now = year.ledger;
  year.ledger = &year.AddLedger(2023);
  year.AddLine("GY", LineCategory::kPublic);
  year.Move("GY", "30217", Measure::kPaid, 321, "2023-11-01");
  year.Move("GY", "30217", Measure::kInitial, 400, "2023-01-01");
  year.ledger = now;
  EXPECT_EQ(year.ExactValue("prior_year_paid(three_public=reception)", "2024-01-31"), "321");
  EXPECT_EQ(year.ExactValue("prior_year_budget"), "400");
  EXPECT_EQ(year.ExactValue("prior_year_paid(project=P9)"), "0");
}

TEST(PriorYear, ComesFromFactsOrTheirPartsOtherwise) {
  Year year;
  const auto fact = [&](const char* name, int64_t fen) {
    year.ledger->prior_year[name].Put(On("2024-01-01"), 1, core::Fen(fen));
  };
  fact("paid( three_public = reception )", 1);
  fact("paid(three_public=abroad)", 10);
  fact("paid(three_public=vehicle_purchase)", 0);
  EXPECT_EQ(year.ExactValue("prior_year_paid(three_public=reception)"), "1");
  EXPECT_EQ(year.Of("prior_year_paid(three_public=total)"), Value(NoValue{Absence::kNoPriorYear}));
  fact("paid(three_public=vehicle_operation)", 100);
  EXPECT_EQ(year.ExactValue("prior_year_paid(three_public=vehicle)"), "100");
  EXPECT_EQ(year.ExactValue("prior_year_paid(three_public=total)"), "111");
  fact("paid(three_public=total)", 112);
  EXPECT_EQ(year.ExactValue("prior_year_paid(three_public=total)"), "112");
  EXPECT_EQ(year.Of("prior_year_paid(project=P1)"), Value(NoValue{Absence::kNoPriorYear}));
}

TEST(PriorYear, OfFactsTooLargeToAddHasNoValue) {
  Year year;
  const core::Fen most(std::numeric_limits<int64_t>::max());
  year.ledger->prior_year["paid(category=basic)"].Put(On("2024-01-01"), 1, most);
  year.ledger->prior_year["paid(category=project)"].Put(On("2024-01-01"), 1, most);
  EXPECT_EQ(year.Of("prior_year_paid"), Value(NoValue{Absence::kTooLarge}));
}

}  // namespace
}  // namespace outturn::figures
