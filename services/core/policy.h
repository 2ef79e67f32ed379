// The rule set of a region and year; recorded in the book as an event. Fields mirror
// outturn.v1.Policy, where units and sources are told.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/core/ids.h"

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
  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace outturn::core
