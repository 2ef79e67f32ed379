// Amounts told twice, parts of what was named before, balances, what was completed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/document/support.h"

namespace outturn::document {
namespace {

using namespace outturn::document::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

}  // namespace
}  // namespace outturn::document
