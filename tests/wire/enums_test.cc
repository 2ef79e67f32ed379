// Enumerations cross the wire by number: core's numbers are the proto's.
#include <gtest/gtest.h>

#include <vector>

#include "outturn/v1/event.pb.h"
#include "services/core/event.h"

namespace outturn::wire {
namespace {

// The core enumerators in the order of the proto's values, the unspecified one left out.
template <typename Core>
void ExpectSameNumbers(const google::protobuf::EnumDescriptor* proto,
                       const std::vector<Core>& values) {
  SCOPED_TRACE(proto->name());
  ASSERT_EQ(proto->value_count(), static_cast<int>(values.size()) + 1);
  EXPECT_EQ(proto->value(0)->number(), 0);
  EXPECT_TRUE(proto->value(0)->name().ends_with("_UNSPECIFIED"));
  for (size_t i = 0; i < values.size(); ++i) {
    const auto* value = proto->value(static_cast<int>(i) + 1);
    EXPECT_EQ(static_cast<int>(values[i]), value->number()) << value->name();
  }
}

TEST(Enums, OfTheBudgetHaveTheSameNumbersInCoreAndOnTheWire) {
  using enum core::Cause;
  ExpectSameNumbers<core::Cause>(v1::Cause_descriptor(),
                                 {kStatePolicy, kForceMajeure, kSuperiorTask, kOwnDecision});
  ExpectSameNumbers<core::Direction>(v1::Direction_descriptor(),
                                     {core::Direction::kOut, core::Direction::kIn});
  ExpectSameNumbers<core::LineCategory>(
      v1::LineCategory_descriptor(),
      {core::LineCategory::kPersonnel, core::LineCategory::kPublic, core::LineCategory::kProject});
  ExpectSameNumbers<core::ProjectKind>(
      v1::ProjectKind_descriptor(),
      {core::ProjectKind::kBusinessWork, core::ProjectKind::kOperation,
       core::ProjectKind::kSpecialFund, core::ProjectKind::kOtherDevelopment});
}

TEST(Enums, OfThePolicyHaveTheSameNumbersInCoreAndOnTheWire) {
  using enum core::ControlMode;
  ExpectSameNumbers<core::ControlMode>(v1::ControlMode_descriptor(),
                                       {kForbid, kIntercept, kWarn, kRecordOnly});
  ExpectSameNumbers<core::ControlLevel>(
      v1::ControlLevel_descriptor(),
      {core::ControlLevel::kByLine, core::ControlLevel::kByLineAndClass});
  ExpectSameNumbers<core::EqualRule>(
      v1::EqualRule_descriptor(),
      {core::EqualRule::kSmallerOverLarger, core::EqualRule::kAllOrNothing});
  ExpectSameNumbers<core::ComparisonBasis>(
      v1::ComparisonBasis_descriptor(),
      {core::ComparisonBasis::kOnBudgets, core::ComparisonBasis::kOnOutturns});
  ExpectSameNumbers<core::ProcurementBasis>(
      v1::ProcurementBasis_descriptor(),
      {core::ProcurementBasis::kByPayment, core::ProcurementBasis::kByContract});
}

TEST(Enums, OfSpendingHaveTheSameNumbersInCoreAndOnTheWire) {
  using enum core::PaymentMethod;
  ExpectSameNumbers<core::PaymentMethod>(v1::PaymentMethod_descriptor(),
                                         {kTreasury, kAuthorised, kTransfer});
  ExpectSameNumbers<core::ReversalKind>(
      v1::ReversalKind_descriptor(),
      {core::ReversalKind::kReversed, core::ReversalKind::kRefunded});
}

TEST(Enums, OfPerformanceHaveTheSameNumbersInCoreAndOnTheWire) {
  using enum core::IndicatorKind;
  ExpectSameNumbers<core::IndicatorKind>(v1::IndicatorKind_descriptor(),
                                         {kAtLeast, kAtMost, kEqual, kQualitative, kTimeliness});
  ExpectSameNumbers<core::ResultMode>(
      v1::ResultMode_descriptor(), {core::ResultMode::kCumulative, core::ResultMode::kIncremental});
  using enum core::DeviationCause;
  ExpectSameNumbers<core::DeviationCause>(v1::DeviationCause_descriptor(),
                                          {kFunding, kInstitution, kStaff, kHardware, kOther});
  ExpectSameNumbers<core::Likelihood>(
      v1::Likelihood_descriptor(),
      {core::Likelihood::kCertain, core::Likelihood::kPossible, core::Likelihood::kImpossible});
}

TEST(Enums, OfMonitoringHaveTheSameNumbersInCoreAndOnTheWire) {
  using enum core::WarningHandling;
  ExpectSameNumbers<core::WarningHandling>(v1::WarningHandling_descriptor(),
                                           {kLetPass, kRectify, kProhibit});
  using enum core::WarningLevel;
  ExpectSameNumbers<core::WarningLevel>(v1::WarningLevel_descriptor(),
                                        {kYellow, kOrange, kRed, kGrey, kBlue});
  using enum core::WarningControl;
  ExpectSameNumbers<core::WarningControl>(v1::WarningControl_descriptor(),
                                          {kNotify, kNotifyWithAttachment, kHold, kBan, kLog});
  using enum core::WarningScope;
  ExpectSameNumbers<core::WarningScope>(v1::WarningScope_descriptor(),
                                        {kWholeLedger, kEachCategory, kEachProject, kEachLine});
  using enum core::WarningTest;
  ExpectSameNumbers<core::WarningTest>(
      v1::WarningTest_descriptor(),
      {kNoBudgetSpending, kOverBudgetSpending, kThreePublicOverBudget, kThreePublicOverLastYear,
       kThreePublicHeadingOver, kBehindTime, kAheadOfTime, kSuspectedThreePublic, kYearEndRush,
       kIndicatorNotReported, kTargetBehindTime, kTargetUnlikely});
}

}  // namespace
}  // namespace outturn::wire
