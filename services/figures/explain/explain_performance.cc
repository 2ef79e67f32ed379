// How indicators, scores and the grade come about.
#include "services/figures/explain/explainer.h"
#include "services/figures/values/scoring.h"

namespace outturn::figures {
namespace {

using core::IndicatorKind;

const core::IndicatorState* IndicatorOf(const Cut& cut, const Figure& figure) {
  return FindIndicator(cut, figure.code);
}

void AsSet(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  explainer.RestOn(step, cut, FromIndicator{figure.code});
}

// The reports that make the result: those from the last cumulative one on.
FromRecords ReportsOf(const Cut& cut, const core::IndicatorState& indicator) {
  FromRecords from;
  for (const auto& [day, position, result] : indicator.results.entries()) {
    if (day > cut.as_of) break;
    const bool replaces = result.value && result.mode != core::ResultMode::kIncremental;
    if (replaces) from.records.clear();
    const auto adds = result.value ? std::optional(result.value->millionths()) : std::nullopt;
    from.records.emplace_back(position, adds);
  }
  return from;
}

void Actual(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = IndicatorOf(cut, figure);
  if (indicator == nullptr) return;
  const std::string& derived_from = indicator->set.derived_from;
  if (!derived_from.empty()) {
    const Fallible<Figure> money = ParseFigure(derived_from);
    if (!money) return;
    step.parts.push_back(explainer.Of(cut, *money));
    step.formula = explainer.Named(step.parts[0]) +
                   explainer.Say(" 元，以万元计 = ", " in 万元 = ") + explainer.Shown(step.value);
    return;
  }
  std::optional<int64_t> exact;
  if (const auto* number = std::get_if<Quantity>(&step.value)) exact = number->number.millionths();
  explainer.RestOn(step, cut, ReportsOf(cut, *indicator), exact);
}

void Completion(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "indicator_actual", figure.code));
  step.parts.push_back(explainer.Of(cut, "indicator_target", figure.code));
  step.formula = explainer.Named(step.parts[0]) + " ÷ " + explainer.Named(step.parts[1]) + " = " +
                 explainer.Shown(step.value);
}

void Excess(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "indicator_actual", figure.code));
  step.parts.push_back(explainer.Of(cut, "indicator_target", figure.code));
  const std::string target = explainer.Named(step.parts[1]);
  step.formula = "(" + explainer.Named(step.parts[0]) + " − " + target + ") ÷ " + target + " = " +
                 explainer.Shown(step.value);
}

// How the kind turns result and target into points.
std::string ScoreFormula(const Explainer& explainer, const Cut& cut, const IndicatorResult& result,
                         const core::IndicatorState& indicator) {
  const std::string target = explainer.Shown(result.target);
  const std::string actual = explainer.Shown(result.actual);
  const std::string weight = explainer.Shown(Points{result.set.weight});
  const std::string score = explainer.Shown(*result.score);
  const bool full = result.met;  // not by rounding
  const std::string points = full ? explainer.Say("得满分 ", "all points, ") + score
                                  : score + explainer.Say("（舍入到 ", " (rounded to ") +
                                        std::to_string(cut.policy.score_decimals) +
                                        explainer.Say(" 位小数）", " decimals)");
  switch (result.set.kind) {
    case IndicatorKind::kAtLeast:
      if (full) return actual + " ≥ " + target + explainer.Say("：", ": ") + points;
      return weight + " × " + actual + " ÷ " + target + " = " + points;
    case IndicatorKind::kAtMost:
      if (full) return actual + " ≤ " + target + explainer.Say("：", ": ") + points;
      return weight + " × " + target + " ÷ " + actual + " = " + points;
    case IndicatorKind::kEqual:
      if (full) return actual + " = " + target + explainer.Say("：", ": ") + points;
      if (cut.policy.equal_rule == core::EqualRule::kAllOrNothing) {
        return actual + " ≠ " + target + explainer.Say("：不得分", ": no points");
      }
      return weight + explainer.Say(" × 较小 ÷ 较大（", " × smaller ÷ larger (") + actual + "; " +
             target + ") = " + points;
    case IndicatorKind::kQualitative:
      return weight + " × " + std::to_string(indicator.ratings.At(cut.as_of)->percent) +
             "% = " + points;
    case IndicatorKind::kTimeliness:
      return actual + (full ? " ≤ " : " > ") + target + explainer.Say("：", ": ") + points;
  }
  return "";
}

void Score(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = IndicatorOf(cut, figure);
  if (indicator == nullptr) return;
  const IndicatorResult result = ScoreIndicator(cut, *indicator);
  for (const char* part : {"indicator_weight", "indicator_target", "indicator_actual"}) {
    step.parts.push_back(explainer.Of(cut, part, figure.code));
  }
  if (result.score) step.formula = ScoreFormula(explainer, cut, result, *indicator);
  if (const auto* rating = indicator->ratings.EntryAt(cut.as_of)) {
    explainer.RestOn(step, cut, FromRecords{{{rating->position, std::nullopt}}});
  }
}

