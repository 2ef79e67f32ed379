#include "services/checks/ledger.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/checks/declared.h"
#include "services/checks/index.h"
#include "services/figures/forms/reconcile.h"
#include "services/figures/monitoring/monitoring.h"
#include "services/figures/public/classified.h"
#include "services/figures/values/scoring.h"

namespace outturn::checks {
namespace {

using core::Fen;
using figures::Cut;
using figures::Figure;
using figures::Value;

Finding About(const char* check, Severity severity, std::string place, Words words) {
  Finding finding = Blank(check, severity);
  finding.place.form = std::move(place);
  finding.words = std::move(words);
  return finding;
}

Value ValueOf(const Cut& cut, const std::string& name) {
  const auto figure = figures::ParseFigure(name);
  return figure ? figures::Evaluate(cut, *figure) : Value(figures::NoValue{});
}

std::optional<int64_t> FenOf(const Cut& cut, const std::string& name) {
  const Value value = ValueOf(cut, name);
  const auto* fen = std::get_if<Fen>(&value);
  if (fen == nullptr) return std::nullopt;
  return fen->count();
}

std::string Yuan(int64_t fen) { return figures::WithDecimals(fen, 2); }

// A figure as the ledger of the cut has it, beside the others of a finding.
Compared Derived(const Cut& cut, const std::string& name) {
  const Value value = ValueOf(cut, name);
  const auto* fen = std::get_if<Fen>(&value);
  const std::string ledger = cut.ledger.id.ToString();
  return {name,
          fen == nullptr ? figures::Print(value) : Yuan(fen->count()) + "元",
          {"账套 " + ledger, "ledger " + ledger}};
}

// What the events make is exact: rounding explains no difference between amounts of theirs.
void Exact(Finding& finding, std::vector<Compared> compared) {
  finding.rounding = Rounding::kDoesNotExplain;
  finding.compared = std::move(compared);
}

// ---- what was declared

// Cells left blank though the events have a number are one finding.
void NoteBlank(const figures::Comparison& one, const std::string& derived, Finding& blank) {
  blank.words.zh += (blank.compared.empty() ? "" : "、") + one.label + "（" + derived + "）";
  blank.words.en += (blank.compared.empty() ? "" : ", ") + one.label + " (" + derived + ")";
  if (blank.compared.empty()) blank.place.form = one.form;
  blank.compared.push_back({one.label, derived, {one.form, one.form}});
}

// The same figure declared in several forms and cells is one cause.
void CheckDeclaredAgainstEvents(const Cut& cut, std::vector<Finding>& findings) {
  using figures::Verdict;
  std::map<std::string, size_t> told;
  Finding blanks = About("declared_blank_though_derived", Severity::kWarning, "",
                         {"账上有数而填报为空：", "blank though the events have a number: "});
  for (const figures::Comparison& one : figures::Compare(cut)) {
    const bool wrong = one.verdict == Verdict::kDifferent || one.verdict == Verdict::kUnreadable;
    const bool blank =
        one.verdict == Verdict::kPrintedBlank || one.verdict == Verdict::kUnknownFigure;
    if (!wrong && !blank) continue;
    const std::string derived = figures::Print(one.derived);
    if (one.verdict == Verdict::kPrintedBlank &&
        (derived == "0.00" || derived == "0" || derived.empty())) {
      continue;
    }
    if (one.verdict == Verdict::kPrintedBlank) {
      NoteBlank(one, derived, blanks);
      continue;
    }
    const Compared compared{one.label, one.printed, {one.form, one.form}};
    const auto [at, first] = told.emplace(one.figure, findings.size());
    if (!first && wrong) {
      findings[at->second].compared.push_back(compared);
      continue;
    }
    Finding finding = About("declared_is_derived", wrong ? Severity::kError : Severity::kWarning,
                            one.form + " " + one.label,
                            {"填报数与账上数：" + figures::Name(one.verdict).zh,
                             "declared against derived: " + figures::Name(one.verdict).en});
    finding.figure = one.figure;
    finding.found = one.printed;
    finding.expected = derived;
    finding.difference = one.difference;
    finding.compared = {compared};
    if (wrong) finding.compared.push_back(Derived(cut, one.figure));
    if (one.verdict == Verdict::kDifferent) finding.rounding = Rounding::kDoesNotExplain;
    findings.push_back(std::move(finding));
  }
  if (!blanks.compared.empty()) findings.push_back(std::move(blanks));
}

// Whether `other` tells of what `cause` has told already: the same number in the same place, an
// indicator whose declared result was found far off.
bool SameCause(const Finding& cause, const Finding& other) {
  const auto bare = [](const std::string& difference) {
    return difference.starts_with('-') ? difference.substr(1) : difference;
  };
  const bool as_much =
      !cause.difference.empty() && bare(cause.difference) == bare(other.difference);
  if (as_much && cause.place.form == other.place.form) return true;
  if (cause.check == "declared_blank" && other.check == "declared_blank_though_derived")
    return true;
  const std::string& place = other.place.form;
  const size_t name = place.find(' ');
  return cause.check == "declared_over_completion" && other.check == "reason_due" &&
         name != std::string::npos && cause.place.form.ends_with(place.substr(name));
}

void Gather(std::vector<Finding>& findings) {
  for (size_t i = 0; i < findings.size(); ++i) {
    for (size_t j = i + 1; j < findings.size();) {
      if (!SameCause(findings[i], findings[j])) {
        ++j;
        continue;
      }
      findings[i].also.push_back(std::move(findings[j]));
      findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

// ---- what the events make

void CheckSums(const Cut& cut, const Rules& rules, std::vector<Finding>& findings) {
  for (const SumRule& rule : rules.sums) {
    for (const std::string& measure : MeasuresOf(rule.measures)) {
      const std::string name = Replaced(rule.whole, "{m}", measure);
      const auto whole = FenOf(cut, name);
      figures::Wide sum = 0;
      bool all = whole.has_value();
      std::vector<Compared> compared = {Derived(cut, name)};
      for (const Addend& part : rule.parts) {
        const std::string figure = Replaced(part.figure, "{m}", measure);
        const auto amount = FenOf(cut, figure);
        if (!amount && !part.optional) all = false;
        if (!amount) continue;
        sum += part.sign * figures::Wide{*amount};
        compared.push_back(Derived(cut, figure));
      }
      if (!all || *whole == sum) continue;
      Finding finding = About("", rule.severity, name, rule.words);
      finding.check = rule.id;
      finding.figure = name;
      finding.found = Yuan(*whole) + "元";
      finding.expected = figures::WithDecimals(sum, 2) + "元";
      finding.difference = figures::WithDecimals(*whole - sum, 2) + "元";
      Exact(finding, std::move(compared));
      findings.push_back(std::move(finding));
    }
  }
}

void CheckBounds(const Cut& cut, const Rules& rules, std::vector<Finding>& findings) {
  for (const AtMostRule& rule : rules.at_most) {
    for (const std::string& measure : MeasuresOf(rule.measures)) {
      const std::string name = Replaced(rule.part, "{m}", measure);
      const std::string of = Replaced(rule.whole, "{m}", measure);
      const Value part = ValueOf(cut, name);
      const Value whole = ValueOf(cut, of);
      const auto a = figures::InPrintedUnit(part, "");
      const auto b = figures::InPrintedUnit(whole, "");
      if (!a || !b || NoMoreThan(*a, *b)) continue;
      Finding finding = About("", rule.severity, name, rule.words);
      finding.check = rule.id;
      finding.figure = name;
      finding.found = figures::Print(part);
      finding.expected = "≤ " + figures::Print(whole);
      finding.difference = figures::Decimals(*a - *b, std::holds_alternative<Fen>(part) ? 2 : 0);
      Exact(finding, {Derived(cut, name), Derived(cut, of)});
      findings.push_back(std::move(finding));
    }
  }
}

// The compulsory mark 三公标识 of a line and the economic classes its money moved under. A line
// with the mark pays nothing else; one without it pays no three-public class it has no budget for.
void CheckThreePublicMarks(const Cut& cut, std::vector<Finding>& findings) {
  for (const auto& [code, line] : cut.ledger.lines) {
    for (const auto& [economic_class, cell] : line.cells) {
      const core::EconomicClassInfo* info =
          cut.ledger.tables == nullptr ? nullptr : cut.ledger.tables->Economic(economic_class);
      const bool marked = line.facts.three_public;
      if (info == nullptr || info->is_three_public == marked) continue;
      if (!marked && !line.fiscal) continue;
      const std::string of = "(line=" + figures::Quoted(code) + ", class=" + economic_class + ")";
      const int64_t paid = FenOf(cut, "paid" + of).value_or(0);
      const bool planned = !marked && FenOf(cut, "full_year_budget" + of).value_or(0) > 0;
      if (paid == 0 || planned) continue;
      Finding finding =
          marked ? About("three_public_mark", Severity::kError, code,
                         {"指标 " + code + " 有三公标识，却在 " + economic_class + " 列支",
                          "line " + code + " is marked as three-public and paid under " +
                              economic_class})
                 : About("three_public_unmarked", Severity::kWarning, code,
                         {"指标 " + code + " 没有三公标识，也没有该科目预算，却在三公科目 " +
                              economic_class + " 列支",
                          "line " + code +
                              " has neither the three-public mark nor a budget for it and paid "
                              "under the three-public class " +
                              economic_class});
      finding.figure = "paid" + of;
      finding.found = Yuan(paid) + "元";
      finding.expected = "0.00元";
      finding.difference = finding.found;
      Exact(finding, {Derived(cut, "paid" + of), Derived(cut, "full_year_budget" + of)});
      findings.push_back(std::move(finding));
    }
  }
}

// Last year's closing is this year's opening: no more is carried in than was left.
void CheckCarriedIn(const Cut& cut, std::vector<Finding>& findings) {
  const core::LedgerId before{cut.ledger.id.unit, cut.ledger.id.year - 1};
  const core::LedgerState* last = cut.book.FindLedger(before);
  if (last == nullptr) return;
  const core::Day end = core::Day::LastOf(before.year);
  const Cut then{cut.book, *last, cut.book.PolicyOf(*last, end), end};
  const auto left = FenOf(then, "remaining");
  const auto carried = FenOf(cut, "carry_in");
  if (!left || !carried || *left == *carried) return;
  const bool more = *carried > *left;
  Finding finding =
      About("carried_in_is_left", more ? Severity::kError : Severity::kInfo, "carry_in",
            more ? Words{"结转入的多于上年结余", "more was carried in than was left last year"}
                 : Words{"上年结余未全部结转入，差数应已收回",
                         "less was carried in than was left: the rest is to have been withdrawn"});
  finding.figure = "carry_in";
  finding.found = Yuan(*carried) + "元";
  finding.expected = Yuan(*left) + "元";
  finding.difference = figures::WithDecimals(figures::Wide{*carried} - *left, 2) + "元";
  Exact(finding, {Derived(cut, "carry_in"), Derived(then, "remaining")});
  findings.push_back(std::move(finding));
}

// Facts of last year that were brought in, beside last year's own ledger.
void CheckPriorYear(const Cut& cut, std::vector<Finding>& findings) {
  const core::LedgerId before{cut.ledger.id.unit, cut.ledger.id.year - 1};
  const core::LedgerState* last = cut.book.FindLedger(before);
  if (last == nullptr) return;
  const core::Day end = core::Day::LastOf(before.year);
  const Cut then{cut.book, *last, cut.book.PolicyOf(*last, end), end};
  for (const auto& [name, days] : cut.ledger.prior_year) {
    const Fen* brought = days.At(cut.as_of);
    const auto derived = FenOf(then, name);
    if (brought == nullptr || !derived || brought->count() == *derived) continue;
    Finding finding =
        About("prior_year_is_last_ledger", Severity::kError, name,
              {"上年数与上年账套不一致", "last year's figure is not that of last year's ledger"});
    finding.figure = name;
    finding.found = Yuan(brought->count()) + "元";
    finding.expected = Yuan(*derived) + "元";
    finding.difference =
        figures::WithDecimals(figures::Wide{brought->count()} - *derived, 2) + "元";
    Exact(finding, {{name, finding.found, {"转入的上年数", "brought in"}}, Derived(then, name)});
    findings.push_back(std::move(finding));
  }
}

// The weights of the department's indicators, or of one project's, make the total.
void CheckWeights(const Cut& cut, const std::string& project, std::vector<Finding>& findings) {
  const auto weight = figures::TotalWeight(cut, project);
  const auto indicators = figures::IndicatorsOf(cut, project);
  if (indicators.empty() || weight.hundredths == cut.policy.total_points) return;
  const std::string figure =
      project.empty() ? "total_weight" : "total_weight(" + figures::Quoted(project) + ")";
  const Words words = project.empty()
                          ? Words{"分值合计不是满分", "the weights do not make the total"}
                          : Words{"项目 " + project + " 的分值合计不是满分",
                                  "the weights of project " + project + " do not make the total"};
  Finding finding = About("weights", Severity::kError, figure, words);
  finding.figure = figure;
  finding.found = figures::Print(weight);
  finding.expected = figures::Print(figures::Points{cut.policy.total_points});
  finding.difference = figures::Print(figures::Points{weight.hundredths - cut.policy.total_points});
  std::vector<Compared> compared = {Derived(cut, figure)};
  const Words policy{"政策", "policy"};
  compared.push_back(
      {"execution_points", figures::Print(figures::Points{cut.policy.execution_points}), policy});
  for (const core::IndicatorState* one : indicators) {
    compared.push_back(
        Derived(cut, "indicator_weight(" + figures::Quoted(one->set.indicator) + ")"));
  }
  Exact(finding, std::move(compared));
  findings.push_back(std::move(finding));
}

void CheckEveryWeight(const Cut& cut, std::vector<Finding>& findings) {
  std::set<std::string> projects = {""};
  for (const auto& [code, state] : cut.ledger.indicators) projects.insert(state.set.project);
  for (const std::string& project : projects) CheckWeights(cut, project, findings);
}

// What one indicator lacks: a reason, a score, a unit.
void CheckIndicator(const Cut& cut, const std::string& code, const core::IndicatorState& indicator,
                    bool over, std::vector<Finding>& findings) {
  const figures::IndicatorResult result = figures::ScoreIndicator(cut, indicator);
  const std::string name = result.set.level3.empty() ? code : result.set.level3;
  const std::string of = "(" + figures::Quoted(code) + ")";
  const auto note = [&](const char* check, Severity severity, Words words) -> Finding& {
    findings.push_back(About(check, severity, code + " " + name, std::move(words)));
    Finding& finding = findings.back();
    finding.compared = {Derived(cut, "indicator_target" + of),
                        Derived(cut, "indicator_actual" + of)};
    return finding;
  };
  if (result.reason_needed && result.reason.empty()) {
    Finding& finding = note("reason_due", Severity::kWarning,
                            {"“" + name + "”偏差较大而没有说明原因",
                             "\"" + name + "\" is far from its target and no reason is given"});
    finding.found = figures::Print(result.actual);
    finding.expected = figures::Print(result.target);
  }
  if (over && !result.score) {
    note("result_due", Severity::kWarning,
         {"“" + name + "”年末仍没有得分（未报结果或未评定）",
          "\"" + name + "\" has no score at the year's end"});
  }
  const auto* target = std::get_if<figures::Quantity>(&result.target);
  // Words a target is printed as may say what is counted; a number printed as itself does not.
  const auto bare = target == nullptr ? std::nullopt : figures::ReadPrinted(target->text);
  const bool said = target != nullptr && !target->text.empty() && (!bare || !bare->suffix.empty());
  if (target != nullptr && target->unit.empty() && !said && result.set.derived_from.empty()) {
    note("unit_due", Severity::kWarning,
         {"“" + name + "”的指标值没有度量单位", "the target of \"" + name + "\" has no unit"});
  }
}

void CheckIndicators(const Cut& cut, std::vector<Finding>& findings) {
  const bool over = cut.as_of == core::Day::LastOf(cut.ledger.id.year);
  CheckEveryWeight(cut, findings);
  for (const auto& [code, state] : cut.ledger.indicators) {
    const core::IndicatorState* indicator = figures::FindIndicator(cut, code);
    if (indicator != nullptr) CheckIndicator(cut, code, *indicator, over, findings);
  }
  const bool has_reason = figures::ExecutionDeviation(cut, figures::Selector()) != nullptr;
  if (over && figures::ExecutionReasonNeeded(cut) && !has_reason) {
    Finding finding =
        About("execution_reason_due", Severity::kWarning, "execution_rate",
              {"预算执行率偏低而没有说明原因", "the execution rate is low and no reason is given"});
    finding.figure = "execution_rate";
    finding.found = figures::Print(ValueOf(cut, "execution_rate"));
    finding.expected = "≥ " + std::to_string(cut.policy.execution_reason_below_percent) + "%";
    finding.compared = {Derived(cut, "execution_rate"), Derived(cut, "paid"),
                        Derived(cut, "full_year_budget")};
    findings.push_back(std::move(finding));
  }
}

void CheckHeadroom(const Cut& cut, std::vector<Finding>& findings) {
  for (const auto& [code, line] : cut.ledger.lines) {
    const int64_t left = line.headroom.At(cut.as_of).count();
    if (left >= 0) continue;
    Finding finding = About("line_within_budget", Severity::kError, code + " " + line.facts.name,
                            {"指标 " + code + " 超支", "line " + code + " is overspent"});
    finding.found = Yuan(left) + "元";
    finding.expected = "≥ 0.00元";
    finding.difference = finding.found;
    const std::string of = "(line=" + figures::Quoted(code) + ")";
    Exact(finding, {Derived(cut, "headroom" + of), Derived(cut, "full_year_budget" + of),
                    Derived(cut, "paid" + of)});
    findings.push_back(std::move(finding));
  }
}

// What subtracting the public rows from the public total reveals: for insiders, before publishing.
void CheckDisclosure(const Cut& cut, std::vector<Finding>& findings) {
  std::map<std::string, int64_t> projects;  // paid, in fen; unmarked lines of a project count too
  for (const auto& [code, line] : cut.ledger.lines) {
    const std::string& project = line.facts.project;
    if (!line.facts.classified && !figures::IsClassifiedProject(cut, project)) continue;
    projects[project.empty() ? code : project] +=
        FenOf(cut, "paid(line=" + figures::Quoted(code) + ")").value_or(0);
  }
  if (projects.empty()) return;
  const bool alone = projects.size() == 1;
  Finding finding =
      About("disclosure", alone ? Severity::kWarning : Severity::kInfo, "disclosure=classified",
            alone ? Words{"公开表的合计减去各行，就是唯一一个涉密项目的金额",
                          "the printed total less the printed rows is the amount of the one "
                          "classified project"}
                  : Words{"公开表的合计减去各行，就是 " + std::to_string(projects.size()) +
                              " 个涉密项目的合计",
                          "the printed total less the printed rows is the sum of " +
                              std::to_string(projects.size()) + " classified projects"});
  finding.figure = "paid(disclosure=classified)";
  finding.compared = {Derived(cut, "paid")};
  int64_t revealed = 0;
  for (const auto& [project, paid] : projects) {
    revealed += paid;
    finding.compared.push_back({project, Yuan(paid) + "元", finding.compared[0].where});
  }
  finding.found = figures::Print(Fen(revealed));
  findings.push_back(std::move(finding));
}

// ---- names of projects and indicators in a stated figure

std::string WithCode(const Cut& cut, const std::string& name) {
  const auto figure = figures::ParseFigure(name);
  if (!figure) return name;
  Figure coded = *figure;
  const bool indicator = coded.definition->takes == figures::Takes::kIndicator;
  if (indicator && !cut.ledger.indicators.contains(coded.code)) {
    for (const auto& [code, state] : cut.ledger.indicators) {
      if (state.set.level3 == coded.code) coded.code = code;
    }
  }
  std::string& project = coded.selector.project;
  if (!project.empty()) {
    for (const auto& [code, line] : cut.ledger.lines) {
      if (line.facts.project_name == project) {
        project = line.facts.project;
        break;
      }
    }
  }
  return coded.Name();
}

Answered CompareOne(const Cut& cut, const std::string& name, const Claimed& claimed) {
  Answered answer;
  answer.figure = WithCode(cut, name);
  const auto figure = figures::ParseFigure(answer.figure);
  if (!figure || figures::FindUnknown(cut, *figure)) return answer;
  const Value derived = figures::Evaluate(cut, *figure);
  answer.derived = figures::Print(derived);
  const auto exact = figures::InPrintedUnit(derived, claimed.unit);
  const auto printed = figures::ReadPrinted(claimed.printed);
  if (!exact || !printed) {
    answer.agreement = Agreement::kNoValue;
    return answer;
  }
  const Exactly difference = printed->Exact() - *exact;
  if (figures::IsZero(difference)) {
    answer.agreement = Agreement::kEqual;
    return answer;
  }
  const figures::Wide rounded = figures::RoundHalfUp(
      exact->numerator * figures::PowerOfTen(printed->decimals), exact->denominator);
  answer.agreement =
      rounded == printed->digits ? Agreement::kEqualByRounding : Agreement::kDifferent;
  if (answer.agreement == Agreement::kDifferent) {
    answer.difference = figures::Decimals(difference, std::holds_alternative<Fen>(derived) ? 2 : 0);
  }
  return answer;
}

}  // namespace

std::vector<Finding> CheckLedger(const Cut& cut, const Rules& rules) {
  std::vector<Finding> findings = CheckDeclared(cut, rules);
  CheckDeclaredAgainstEvents(cut, findings);
  CheckSums(cut, rules, findings);
  CheckBounds(cut, rules, findings);
  CheckHeadroom(cut, findings);
  CheckThreePublicMarks(cut, findings);
  CheckCarriedIn(cut, findings);
  CheckPriorYear(cut, findings);
  CheckIndicators(cut, findings);
  CheckDisclosure(cut, findings);
  Gather(findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return findings;
}

const std::vector<CheckAbout>& LedgerChecks() {
  static const std::vector<CheckAbout> kOwn = {
      {"declared_is_derived", Severity::kError, {"填报数 = 账上数", "declared is derived"}},
      {"declared_blank_though_derived",
       Severity::kWarning,
       {"账上有数的填报栏不为空", "no declared cell is blank where the events have a number"}},
      {"line_within_budget", Severity::kError, {"指标不超支", "no line is overspent"}},
      {"three_public_mark",
       Severity::kError,
       {"三公标识与经济分类相符", "the three-public mark agrees with the economic class"}},
      {"three_public_unmarked",
       Severity::kWarning,
       {"三公科目的支出在有三公标识或有该科目预算的指标下",
        "three-public classes are paid from lines with the mark or a budget for them"}},
      {"carried_in_is_left",
       Severity::kError,
       {"上年结余 = 本年结转入", "what was left last year is carried in"}},
      {"prior_year_is_last_ledger",
       Severity::kError,
       {"上年数 = 上年账套", "last year's figures are those of last year's ledger"}},
      {"unit_due", Severity::kWarning, {"指标值有度量单位", "targets have a unit"}},
      {"execution_reason_due",
       Severity::kWarning,
       {"执行率偏低的说明原因", "a low execution rate asks for a reason"}},
      {"disclosure",
       Severity::kWarning,
       {"公开表相减会暴露什么", "what subtraction reveals of the classified"}},
  };
  static const std::vector<CheckAbout> kChecks = [] {
    std::vector<CheckAbout> checks = DeclaredChecks();
    checks.insert(checks.begin(), kOwn.begin(), kOwn.end());
    return checks;
  }();
  return kChecks;
}

Answered Compare(const Cut& cut, const Claimed& claimed) {
  Answered answer = CompareOne(cut, claimed.figure, claimed);
  for (const std::string& other : claimed.or_figures) {
    if (answer.agreement == Agreement::kEqual || answer.agreement == Agreement::kEqualByRounding)
      break;
    Answered second = CompareOne(cut, other, claimed);
    const bool agrees =
        second.agreement == Agreement::kEqual || second.agreement == Agreement::kEqualByRounding;
    if (agrees) answer = std::move(second);
  }
  return answer;
}

}  // namespace outturn::checks
