// The rule set of a region and year; recorded in the book as an event. Fields mirror
// outturn.v1.Policy, where units and sources are told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/ids.h"
#include "services/core/money.h"

namespace outturn::core {

enum class ControlMode : uint8_t { kForbid = 1, kIntercept, kWarn, kRecordOnly };
enum class ControlLevel : uint8_t { kByLine = 1, kByLineAndClass };
enum class EqualRule : uint8_t { kSmallerOverLarger = 1, kAllOrNothing };
enum class ComparisonBasis : uint8_t { kOnBudgets = 1, kOnOutturns };
enum class ProcurementBasis : uint8_t { kByPayment = 1, kByContract };

struct QualitativeBand {
  std::string code;
  std::string zh;
  std::string en;
  int from_percent = 0;  // included
  int to_percent = 0;    // included
  friend bool operator==(const QualitativeBand&, const QualitativeBand&) = default;
};

struct Grade {
  std::string zh;
  std::string en;
  int from_points = 0;  // whole points, included
  friend bool operator==(const Grade&, const Grade&) = default;
};

enum class WarningLevel : uint8_t { kYellow = 1, kOrange, kRed, kGrey, kBlue };
enum class WarningControl : uint8_t { kNotify = 1, kNotifyWithAttachment, kHold, kBan, kLog };
enum class WarningTest : uint8_t {
  kNoBudgetSpending = 1,
  kOverBudgetSpending,
  kThreePublicOverBudget,
  kThreePublicOverLastYear,
  kThreePublicHeadingOver,
  kBehindTime,
  kAheadOfTime,
  kSuspectedThreePublic,
  kYearEndRush,
  kIndicatorNotReported,
  kTargetBehindTime,
  kTargetUnlikely
};
enum class WarningScope : uint8_t { kNone, kWholeLedger, kEachCategory, kEachProject, kEachLine };

struct WarningRule {
  std::string id;  // unique in the policy
  std::string zh;
  std::string en;
  WarningTest test = WarningTest::kNoBudgetSpending;
  WarningScope scope = WarningScope::kNone;
  int threshold = 0;  // hundredths of a point or of a percent
  Fen least;          // smaller budgets (of payments: smaller amounts) are not looked at
  WarningLevel level = WarningLevel::kYellow;
  WarningControl control = WarningControl::kNotify;
  int from_month = 0;  // 0: from January
  int to_month = 0;    // 0: to December
  int months = 0;      // without a report; 0: since January
  std::vector<std::string> words;
  friend bool operator==(const WarningRule&, const WarningRule&) = default;
};

struct Policy {
  PolicyRef ref;
  std::string zh;
  std::string en;
  std::string source;

  ControlLevel control_level = ControlLevel::kByLine;
  ControlMode over_budget = ControlMode::kForbid;
  ControlMode over_three_public = ControlMode::kForbid;
  bool targets_before_money = false;
  uint32_t backdating_days = 0;  // 0: any day of the year
  std::vector<std::string> allowed_after_close;

  int execution_points = 1000;  // hundredths of a point
  int execution_reason_below_percent = 90;
  int total_points = 10000;  // hundredths of a point
  std::vector<QualitativeBand> bands;
  int over_completion_percent = 0;  // 0: never asks
  EqualRule equal_rule = EqualRule::kSmallerOverLarger;
  int score_decimals = 2;
  std::vector<Grade> grades;
  ComparisonBasis three_public_change = ComparisonBasis::kOnBudgets;
  ProcurementBasis procurement = ProcurementBasis::kByPayment;
  std::vector<WarningRule> warning_rules;  // of one test, the milder first

  // nullptr when the policy has none of that id.
  [[nodiscard]] const WarningRule* FindWarningRule(std::string_view id) const;
  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace outturn::core
