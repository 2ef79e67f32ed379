// Amounts a sentence tells, each by its part in it. For this folder.
#pragma once

#include <string>
#include <vector>

#include "services/document/quantity.h"

namespace outturn::document {

enum class Part : uint8_t {
  kLevel,   // "一般公共预算收入完成 810 万元"
  kPrior,   // "比上年 750 万元", "(上年为 750 万元)"
  kPlan,    // "完成预算 800 万元的", "比预算数 800 万元"
  kChange,  // "增收 60 万元"
  kGrowth,  // "增长 8%"
  kRate,    // the percentage right behind a plan and 的
  kShare,   // "占一般公共预算收入的 60%"
  kOther    // what is left alone: averages, "同口径增长"
};

struct Told {
  Quantity number;
  Part part = Part::kOther;
  std::string name;  // of a level: "一般公共预算收入", "上解支出"; of a share: its whole
  std::string clause;   // the words since the last mark
  bool down = false;    // of a change: it is one for the worse
  bool listed = false;  // stands behind "其中" of its sentence
  bool added = false;   // "加上" stands before it, or before one it goes on from
};

// All money and percentages of a paragraph, in order.
[[nodiscard]] std::vector<Told> ToldIn(const std::string& bare, const Place& place,
                                       const Labels& labels);

// "(一)全县一般公共预算收入完成" → "全县一般公共预算收入".
[[nodiscard]] std::string NameOfAmount(const std::string& words);
// Without what says whose it is: "全县一般公共预算收入" → "一般公共预算收入".
[[nodiscard]] std::string WithoutOwner(std::string name);
// Behind the last of the marks.
[[nodiscard]] std::string LastClause(const std::string& words);

}  // namespace outturn::document
