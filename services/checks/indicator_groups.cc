// What tables of indicators say in their heads: the points of a group, and the money their
// indicators speak of.
#include <algorithm>
#include <optional>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

using figures::Decimals;
using figures::IsZero;

// "产出指标(50分)": 50. Names of levels are half-width.
std::optional<Exactly> PointsOf(const std::string& name) {
  const size_t open = name.rfind('(');
  if (open == std::string::npos || open == 0 || !name.ends_with(')')) return std::nullopt;
  const auto number =
      figures::ReadPrinted(std::string_view(name).substr(open + 1, name.size() - open - 2));
  if (!number || number->suffix != "分" || number->digits <= 0) return std::nullopt;
  return number->Exact();
}

// Rows of one name, one behind the other.
struct Group {
  std::string name;
  size_t first = 0;
  size_t end = 0;
};

std::vector<Group> GroupsOf(const IndicatorTable& table, std::string StatedIndicator::*level) {
  std::vector<Group> groups;
  for (size_t i = 0; i < table.indicators.size(); ++i) {
    const StatedIndicator& one = table.indicators[i];
    const bool goes_on =
        i > 0 && groups.back().name == one.*level &&
        (level == &StatedIndicator::level1 || table.indicators[i - 1].level1 == one.level1);
    if (!goes_on) groups.push_back({one.*level, i, i});
    groups.back().end = i + 1;
  }
  return groups;
}

// The weights of a group; nullopt where one cannot be read.
std::optional<Exactly> WeightsOf(const IndicatorTable& table, const Group& group,
                                 std::string* formula, std::vector<Compared>* rows) {
  Exactly sum;
  for (size_t i = group.first; i < group.end; ++i) {
    const StatedCell& weight = table.indicators[i].weight;
    if (!weight.number && !figures::IsBlank(weight.text)) return std::nullopt;
    if (!weight.number) continue;
    sum = sum + *weight.number;
    *formula += (formula->empty() ? "" : "+") + figures::AllDecimals(*weight.number);
    rows->push_back({table.indicators[i].name, weight.text, weight.place.where});
  }
  if (rows->empty()) return std::nullopt;
  return sum;
}

void CheckGroup(const IndicatorTable& table, const Group& group, std::vector<Finding>& findings) {
  const auto due = PointsOf(group.name);
  std::string formula;
  std::vector<Compared> rows;
  const auto sum = due ? WeightsOf(table, group, &formula, &rows) : std::nullopt;
  if (!sum || IsZero(*sum - *due)) return;
  if (table.partial && group.end == table.indicators.size() && (*due - *sum).numerator > 0) return;
  Finding finding = Blank("weights", Severity::kError);
  finding.scope = table.scope;
  finding.place = table.indicators[group.first].weight.place;
  finding.found = Decimals(*due);
  finding.expected = Decimals(*sum);
  finding.difference = Decimals(*due - *sum);
  finding.words = {
      "“" + group.name + "”下各行分值相加为 " + finding.expected + "（" + formula + "）",
      "the weights below \"" + group.name + "\" make " + finding.expected + " (" + formula + ")"};
  finding.compared = std::move(rows);
  findings.push_back(std::move(finding));
}

// ---- money

