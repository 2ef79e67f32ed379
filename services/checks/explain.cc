#include "services/checks/explain.h"

#include <algorithm>

#include "services/checks/check.h"
#include "services/checks/index.h"
#include "services/checks/ledger.h"
#include "services/figures/monitoring/monitoring.h"
#include "services/figures/name.h"
#include "services/figures/values/scoring.h"

namespace outturn::checks {
namespace {

using figures::Cut;
using figures::Explanation;
using figures::Figure;
using figures::Language;
using figures::Problem;
using figures::Step;

// Of one check, wherever it stands in what was found.
void Collect(const std::vector<Finding>& all, const std::string& check,
             std::vector<const Finding*>& found) {
  for (const Finding& one : all) {
    if (one.check == check) found.push_back(&one);
    Collect(one.also, check, found);
  }
}

// The declarations in force, one of each form.
figures::FromRecords Declarations(const Cut& cut) {
  std::vector<std::pair<std::string, core::Position>> last;
  for (const auto& [day, position, declaration] : cut.ledger.declarations.entries()) {
    if (day > cut.as_of) break;
    const std::string& form = declaration.form;
    std::erase_if(last, [&](const auto& one) { return one.first == form; });
    last.emplace_back(form, position);
  }
  figures::FromRecords from;
  for (const auto& [form, position] : last) from.records.emplace_back(position, std::nullopt);
  return from;
}

class CheckExplainer {
 public:
  CheckExplainer(const Cut& cut, const Rules& rules, const CheckAbout& about, Language language)
      : cut_(cut), rules_(rules), about_(about), language_(language) {}

  Explanation Explain() {
    Step& root = explanation_.root;
    root.figure = "check(" + about_.id + ")";
    root.called = about_.words.In(language_);
    const std::vector<Finding> all = CheckLedger(cut_, rules_);
    std::vector<const Finding*> found;
    Collect(all, about_.id, found);
    root.value = figures::Count{static_cast<int64_t>(found.size())};
    root.definition = Say("账套的勾稽检查；数值为发现的处数",
                          "a check of the ledger; the value counts the findings");
    if (about_.id.starts_with("declared_")) {
      explanation_.bases.push_back({root.figure, root.called, cut_.ledger.id, cut_.as_of,
                                    root.value, std::nullopt, Declarations(cut_)});
    }
    for (const Finding* finding : found) AddFinding(*finding);
    AddSums();
    AddBounds();
    AddAlways();
    return std::move(explanation_);
  }

 private:
  std::string Say(const char* zh, const char* en) const {
    return language_ == Language::kChinese ? zh : en;
  }

  Step NewStep(const char* what) {
    Step step;
    step.figure =
        explanation_.root.figure + " " + what + std::to_string(explanation_.root.parts.size() + 1);
    return step;
  }

  // The figure taken apart, below the step; its events below all. Left out where the ledger has
  // nothing of the name: some rules are about what only documents state.
  bool Below(Step& step, const Cut& cut, const std::string& name) {
    const auto figure = figures::ParseFigure(name);
    if (!figure || figures::FindUnknown(cut, *figure)) return false;
    Explanation part = figures::Explain(cut, *figure, language_);
    if (cut.ledger.id != cut_.ledger.id) part.root.ledger = cut.ledger.id.ToString();
    step.parts.push_back(std::move(part.root));
    for (figures::Basis& basis : part.bases) {
      const bool known = std::any_of(
          explanation_.bases.begin(), explanation_.bases.end(), [&](const figures::Basis& other) {
            return other.figure == basis.figure && other.ledger == basis.ledger &&
                   other.as_of == basis.as_of;
          });
      if (!known) explanation_.bases.push_back(std::move(basis));
    }
    return true;
  }

  std::string Named(const Step& step) const {
    const std::string value = figures::Print(step.value, figures::MoneyUnit::kYuan, language_);
    return step.called + " " + (value.empty() ? "—" : value);
  }

  void AddFinding(const Finding& finding) {
    Step step = NewStep("#");
    step.called = finding.place.form;
    step.value = figures::Text{finding.found.empty() ? "—" : finding.found, ""};
    step.definition = finding.words.In(language_);
    if (!finding.expected.empty()) {
      step.formula =
          Say("现为 ", "found ") + finding.found + Say("，应为 ", ", expected ") + finding.expected;
    }
    if (!finding.difference.empty()) {
      step.formula += Say("，相差 ", ", difference ") + finding.difference;
    }
    for (const Compared& one : finding.compared) {
      step.formula += (step.formula.empty() ? "" : Say("；", "; ")) + one.label + " " + one.value;
    }
    if (!finding.figure.empty()) Below(step, cut_, finding.figure);
    const std::string code = finding.place.form.substr(0, finding.place.form.find(' '));
    if (about_.id == "line_within_budget") {
      Below(step, cut_, "headroom(line=" + figures::Quoted(code) + ")");
    } else if (figures::FindIndicator(cut_, code) != nullptr) {
      Below(step, cut_, "indicator_score(" + figures::Quoted(code) + ")");
    }
    explanation_.root.parts.push_back(std::move(step));
  }

