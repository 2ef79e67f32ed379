#include "services/figures/explain_check.h"

#include <algorithm>
#include <array>

#include "services/figures/catalogue.h"
#include "services/figures/name.h"
#include "services/figures/reconcile.h"

namespace outturn::figures {
namespace {

struct Check {
  std::string_view id;
  const char* zh;
  const char* en;
};

// Every id that CheckDeclared's findings carry, and what the check asks.
constexpr auto kChecks = std::to_array<Check>({
    {"blank", "应填的栏目没有留空", "no cell that is due is blank"},
    {"change", "年初到全年的变动等于各部分变动之和",
     "the change from initial to full-year budget is that of its parts"},
    {"coverage", "所列项目涵盖项目支出", "the projects listed cover project spending"},
    {"full_is_paid", "全年预算数不都等于执行数", "budgets are not all equal to what was paid"},
    {"initial_is_final", "年初预算数不都等于决算数",
     "initial budgets are not all equal to what was paid"},
    {"over_completion", "完成值没有远超指标值", "results are not far above their targets"},
    {"rate", "比率等于印出的分子除以分母", "a rate is its printed numerator ÷ its denominator"},
    {"reference", "所引的数与所引之处一致", "a number quoted is the number where it stands"},
    {"repeated", "同一个数各处一致", "one number is the same wherever it stands"},
    {"statements", "各处的陈述不相矛盾", "statements do not contradict each other"},
    {"sum", "合计等于各部分之和", "a total is the sum of its parts"},
    {"text_against_table", "文字与表一致", "the text agrees with the table"},
    {"unit", "数与单位相符", "a number fits its unit"},
    {"weights", "分值合计为满分", "weights add up to the total"},
});

Step StepOf(const Finding& finding, const std::string& figure, Language language) {
  const bool zh = language == Language::kChinese;
  Step step;
  step.figure = figure;
  step.called = finding.place;
  step.value = Text{finding.found, ""};
  step.definition = finding.words.In(language);
  if (!finding.expected.empty()) {
    step.formula = (zh ? "填报 " : "printed ") + finding.found + (zh ? "，应为 " : ", expected ") +
                   finding.expected;
    if (!finding.difference.empty()) {
      step.formula += (zh ? "，相差 " : ", difference ") + finding.difference;
    }
  }
  return step;
}

// The declarations in force, one of each form.
FromRecords Declarations(const Cut& cut) {
  std::vector<std::pair<std::string, core::Position>> last;
  for (const auto& [day, position, declaration] : cut.ledger.declarations.entries()) {
    if (day > cut.as_of) break;
    const auto same = std::find_if(last.begin(), last.end(), [&form = declaration.form](auto& one) {
      return one.first == form;
    });
    if (same != last.end()) last.erase(same);
    last.emplace_back(declaration.form, position);
  }
  FromRecords from;
  for (const auto& [form, position] : last) from.records.emplace_back(position, std::nullopt);
  return from;
}

Problem UnknownCheck(const std::string& asked) {
  std::vector<std::string> known;
  std::string all;
  for (const Check& check : kChecks) {
    known.emplace_back(check.id);
    all += (all.empty() ? "" : ", ") + std::string(check.id);
  }
  return {{"没有名为“" + Shown(asked) + "”的核对，现有：" + all,
           "there is no check \"" + Shown(asked) + "\"; there are: " + all},
          Nearest(asked, known)};
}

}  // namespace

std::optional<Fallible<Explanation>> ExplainCheck(const Cut& cut, std::string_view name,
                                                  Language language) {
  const auto written = TakeApart(name);
  if (!written || written->measure != "check" || written->arguments.size() != 1 ||
      !written->arguments[0].key.empty()) {
    return std::nullopt;
  }
  const std::string& id = written->arguments[0].value;
  const auto check =
      std::find_if(kChecks.begin(), kChecks.end(), [&](const Check& one) { return one.id == id; });
  if (check == kChecks.end()) return UnknownCheck(id);
  Explanation explanation;
  Step& root = explanation.root;
  root.figure = "check(" + id + ")";
  root.called = language == Language::kChinese ? check->zh : check->en;
  int64_t found = 0;
  for (const Finding& finding : CheckDeclared(cut)) {
    if (finding.check != id) continue;
    root.parts.push_back(StepOf(finding, root.figure + " #" + std::to_string(++found), language));
  }
  root.value = Count{found};
  root.definition = language == Language::kChinese
                        ? "填报数之间的核对；数值为发现的处数"
                        : "between declared cells; the value counts the findings";
  root.basis = 0;
  explanation.bases.push_back({root.figure, root.called, cut.ledger.id, cut.as_of, root.value,
                               std::nullopt, Declarations(cut)});
  return explanation;
}

}  // namespace outturn::figures