bool Says(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

std::optional<Exactly> InWan(const StatedCell& cell, bool bare) {
  if (!cell.number) return std::nullopt;
  if (cell.unit == "万元" || (bare && cell.unit.empty())) return cell.number;
  if (cell.unit == "元")
    return figures::Reduced(cell.number->numerator, cell.number->denominator * 10'000);
  return std::nullopt;
}

// "≤90 万元" of 89.974: as many decimals as it has.
bool Agrees(const StatedCell& cell, const Exactly& in_wan, const Exactly& money) {
  const size_t point = cell.text.find('.');
  const size_t digits =
      point == std::string::npos
          ? 0
          : std::min(cell.text.find_first_not_of("0123456789", point + 1), cell.text.size()) -
                point - 1;
  int64_t tenths = 2;
  for (size_t i = 0; i < std::min<size_t>(digits, 6); ++i) tenths *= 10;
  const bool yuan = cell.unit == "元";
  const Exactly half = yuan ? Exactly{1, 20'000} : Exactly{1, tenths};
  return NoMoreThan(Magnitude(in_wan - money), half);
}

struct Money {
  std::vector<const Stated*> budgets;
  const Stated* paid = nullptr;
};

Money MoneyOf(const Index& index, const IndicatorTable& table) {
  Money money;
  for (const char* figure : {"full_year_budget", "initial_budget"}) {
    const Stated* stated = index.Find(table.scope, figure, table.place.form, true);
    if (stated != nullptr && stated->value.numerator > 0) money.budgets.push_back(stated);
  }
  money.paid = index.Find(table.scope, "paid", table.place.form, true);
  if (money.paid != nullptr && money.paid->value.numerator <= 0) money.paid = nullptr;
  return money;
}

void Tell(const IndicatorTable& table, const StatedIndicator& one, const StatedCell& cell,
          const std::string& found, const Stated& due, std::vector<Finding>& findings) {
  Finding finding = Blank("same_figure", Severity::kWarning);
  finding.scope = table.scope;
  finding.place = cell.place;
  finding.found = found;
  finding.expected = Shown(due);
  finding.rounding = Rounding::kDoesNotExplain;
  finding.words = {
      "“" + one.name + "”为 " + found + "，而“" + due.label + "”为 " + Shown(due),
      "\"" + one.name + "\" is " + found + ", but \"" + due.label + "\" is " + Shown(due)};
  finding.compared = {{one.name, cell.text, cell.place.where}, AsCompared(due)};
  findings.push_back(std::move(finding));
}

// The target of a cost is the budget and its result what was paid: where one is, the other is to
// be, too.
struct Cost {
  const StatedIndicator* indicator = nullptr;
  Exactly target;
  Exactly actual;
};

std::vector<Cost> CostsOf(const IndicatorTable& table) {
  std::vector<Cost> costs;
  for (const StatedIndicator& one : table.indicators) {
    const bool whole =
        Says(one.name, {"总成本", "总投资", "资金金额", "资金总额", "项目成本", "投资额"});
    const bool cost = Says(one.level1 + one.level2, {"成本"});
    if (!whole && !cost) continue;
    const auto target = InWan(one.target, whole);
    const auto actual = InWan(one.actual, whole);
    if (target && actual) costs.push_back({&one, *target, *actual});
  }
  return costs;
}

void CheckOneCost(const IndicatorTable& table, const Cost& cost, const Money& money,
                  std::vector<Finding>& findings) {
  const StatedIndicator& one = *cost.indicator;
  const bool paid = Agrees(one.actual, cost.actual, money.paid->value);
  const auto planned = std::find_if(
      money.budgets.begin(), money.budgets.end(),
      [&](const Stated* budget) { return Agrees(one.target, cost.target, budget->value); });
  const bool more = std::all_of(
      money.budgets.begin(), money.budgets.end(),
      [&](const Stated* budget) { return (cost.target - budget->value).numerator > 0; });
  if (paid && planned == money.budgets.end() && more)
    Tell(table, one, one.target, one.target.text, *money.budgets.front(), findings);
  // Who writes down the target once more has not looked.
  if (!paid && planned != money.budgets.end() && !IsZero(cost.target - cost.actual))
    Tell(table, one, one.actual, one.actual.text, *money.paid, findings);
}

void CheckCosts(const Index& index, const IndicatorTable& table, std::vector<Finding>& findings) {
  const Money money = MoneyOf(index, table);
  if (money.paid == nullptr || money.budgets.empty()) return;
  const std::vector<Cost> costs = CostsOf(table);
  if (costs.size() == 1) return CheckOneCost(table, costs.front(), money, findings);
  Exactly target;
  Exactly actual;
  for (const Cost& cost : costs) {
    target = target + cost.target;
    actual = actual + cost.actual;
    // One that is the whole is no part of it.
    const bool whole =
        std::any_of(money.budgets.begin(), money.budgets.end(),
                    [&](const Stated* budget) { return IsZero(cost.target - budget->value); });
    if (whole) return CheckOneCost(table, cost, money, findings);
  }
  const bool planned =
      std::any_of(money.budgets.begin(), money.budgets.end(),
                  [&](const Stated* budget) { return IsZero(target - budget->value); });
  const bool paid = NoMoreThan(Magnitude(actual - money.paid->value), Exactly{1, 100});
  if (costs.empty() || !planned || paid || IsZero(target - actual)) return;
  const Cost& off = *std::max_element(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) {
    return (Magnitude(b.actual - b.target) - Magnitude(a.actual - a.target)).numerator > 0;
  });
  Tell(table, *off.indicator, off.indicator->actual,
       off.indicator->actual.text + "（各项成本共 " + Decimals(actual) + "）", *money.paid,
       findings);
}

// "预算执行率 … 80%" where the money was spent to the last.
void CheckExecutionResult(const Index& index, const IndicatorTable& table,
                          const StatedIndicator& one, std::vector<Finding>& findings) {
  const bool execution =
      Says(one.name, {"预算执行率", "资金执行率", "资金支出率"}) || one.name == "执行率";
  if (!execution || Says(one.name, {"采购", "结转", "非", "支付"})) return;
  if (!one.actual.number || one.actual.unit != "%") return;
  const Money money = MoneyOf(index, table);
  if (money.paid == nullptr || money.budgets.empty()) return;
  for (const Stated* budget : money.budgets) {
    const Exactly due = PercentOf(money.paid->value, budget->value);
    if (NoMoreThan(Magnitude(*one.actual.number - due), Exactly{1, 1})) return;
  }
  const Stated& budget = *money.budgets.front();
  Finding finding = Blank("same_figure", Severity::kWarning);
  finding.scope = table.scope;
  finding.place = one.actual.place;
  finding.found = one.actual.text;
  finding.expected = Decimals(PercentOf(money.paid->value, budget.value)) + "%";
  finding.rounding = Rounding::kDoesNotExplain;
  const std::string formula = money.paid->printed + " ÷ " + budget.printed;
  finding.words = {
      "“" + one.name + "”为 " + finding.found + "，而 " + formula + " = " + finding.expected,
      "\"" + one.name + "\" is " + finding.found + ", but " + formula + " = " + finding.expected};
  finding.compared = {{one.name, one.actual.text, one.actual.place.where},
                      AsCompared(*money.paid),
                      AsCompared(budget)};
  findings.push_back(std::move(finding));
}

// Where a level's name may have begun in another row, only one that alone is wrong is told.
void CheckLevel(const IndicatorTable& table, std::string StatedIndicator::*level,
                std::vector<Finding>& findings) {
  const std::vector<Group> groups = GroupsOf(table, level);
  const size_t told = findings.size();
  for (const Group& group : groups) CheckGroup(table, group, findings);
  const size_t wrong = findings.size() - told;
  if (!table.exact && (wrong > 1 || groups.size() < 3)) findings.resize(told);
}

}  // namespace

void CheckGroups(const Index& index, const IndicatorTable& table, std::vector<Finding>& findings) {
  CheckLevel(table, &StatedIndicator::level1, findings);
  CheckLevel(table, &StatedIndicator::level2, findings);
  CheckCosts(index, table, findings);
  for (const StatedIndicator& one : table.indicators)
    CheckExecutionResult(index, table, one, findings);
}

}  // namespace outturn::checks