  // The rule with its numbers, whether it holds or not: whole = part + part.
  void AddSums() {
    const auto rule = std::find_if(rules_.sums.begin(), rules_.sums.end(),
                                   [&](const SumRule& one) { return one.id == about_.id; });
    if (rule == rules_.sums.end()) return;
    for (const std::string& measure : MeasuresOf(rule->measures)) {
      Step step = NewStep("=");
      if (!Below(step, cut_, Replaced(rule->whole, "{m}", measure))) continue;
      figures::Wide left = Number(step.parts[0]);
      std::string parts;
      bool all = figures::HasValue(step.parts[0].value);
      for (const Addend& one : rule->parts) {
        if (!Below(step, cut_, Replaced(one.figure, "{m}", measure))) {
          all = all && one.optional;
          continue;
        }
        const Step& part = step.parts.back();
        all = all && (one.optional || figures::HasValue(part.value));
        left -= one.sign * Number(part);
        if (!parts.empty() || one.sign < 0) parts += one.sign > 0 ? " + " : " − ";
        parts += Named(part);
      }
      step.called = step.parts[0].called;
      step.definition = rule->words.In(language_);
      if (!all) {  // not asked: a number of it is nowhere
        step.value = figures::NoValue{figures::Absence::kNotApplicable};
        explanation_.root.parts.push_back(std::move(step));
        continue;
      }
      step.value = Holds(left == 0);
      step.formula = Named(step.parts[0]) + (left == 0 ? " = " : " ≠ ") + parts;
      if (left != 0) {
        step.formula += Say("，相差 ", ", difference ") + figures::WithDecimals(left, 2);
      }
      explanation_.root.parts.push_back(std::move(step));
    }
  }

  // part ≤ whole
  void AddBounds() {
    const auto rule = std::find_if(rules_.at_most.begin(), rules_.at_most.end(),
                                   [&](const AtMostRule& one) { return one.id == about_.id; });
    if (rule == rules_.at_most.end()) return;
    for (const std::string& measure : MeasuresOf(rule->measures)) AddBound(*rule, measure);
  }

  void AddBound(const AtMostRule& rule, const std::string& measure) {
    Step step = NewStep("=");
    if (!Below(step, cut_, Replaced(rule.part, "{m}", measure)) ||
        !Below(step, cut_, Replaced(rule.whole, "{m}", measure))) {
      return;
    }
    const auto part = figures::InPrintedUnit(step.parts[0].value, "");
    const auto whole = figures::InPrintedUnit(step.parts[1].value, "");
    if (!part || !whole) return;
    const bool holds = NoMoreThan(*part, *whole);
    step.called = step.parts[0].called;
    step.value = Holds(holds);
    step.definition = rule.words.In(language_);
    step.formula = Named(step.parts[0]) + (holds ? " ≤ " : " > ") + Named(step.parts[1]);
    explanation_.root.parts.push_back(std::move(step));
  }

  // What a check looks at though nothing was found.
  void AddAlways() {
    Step& root = explanation_.root;
    if (about_.id == "weights") Below(root, cut_, "total_weight");
    if (about_.id == "execution_reason_due") Below(root, cut_, "execution_rate");
    if (about_.id == "disclosure") Below(root, cut_, "paid(disclosure=classified)");
    if (about_.id != "carried_in_is_left") return;
    Below(root, cut_, "carry_in");
    if (const auto last = figures::LastYearOf(cut_)) Below(root, last->end, "remaining");
  }

  static figures::Wide Number(const Step& step) {
    const auto* fen = std::get_if<core::Fen>(&step.value);
    return fen == nullptr ? 0 : fen->count();
  }
  static figures::Value Holds(bool holds) {
    return holds ? figures::Text{"成立", "holds"} : figures::Text{"不成立", "does not hold"};
  }

  const Cut& cut_;
  const Rules& rules_;
  const CheckAbout& about_;
  const Language language_;
  Explanation explanation_;
};

// Those of both catalogues: `outturn check list`.
std::vector<CheckAbout> AllChecks(const Rules& rules) {
  std::vector<CheckAbout> all = Catalogue(rules);
  all.insert(all.end(), LedgerChecks().begin(), LedgerChecks().end());
  return all;
}

// By its id or by what it is called; nullptr when there is none.
const CheckAbout* FindCheck(const std::vector<CheckAbout>& all, std::string_view called) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const CheckAbout& one) {
    return one.id == called || one.words.zh == called || one.words.en == called;
  });
  return found == all.end() ? nullptr : &*found;
}

Problem UnknownCheck(const std::string& asked, const Rules& rules) {
  return {{"没有名为“" + figures::Shown(asked) + "”的检查；outturn check list 列出各项检查",
           "there is no check \"" + figures::Shown(asked) + "\"; outturn check list names them"},
          ChecksNear(rules, asked)};
}

}  // namespace

std::optional<figures::Fallible<Explanation>> ExplainCheck(const Cut& cut, const Rules& rules,
                                                           std::string_view name,
                                                           Language language) {
  const auto written = figures::TakeApart(name);
  if (!written || written->measure != "check" || written->arguments.size() != 1 ||
      !written->arguments[0].key.empty()) {
    return std::nullopt;
  }
  const std::string& called = written->arguments[0].value;
  const std::vector<CheckAbout> all = AllChecks(rules);
  const CheckAbout* about = FindCheck(all, called);
  if (about == nullptr) return UnknownCheck(called, rules);
  return CheckExplainer(cut, rules, *about, language).Explain();
}

std::optional<Explanation> ExplainCheckCalled(const Cut& cut, const Rules& rules,
                                              std::string_view called, Language language) {
  const std::vector<CheckAbout> all = AllChecks(rules);
  const CheckAbout* about = FindCheck(all, called);
  if (about == nullptr) return std::nullopt;
  return CheckExplainer(cut, rules, *about, language).Explain();
}

std::vector<std::string> ChecksNear(const Rules& rules, std::string_view asked) {
  std::vector<std::string> known;
  for (const CheckAbout& one : AllChecks(rules)) known.push_back(one.id);
  std::vector<std::string> near;
  for (const std::string& id : figures::Nearest(std::string(asked), known)) {
    near.push_back("check(" + id + ")");
  }
  return near;
}

}  // namespace outturn::checks
