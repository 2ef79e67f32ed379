#include "services/figures/explain/explain.h"

#include <algorithm>
#include <array>

#include "services/figures/definitions.h"
#include "services/figures/explain/explainer.h"
#include "services/figures/name.h"

namespace outturn::figures {
namespace {

const Explainings& AllExplainings() {
  static const Explainings kAll = [] {
    Explainings all = MoneyExplainings();
    all.merge(UnitExplainings());
    all.merge(PerformanceExplainings());
    all.merge(MonitoringExplainings());
    return all;
  }();
  return kAll;
}

}  // namespace

const Words& MeasureName(core::Measure measure) {
  static const std::array<Words, core::kMeasureCount> kNames = {
      Words{"年初预算", "initial"},
      Words{"上年结转", "carry-over in"},
      Words{"追加", "supplements"},
      Words{"追减", "cuts"},
      Words{"调入", "virements in"},
      Words{"调出", "virements out"},
      Words{"到位资金", "received"},
      Words{"已占用未支付", "committed"},
      Words{"合同额", "contracted"},
      Words{"执行数", "paid"},
      Words{"退回红冲", "reversed"},
      Words{"采购支付", "procurement paid"},
      Words{"采购合同额", "procurement contracted"},
  };
  return kNames[static_cast<size_t>(measure)];
}

FromMovements MovementsFrom(const Cut& cut, std::vector<Term> terms, const Selector& selector) {
  FromMovements from{std::move(terms), selector, cut.ledger.tables, {}};
  for (const auto& [code, line] : cut.ledger.lines) {
    if (selector.MatchesLine(*cut.ledger.tables, line)) from.lines.insert(code);
  }
  return from;
}

std::string Explainer::Shown(const Value& value) const {
  return HasValue(value) ? Print(value, MoneyUnit::kYuan, language_) : "—";
}

std::string Explainer::Named(const Step& step) const {
  return step.called + " " + Shown(step.value);
}

Step Explainer::Of(const Cut& cut, std::string_view measure, const Selector& selector) {
  return Of(cut, *ParseFigure(PutTogether(measure, selector.Arguments())));
}

Step Explainer::Of(const Cut& cut, std::string_view measure, const std::string& code) {
  Figure figure{.definition = FindDefinition(measure), .selector = {}, .code = code, .cell = ""};
  return Of(cut, figure);
}

Step Explainer::Of(const Cut& cut, const Figure& figure) {
  const Definition& definition = *figure.definition;
  Step step;
  step.figure = figure.Name();
  step.called = Say(definition.zh, definition.en);
  if (cut.ledger.id != asked_.ledger.id) {
    step.ledger = cut.ledger.id.ToString();
    const bool whole = cut.as_of == core::Day::LastOf(cut.ledger.id.year);
    if (!whole) step.ledger += Say("（截至 ", " (as of ") + cut.as_of.ToString() + Say("）", ")");
  }
  step.value = Evaluate(cut, figure);
  step.definition = Say(definition.definition_zh, definition.definition_en);
  step.rule = definition.source;
  if (!definition.terms.empty()) {
    ExplainTerms(step, cut, figure);
  } else if (definition.derive == nullptr) {
    ExplainRate(step, cut, figure);
  } else if (const auto found = AllExplainings().find(definition.name);
             found != AllExplainings().end()) {
    found->second(*this, step, cut, figure);
  }
  return step;
}

void Explainer::RestOn(Step& step, const Cut& cut, Source source, std::optional<int64_t> exact) {
  const auto same = std::find_if(bases_.begin(), bases_.end(), [&](const Basis& basis) {
    return basis.figure == step.figure && basis.ledger == cut.ledger.id && basis.as_of == cut.as_of;
  });
  if (same != bases_.end()) return;
  bases_.push_back(
      {step.figure, step.called, cut.ledger.id, cut.as_of, step.value, exact, std::move(source)});
}

void Explainer::ExplainTerms(Step& step, const Cut& cut, const Figure& figure) {
  const std::vector<Term>& terms = figure.definition->terms;
  if (terms.size() > 1) {
    for (const Term& term : terms) {
      const core::Fen sum = SumOf(cut, {{term.measure, 1}}, figure.selector);
      const bool first = step.formula.empty();
      if (!first || term.sign < 0) step.formula += term.sign > 0 ? " + " : " − ";
      step.formula += MeasureName(term.measure).In(language_) + " " + core::FormatYuan(sum);
    }
    step.formula += " = " + Shown(step.value);
  }
  RestOn(step, cut, MovementsFrom(cut, terms, figure.selector),
         std::get<core::Fen>(step.value).count());
}

// The parts of one side of a rate, added up: "(执行数 1.00 − 结余 0.50)".
std::string Explainer::ExplainSide(Step& step, const Cut& cut, const std::vector<Part>& parts,
                                   const Selector& selector) {
  std::string text;
  for (const Part& part : parts) {
    const bool own = part.figure.find('(') != std::string_view::npos;
    const std::string name =
        own ? std::string(part.figure) : PutTogether(part.figure, selector.Arguments());
    Step below = Of(cut, *ParseFigure(name));
    if (!text.empty() || part.sign < 0) text += part.sign > 0 ? " + " : " − ";
    text += Named(below);
    const bool known = std::any_of(step.parts.begin(), step.parts.end(),
                                   [&](const Step& other) { return other.figure == below.figure; });
    if (!known) step.parts.push_back(std::move(below));
  }
  return parts.size() > 1 ? "(" + text + ")" : text;
}

void Explainer::ExplainRate(Step& step, const Cut& cut, const Figure& figure) {
  const Definition& definition = *figure.definition;
  const std::string above = ExplainSide(step, cut, definition.numerator, figure.selector);
  const std::string below = ExplainSide(step, cut, definition.denominator, figure.selector);
  step.formula = above + " ÷ " + below + " = " + Shown(step.value);
}

Explanation Explainer::Done(Step root) { return {std::move(root), std::move(bases_)}; }

Explanation Explain(const Cut& cut, const Figure& figure, Language language) {
  Explainer explainer(cut, language);
  Step root = explainer.Of(cut, figure);
  return explainer.Done(std::move(root));
}

}  // namespace outturn::figures
