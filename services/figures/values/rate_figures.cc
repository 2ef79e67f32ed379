// Figures that are rates. Each says its denominator.
#include "services/figures/definitions.h"

namespace outturn::figures {
namespace {

Value TimeProgress(const Cut& cut, const Figure&) { return Ratio{MonthsElapsed(cut), 12}; }

// paid ÷ budget − months ÷ 12, as one fraction.
Value AheadOfTime(const Cut& cut, const Figure& figure) {
  const Wide paid = Money(cut, "paid", figure.selector).count();
  const Wide budget = Money(cut, "full_year_budget", figure.selector).count();
  if (budget == 0) return NoValue{Absence::kDenominatorZero};
  const Wide gap = 12 * paid - MonthsElapsed(cut) * budget;
  const Value ratio = RatioOf(static_cast<int64_t>(gap), static_cast<int64_t>(12 * budget));
  if (const auto* parts = std::get_if<Ratio>(&ratio)) return RateGap{*parts};
  return ratio;
}

Value ThreePublicChange(const Cut& cut, const Figure& figure) {
  const bool on_budgets = cut.policy.three_public_change == core::ComparisonBasis::kOnBudgets;
  const std::string_view measure = on_budgets ? "initial_budget" : "paid";
  const Value last = PriorYear(cut, measure, figure.selector);
  const auto* before = std::get_if<core::Fen>(&last);
  if (before == nullptr) return last;
  const auto change = Minus(Money(cut, measure, figure.selector).count(), before->count());
  if (!change) return NoValue{Absence::kTooLarge};
  return RatioOf(*change, before->count());
}

Definition Rate(std::string_view name, std::string_view zh, std::string_view en,
                std::string_view definition_zh, std::string_view definition_en,
                std::string_view source, Takes takes, std::vector<Part> numerator,
                std::vector<Part> denominator) {
  return {.name = name,
          .zh = zh,
          .en = en,
          .definition_zh = definition_zh,
          .definition_en = definition_en,
          .unit = "ratio",
          .source = source,
          .takes = takes,
          .terms = {},
          .numerator = std::move(numerator),
          .denominator = std::move(denominator)};
}

std::vector<Definition> BudgetRates() {
  const Part initial{"initial_budget", 1};
  const Part full_year{"full_year_budget", 1};
  const Part paid{"paid", 1};
  return {
      Rate("execution_rate", "预算执行率", "execution rate", "全年执行数 ÷ 全年预算数（调整后）",
           "paid ÷ full-year budget (after adjustments)", "F01", Takes::kSelector, {paid},
           {full_year}),
      Rate("execution_rate_on_initial", "执行数占年初预算", "execution rate on the initial budget",
           "全年执行数 ÷ 年初预算数", "paid ÷ initial budget", "F27", Takes::kSelector, {paid},
           {initial}),
      Rate("received_rate", "资金到位率", "rate of funds received", "到位资金 ÷ 全年预算数",
           "funds received ÷ full-year budget", "F15", Takes::kLineSelector, {{"received", 1}},
           {full_year}),
      Rate(
          "budget_completion_rate", "预算完成率", "budget completion rate",
          "（上年结转 + 年初预算 + 本年追加 − 年末结余）÷（上年结转 + 年初预算 + 本年追加）",
          "(carry-over + initial + supplements − remaining) ÷ (carry-over + initial + supplements)",
          "F02", Takes::kSelector,
          {{"carry_in", 1}, initial, {"supplements", 1}, {"remaining", -1}},
          {{"carry_in", 1}, initial, {"supplements", 1}}),
      Rate("budget_control_rate", "预算控制率", "budget control rate", "本年追加预算 ÷ 年初预算数",
           "supplements ÷ initial budget", "F03", Takes::kSelector, {{"supplements", 1}},
           {initial}),
      Rate("adjustment_rate", "预算调整率", "adjustment rate",
           "预算调整总额 ÷ 年初预算数；总额为绝对数之和，不含政策、不可抗力、上级交办",
           "gross adjustments ÷ initial budget; without state policy, force majeure, superiors' "
           "tasks",
           "F04", Takes::kNothing, {{"adjusted_gross", 1}}, {initial}),
      Rate("carry_over_rate", "结转结余率", "carry-over rate", "结余 ÷ 全年预算数",
           "remaining ÷ full-year budget", "F10", Takes::kSelector, {{"remaining", 1}},
           {full_year}),
      Rate("three_public_control_rate", "三公经费控制率", "three-public control rate",
           "三公经费执行数 ÷ 三公经费年初预算数",
           "three-public expenses paid ÷ their initial budget", "F07", Takes::kThreePublic, {paid},
           {initial}),
      Rate("public_expense_control_rate", "公用经费控制率", "public expense control rate",
           "公用经费执行数 ÷ 公用经费年初预算数", "public expenses paid ÷ their initial budget",
           "F08", Takes::kNothing, {{"paid(category=public)", 1}},
           {{"initial_budget(category=public)", 1}}),
      Rate("procurement_rate", "政府采购执行率", "procurement rate",
           "政府采购实际数 ÷ 政府采购预算数", "procurement, actual ÷ procurement budget", "F09",
           Takes::kSelector, {{"procurement_actual", 1}}, {{"procurement_budget", 1}}),
  };
}

}  // namespace

int MonthsElapsed(const Cut& cut) {
  if (cut.as_of < core::Day::FirstOf(cut.ledger.id.year)) return 0;
  if (cut.as_of > core::Day::LastOf(cut.ledger.id.year)) return 12;
  return static_cast<int>(cut.as_of.month());
}

std::vector<Definition> RateDefinitions() {
  std::vector<Definition> rates = BudgetRates();
  rates.push_back(
      Derived("three_public_change_rate", "三公经费变动率", "three-public change rate",
              "（本年 − 上年）÷ 上年；按政策比较年初预算数或执行数",
              "(this year − last year) ÷ last year; initial budgets or amounts paid, as "
              "the policy says",
              "ratio", "F06", Takes::kThreePublic, ThreePublicChange));
  rates.push_back(Derived("time_progress", "序时进度", "time progress", "截止日所在月份 ÷ 12",
                          "month of the cut ÷ 12", "ratio", "F13", Takes::kNothing, TimeProgress));
  rates.push_back(Derived("ahead_of_time", "超（短）序时进度", "ahead of time",
                          "预算执行率（分母为全年预算数）− 序时进度，百分点；负数为短",
                          "execution rate (on the full-year budget) − time progress, in percentage "
                          "points; negative when behind",
                          "rate_gap", "F14", Takes::kSelector, AheadOfTime));
  return rates;
}

}  // namespace outturn::figures
