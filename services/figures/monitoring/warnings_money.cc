// Warnings of budgets and of time progress.
#include <map>

#include "services/figures/definitions.h"
#include "services/figures/monitoring/warning_tests.h"
#include "services/figures/name.h"
#include "services/figures/public/classified.h"

namespace outturn::figures {
namespace {

using core::Fen;
using core::WarningScope;
using core::WarningTest;

constexpr int64_t kWhole = 10'000;  // a threshold that is all: hundredths of a percent

std::vector<LedgerPart> Categories() {
  const auto category = [](CategoryScope scope, const char* zh, const char* en) {
    LedgerPart part{.selector = {}, .name = {zh, en}};
    part.selector.category = scope;
    return part;
  };
  return {category(CategoryScope::kPersonnel, "人员经费", "personnel"),
          category(CategoryScope::kPublic, "公用经费", "public expenses"),
          category(CategoryScope::kProject, "项目支出", "project expenditure")};
}

std::vector<LedgerPart> Projects(const Cut& cut) {
  std::map<std::string, LedgerPart> projects;
  for (const auto& [code, line] : cut.ledger.lines) {
    const core::LineOpened& facts = line.facts;
    if (facts.project.empty() || line.opened_on > cut.as_of) continue;
    LedgerPart& part = projects[facts.project];
    part.selector.project = facts.project;
    part.name = {facts.project_name, facts.project_name};
    part.classified = part.classified || facts.classified;
  }
  std::vector<LedgerPart> parts;
  for (auto& [code, part] : projects) parts.push_back(std::move(part));
  return parts;
}

std::vector<LedgerPart> Lines(const Cut& cut) {
  std::vector<LedgerPart> parts;
  for (const auto& [code, line] : cut.ledger.lines) {
    if (line.opened_on > cut.as_of) continue;
    LedgerPart part;
    part.selector.line = code;
    part.name = {line.facts.name, line.facts.name};
    part.classified = line.facts.classified || IsClassifiedProject(cut, line.facts.project);
    parts.push_back(std::move(part));
  }
  return parts;
}

struct Amounts {
  Fen budget;
  Fen paid;
  Fen committed;
};

Words WithoutBudget(const Amounts& amounts) {
  const Words taken = Yuan(amounts.paid + amounts.committed);
  return {"没有预算，已支付和占用 " + taken.zh, "has no budget; paid and committed: " + taken.en};
}

Words OverBudget(const Amounts& amounts) {
  const Fen taken = amounts.paid + amounts.committed;
  const Words over = Yuan(taken - amounts.budget);
  return {"支付和占用 " + Yuan(taken).zh + "，超过全年预算 " + Yuan(amounts.budget).zh + " 达 " +
              over.zh,
          "paid and committed " + Yuan(taken).en + ", over the full-year budget of " +
              Yuan(amounts.budget).en + " by " + over.en};
}

// The gap to time progress in twelfths of the budget; negative: behind.
Wide Gap(const Cut& cut, const Amounts& amounts) {
  return static_cast<Wide>(amounts.paid.count()) * 12 -
         static_cast<Wide>(amounts.budget.count()) * MonthsElapsed(cut);
}

Words OffTime(const Asking& asking, const LedgerPart& part, bool behind) {
  // Which way it is off stands in the word before, not in a sign.
  const auto print = [&](std::string_view measure, Language language) {
    const std::string text =
        Print(Number(asking.cut, measure, part.selector).second, MoneyUnit::kYuan, language);
    return text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  };
  const auto say = [&](Language language, const char* rate, const char* time, const char* off,
                       const char* points, const char* limit) {
    return rate + print("execution_rate", language) + time + print("time_progress", language) +
           off + print("ahead_of_time", language) + points + print("ahead_amount", language) +
           limit;
  };
  const std::string limit = Hundredths(asking.rule.threshold);
  return {say(Language::kChinese, "执行率 ", "，序时进度 ", behind ? "，短序时 " : "，超序时 ",
              " 个百分点（", " 元）") +
              "，界限 " + limit + " 个百分点",
          say(Language::kEnglish, "execution rate ", ", time progress ",
              behind ? ", behind by " : ", ahead by ", " points (", " yuan)") +
              "; the limit is " + limit + " points"};
}

core::Day FirstOfMonth(const Cut& cut) {
  return *core::Day::Of(cut.as_of.year(), cut.as_of.month(), 1);
}

// Paid in the month of the cut.
Fen PaidThisMonth(const Cut& cut, const Selector& selector) {
  const Cut before{cut.book, cut.ledger, cut.policy, FirstOfMonth(cut).Plus(-1)};
  return Money(cut, "paid", selector) - Money(before, "paid", selector);
}

bool Reaches(Wide part, Wide whole, int threshold) { return part * kWhole >= whole * threshold; }

std::optional<RaisedWarning> AskPart(const Asking& asking, const LedgerPart& part) {
  const Cut& cut = asking.cut;
  const core::WarningRule& rule = asking.rule;
  const Amounts amounts{Money(cut, "full_year_budget", part.selector),
                        Money(cut, "paid", part.selector), Money(cut, "committed", part.selector)};
  const bool none = amounts.budget <= Fen();
  const Fen taken = amounts.paid + amounts.committed;
  if (rule.test == WarningTest::kNoBudgetSpending) {
    if (!none || taken <= Fen()) return std::nullopt;
    return Raise(asking, part, {"full_year_budget", "paid", "committed"}, WithoutBudget(amounts),
                 {.amount = taken.count()});
  }
  if (none || amounts.budget < rule.least) return std::nullopt;
  if (rule.test == WarningTest::kOverBudgetSpending) {
    if (taken <= amounts.budget) return std::nullopt;
    return Raise(asking, part, {"full_year_budget", "paid", "committed"}, OverBudget(amounts),
                 {.amount = (taken - amounts.budget).count()});
  }
  if (rule.test == WarningTest::kYearEndRush) {
    const Fen rush = PaidThisMonth(cut, part.selector);
    if (!Reaches(rush.count(), amounts.budget.count(), rule.threshold) || rush <= Fen()) {
      return std::nullopt;
    }
    const std::string share = Print(RatioOf(rush.count(), amounts.budget.count()));
    const std::string month = std::to_string(cut.as_of.month());
    RaisedWarning warning =
        Raise(asking, part, {"full_year_budget", "paid"},
              {month + " 月支付 " + Yuan(rush).zh + "，占全年预算 " + share + "，界限 " +
                   Hundredths(rule.threshold) + "%",
               "paid in month " + month + ": " + Yuan(rush).en + ", " + share +
                   " of the full-year budget; the limit is " + Hundredths(rule.threshold) + "%"},
              {.cause = month, .amount = rush.count()});
    warning.since = FirstOfMonth(cut);
    return warning;
  }
  const bool behind = rule.test == WarningTest::kBehindTime;
  const Wide gap = behind ? -Gap(cut, amounts) : Gap(cut, amounts);
  if (gap <= 0 || !Reaches(gap, static_cast<Wide>(amounts.budget.count()) * 12, rule.threshold)) {
    return std::nullopt;
  }
  return Raise(asking, part,
               {"full_year_budget", "paid", "execution_rate", "ahead_of_time", "ahead_amount"},
               OffTime(asking, part, behind),
               {.amount = gap * kWhole / (static_cast<Wide>(amounts.budget.count()) * 12),
                .step = kPointsToGrow});
}

}  // namespace

std::vector<LedgerPart> PartsOf(const Cut& cut, WarningScope scope) {
  switch (scope) {
    case WarningScope::kNone:
      return {};
    case WarningScope::kWholeLedger: {
      const std::string& unit = cut.ledger.opened.unit_name;
      return {{.selector = {}, .name = {unit, unit}}};
    }
    case WarningScope::kEachCategory:
      return Categories();
    case WarningScope::kEachProject:
      return Projects(cut);
    case WarningScope::kEachLine:
      return Lines(cut);
  }
  return {};
}

std::pair<Figure, Value> Number(const Cut& cut, std::string_view measure,
                                const Selector& selector) {
  const Definition* definition = FindDefinition(measure);
  OUTTURN_CHECK(definition != nullptr);
  Figure figure{.definition = definition, .selector = {}, .code = "", .cell = ""};
  if (definition->takes != Takes::kNothing) figure.selector = selector;
  Value value = Evaluate(cut, figure);
  return {std::move(figure), std::move(value)};
}

std::pair<Figure, Value> Number(const Cut& cut, std::string_view measure, const std::string& code) {
  const Definition* definition = FindDefinition(measure);
  OUTTURN_CHECK(definition != nullptr);
  Figure figure{.definition = definition, .selector = {}, .code = code, .cell = ""};
  Value value = Evaluate(cut, figure);
  return {std::move(figure), std::move(value)};
}

RaisedWarning Raise(const Asking& asking, const LedgerPart& part,
                    const std::vector<std::string_view>& measures, Words words,
                    RaisedWarning::Extent extent) {
  RaisedWarning warning;
  warning.rule = &asking.rule;
  // "x(project=ZX01)" without what stands around it.
  const std::string name = PutTogether("x", part.selector.Arguments());
  if (name.size() > 3) warning.subject = name.substr(2, name.size() - 3);
  warning.name = part.name;
  warning.words = std::move(words);
  warning.classified = part.classified;
  for (const std::string_view measure : measures) {
    warning.numbers.push_back(Number(asking.cut, measure, part.selector));
    if (measure == "paid" || measure == "committed")
      warning.sums.push_back(warning.numbers.back().first);
  }
  warning.extent = std::move(extent);
  return warning;
}

Words Yuan(Fen amount) {
  const std::string yuan = core::FormatYuan(amount);
  return {yuan + " 元", yuan + " yuan"};
}

std::string Hundredths(int hundredths) {
  std::string text = WithDecimals(hundredths, 2);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

RaisedWarnings MoneyWarnings(const Asking& asking) {
  RaisedWarnings warnings;
  for (const LedgerPart& part : PartsOf(asking.cut, asking.rule.scope)) {
    if (auto warning = AskPart(asking, part)) warnings.push_back(*std::move(warning));
  }
  return warnings;
}

}  // namespace outturn::figures
