#include "services/checks/check.h"

#include <algorithm>
#include <map>

#include "services/checks/index.h"

namespace outturn::checks {
namespace {

std::string_view Bare(std::string_view difference) {
  if (difference.starts_with('-')) difference.remove_prefix(1);
  return difference;
}

// Whether one number, no zero, stands in both, and may be the wrong one.
bool ShareANumber(const Finding& a, const Finding& b, const std::set<Printed>& right) {
  for (const Compared& one : a.compared) {
    if (one.value.find_first_of("123456789") == std::string::npos) continue;
    if (right.contains({one.value, one.where.zh})) continue;
    for (const Compared& other : b.compared) {
      if (one.value == other.value && one.where == other.where) return true;
    }
  }
  return false;
}

// A form that has a total of nothing and parts of something is wrong once, whatever the columns.
bool ShareANothing(const Finding& a, const Finding& b) {
  const auto nothing = [](const Compared& one) -> std::string {
    const bool zero = one.value.find_first_of("123456789") == std::string::npos &&
                      one.value.find('0') != std::string::npos;
    const std::string name = one.label.substr(0, one.label.find('/'));
    return zero && name.find("资金总额") != std::string::npos ? name : "";
  };
  for (const Compared& one : a.compared) {
    const std::string name = nothing(one);
    if (name.empty()) continue;
    for (const Compared& other : b.compared) {
      if (nothing(other) == name) return true;
    }
  }
  return false;
}

// A finding whose difference and figure are another's says the same once more. One wrong number
// breaks every sum and rate it stands in: errors that share a number are told together.
bool SameCause(const Finding& cause, const Finding& other, const std::set<Printed>& right) {
  if (cause.scope != other.scope && !cause.scope.empty() && !other.scope.empty()) return false;
  const bool as_much =
      !cause.difference.empty() && Bare(cause.difference) == Bare(other.difference);
  // A full score for what was not met is nobody's arithmetic.
  const bool errors = cause.severity == Severity::kError && other.check != "unmet_full_score" &&
                      (other.severity == Severity::kError || other.check == "reason_due");
  if (errors && ShareANothing(cause, other)) return true;
  return (as_much || errors) && ShareANumber(cause, other, right);
}

// Moves what follows from a cause below it. Sums come before changes, changes before the rest.
void Gather(std::vector<Finding>& findings, const std::set<Printed>& right) {
  for (size_t i = 0; i < findings.size(); ++i) {
    for (size_t j = i + 1; j < findings.size();) {
      if (findings[i].severity == Severity::kInfo || !SameCause(findings[i], findings[j], right)) {
        ++j;
        continue;
      }
      if (findings[j].severity < findings[i].severity) std::swap(findings[i], findings[j]);
      // What only looked like a slip was told by a rule that knows what it is about.
      const bool twice =
          findings[j].check == "listed_sum" ||
          (findings[j].check == "part_within_whole" && findings[i].check.ends_with("_within"));
      if (!twice) findings[i].also.push_back(std::move(findings[j]));
      findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

std::vector<const Stated*> Untied(Index& index) {
  TouchRelated(index);
  std::vector<const Stated*> untied;
  for (const Stated& stated : index.filing().stated) {
    const bool text = stated.place.form == "正文";  // tables are summed up where they are read
    if (text && !index.Touched(stated)) untied.push_back(&stated);
  }
  return untied;
}

}  // namespace

namespace {

// Those that are no data.
const std::vector<CheckAbout> kBuilt = {
    {"full_is_paid",
     Severity::kWarning,
     {"全年预算数恰等于执行数，执行率失去意义", "the full-year budget is exactly what was paid"}},
    {"same_figure",
     Severity::kError,
     {"同一个数前后（文字与表、表与表）一致", "one figure is the same wherever it stands"}},
    {"share", Severity::kError, {"占比 = 部分 ÷ 整体", "a share is part ÷ whole"}},
    {"growth", Severity::kError, {"增减幅 = 增减额 ÷ 上年数", "growth is change ÷ last year"}},
    {"difference",
     Severity::kError,
     {"增减额 = 两数之差", "an increase or decrease is the difference of the two"}},
    {"part_within_whole",
     Severity::kError,
     {"部分不多于总数，没有团组、批次的没有人次", "no part is more than its whole"}},
    {"zero_base",
     Severity::kWarning,
     {"上年为 0 的没有增减幅", "of nothing there is no rate of growth"}},
    {"direction",
     Severity::kError,
     {"“决算数小于（大于、等于）预算数”与两数相符", "what is said to be more is more"}},
    {"unit_left_out", Severity::kInfo, {"数后写全单位、百分号", "numbers have their units"}},
    {"name_differs",
     Severity::kWarning,
     {"文字中的科目名称与表一致", "functional items are called as in the tables"}},
    {"wording",
     Severity::kInfo,
     {"范本中两选一的词没有都留下", "of a form's alternatives one is left"}},
    {"average",
     Severity::kWarning,
     {"人均等于总额除以人数，户均、亩均同", "an average is the total by the number of heads"}},
    {"listed_sum",
     Severity::kWarning,
     {"“其中”各项相加等于总数：所列名称说明已列全的，和只差一处笔误的",
      "parts make the whole: where their names say that they are all, or but for a slip of the "
      "pen"}},
    {"named_count",
     Severity::kWarning,
     {"个数与按名称列出的一致", "as many are named as are told"}},
    {"table_sum", Severity::kError, {"合计 = 各行或各列之和", "a total is the sum of its rows"}},
    {"blank_row", Severity::kWarning, {"应填的行已填", "compulsory rows are filled in"}},
    {"initial_is_final",
     Severity::kWarning,
     {"各项目预算数并非都等于决算数", "not every project's budget equals its outturn"}},
    {"projects_cover_total",
     Severity::kWarning,
     {"所列项目合计等于项目支出", "the projects listed make the project expenditure"}},
    {"weights", Severity::kError, {"分值合计为 100", "the weights make 100"}},
    {"scores", Severity::kError, {"总分 = 各行得分之和", "the total is the sum of the scores"}},
    {"second_table", Severity::kError, {"总分之后没有别的指标", "no indicators behind the total"}},
    {"over_completion",
     Severity::kWarning,
     {"超额过多的说明原因", "far more than the target asks for a reason"}},
    {"score_within_weight", Severity::kError, {"得分不高于分值", "no score above its weight"}},
    {"reason_due", Severity::kWarning, {"扣分的说明原因", "lost points ask for a reason"}},
    {"unmet_full_score",
     Severity::kError,
     {"未达到指标值的不得满分", "no full score for a target that was not met"}},
    {"result_due", Severity::kWarning, {"有完成值，应为数字的是数字", "there is a result"}},
    {"execution_score", Severity::kError, {"执行率得分 = 分值 × 执行率", "weight × rate"}},
    {"text_against_table", Severity::kError, {"文字与表一致", "the text fits the table"}},
    {"statements", Severity::kError, {"文字不自相矛盾", "the text does not contradict itself"}},
    {"no_such_indicator",
     Severity::kWarning,
     {"文中所说的指标在表里", "an indicator the text speaks of is in the table"}},
    {"reference", Severity::kWarning, {"所指的附件在文中", "annexes referred to are there"}},
    {"grade", Severity::kError, {"等级与得分相符", "the grade fits the score"}},
    {"ledger", Severity::kError, {"印出的数 = 账上数", "what is printed is what the events say"}},
};

}  // namespace

const std::vector<CheckAbout>& BuiltChecks() { return kBuilt; }

std::vector<CheckAbout> Catalogue(const Rules& rules) {
  std::vector<CheckAbout> catalogue;
  for (const auto& rule : rules.sums) catalogue.push_back({rule.id, rule.severity, rule.words});
  for (const auto& rule : rules.changes) catalogue.push_back({rule.id, rule.severity, rule.words});
  for (const auto& rule : rules.rates) catalogue.push_back({rule.id, rule.severity, rule.words});
  for (const auto& rule : rules.at_most) catalogue.push_back({rule.id, rule.severity, rule.words});
  catalogue.insert(catalogue.end(), BuiltChecks().begin(), BuiltChecks().end());
  return catalogue;
}

Checked CheckAll(const Filing& filing, const Rules& rules) {
  Index index(filing);
  Checked checked;
  std::vector<Finding>& findings = checked.findings;
  CheckSame(index, findings);
  CheckSums(index, rules, findings);
  CheckChanges(index, rules, findings);
  CheckRates(index, rules, findings);
  CheckAtMost(index, rules, findings);
  CheckRelations(index, findings);
  checked.untied = Untied(index);
  CheckRows(index, rules, findings);
  CheckIndicators(index, rules, findings);
  CheckClaims(index, rules, findings);
  Gather(findings, BorneOut(index));
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    if (a.severity != b.severity) return a.severity < b.severity;
    return a.place.order < b.place.order;
  });
  return checked;
}

std::vector<Finding> Check(const Filing& filing, const Rules& rules) {
  return CheckAll(filing, rules).findings;
}

std::string_view Name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "";
}

}  // namespace outturn::checks