void ReasonNeeded(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(explainer.Of(cut, "indicator_score", figure.code));
  step.parts.push_back(explainer.Of(cut, "indicator_completion", figure.code));
  const int most = cut.policy.over_completion_percent;
  step.formula =
      explainer.Named(step.parts[0]) + explainer.Say("，", ", ") + explainer.Named(step.parts[1]);
  if (most > 0) {
    step.formula += explainer.Say("；完成率超过 ", "; a reason is due above ") +
                    std::to_string(most) + explainer.Say("% 须说明", "%");
  }
}

std::string PolicyOf(const Explainer& explainer, const Cut& cut) {
  return explainer.Say("政策 ", "policy ") + cut.policy.ref.ToString();
}

void ExecutionWeight(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  step.formula = PolicyOf(explainer, cut) + explainer.Say("：", ": ") + explainer.Shown(step.value);
}

// Another figure of the same project, or of the department.
Step Beside(Explainer& explainer, const Cut& cut, const char* name, const Figure& figure) {
  return figure.code.empty() ? explainer.Of(cut, name, Selector())
                             : explainer.Of(cut, name, figure.code);
}

void ExecutionScoreOf(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Selector selector;
  selector.project = figure.code;
  step.parts.push_back(Beside(explainer, cut, "execution_weight", figure));
  for (const char* part : {"paid", "full_year_budget"}) {
    step.parts.push_back(explainer.Of(cut, part, selector));
  }
  step.formula = explainer.Named(step.parts[0]) + " × " + explainer.Named(step.parts[1]) + " ÷ " +
                 explainer.Named(step.parts[2]) + " = " + explainer.Shown(step.value) +
                 explainer.Say("（不超过分值，舍入到 ", " (never above the points, rounded to ") +
                 std::to_string(cut.policy.score_decimals) +
                 explainer.Say(" 位小数）", " decimals)");
}

void ExecutionReasonNeededOf(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  step.parts.push_back(explainer.Of(cut, "execution_rate", Selector()));
  step.formula =
      explainer.Named(step.parts[0]) + explainer.Say("；低于 ", "; a reason is due below ") +
      std::to_string(cut.policy.execution_reason_below_percent) + explainer.Say("% 须说明", "%");
}

// The same figure of each of the indicators of the department or the project, added up.
void SumOfIndicators(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure,
                     const char* measure) {
  for (const core::IndicatorState* indicator : IndicatorsOf(cut, figure.code)) {
    step.parts.push_back(explainer.Of(cut, measure, indicator->set.indicator));
    step.formula += (step.formula.empty() ? "" : " + ") + indicator->set.indicator + " " +
                    explainer.Shown(step.parts.back().value);
  }
  step.formula += " = " + explainer.Shown(step.value);
}

void IndicatorsScoreOf(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  SumOfIndicators(explainer, step, cut, figure, "indicator_score");
}

void TotalWeightOf(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  Step execution = Beside(explainer, cut, "execution_weight", figure);
  step.formula = explainer.Named(execution);
  step.parts.push_back(std::move(execution));
  for (const core::IndicatorState* indicator : IndicatorsOf(cut, figure.code)) {
    step.parts.push_back(explainer.Of(cut, "indicator_weight", indicator->set.indicator));
    step.formula +=
        " + " + indicator->set.indicator + " " + explainer.Shown(step.parts.back().value);
  }
  step.formula += " = " + explainer.Shown(step.value);
}

void TotalScoreOf(Explainer& explainer, Step& step, const Cut& cut, const Figure& figure) {
  step.parts.push_back(Beside(explainer, cut, "execution_score", figure));
  step.parts.push_back(Beside(explainer, cut, "indicators_score", figure));
  step.formula = explainer.Named(step.parts[0]) + " + " + explainer.Named(step.parts[1]) + " = " +
                 explainer.Shown(step.value);
}

void GradeOfTotal(Explainer& explainer, Step& step, const Cut& cut, const Figure&) {
  step.parts.push_back(explainer.Of(cut, "total_score", Selector()));
  step.formula = explainer.Named(step.parts[0]) + explainer.Say("；", "; ") +
                 PolicyOf(explainer, cut) + explainer.Say("：", ": ");
  for (size_t i = 0; i < cut.policy.grades.size(); ++i) {
    const core::Grade& grade = cut.policy.grades[i];
    step.formula += (i == 0 ? "" : explainer.Say("，", ", ")) + explainer.Say(grade.zh, grade.en) +
                    " ≥ " + std::to_string(grade.from_points);
  }
}

}  // namespace

Explainings PerformanceExplainings() {
  return {
      {"execution_reason_needed", ExecutionReasonNeededOf},
      {"execution_score", ExecutionScoreOf},
      {"execution_weight", ExecutionWeight},
      {"grade", GradeOfTotal},
      {"indicator_actual", Actual},
      {"indicator_actual_number", Actual},
      {"indicator_completion", Completion},
      {"indicator_core", AsSet},
      {"indicator_excess", Excess},
      {"indicator_first_target", AsSet},
      {"indicator_name", AsSet},
      {"indicator_nature", AsSet},
      {"indicator_reason_needed", ReasonNeeded},
      {"indicator_score", Score},
      {"indicator_target", AsSet},
      {"indicator_target_number", AsSet},
      {"indicator_unit", AsSet},
      {"indicator_weight", AsSet},
      {"indicators_score", IndicatorsScoreOf},
      {"total_score", TotalScoreOf},
      {"total_weight", TotalWeightOf},
  };
}

}  // namespace outturn::figures
