// Figures of performance: indicators, scores, grade.
#include "services/figures/definitions.h"
#include "services/figures/values/reported.h"
#include "services/figures/values/scoring.h"

namespace outturn::figures {
namespace {

Value OptionalPoints(const std::optional<Points>& points, Absence otherwise) {
  if (points) return *points;
  return NoValue{otherwise};
}

Value ReasonOrNothing(const std::string& reason) {
  if (reason.empty()) return NoValue{Absence::kNotRecorded};
  return Text{reason, ""};
}

Value YesOrNo(bool yes) { return yes ? Text{"是", "yes"} : Text{"否", "no"}; }

// What one indicator's result says.
template <Value (*kTake)(const IndicatorResult&)>
Value OfIndicator(const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = FindIndicator(cut, figure.code);
  if (indicator == nullptr) return NoValue{Absence::kNotInLedger};
  return kTake(ScoreIndicator(cut, *indicator));
}

Value Target(const IndicatorResult& result) { return result.target; }
Value Actual(const IndicatorResult& result) { return result.actual; }
Value Completion(const IndicatorResult& result) { return result.completion; }
Value Weight(const IndicatorResult& result) { return Points{result.set.weight}; }
Value Score(const IndicatorResult& result) {
  return OptionalPoints(result.score, Absence::kNotReported);
}
Value Nature(const IndicatorResult& result) {
  switch (result.set.kind) {
    case core::IndicatorKind::kAtLeast:
      return Text{"≥", ""};
    case core::IndicatorKind::kAtMost:
      return Text{"≤", ""};
    case core::IndicatorKind::kEqual:
      return Text{"＝", "="};
    case core::IndicatorKind::kQualitative:
      return Text{"定性", "qualitative"};
    case core::IndicatorKind::kTimeliness:
      return Text{"时效", "timeliness"};
  }
  return NoValue{Absence::kNotApplicable};
}
Value Unit(const IndicatorResult& result) { return ReasonOrNothing(result.set.unit); }
// A number without its unit; words as they are.
Value Bare(const Value& value) {
  const auto* quantity = std::get_if<Quantity>(&value);
  return quantity == nullptr ? value : Value(Quantity{quantity->number, "", ""});
}
Value TargetNumber(const IndicatorResult& result) { return Bare(result.target); }
Value ActualNumber(const IndicatorResult& result) { return Bare(result.actual); }
Value IsCore(const IndicatorResult& result) { return YesOrNo(result.set.core); }
Value FirstTarget(const Cut& cut, const Figure& figure) {
  const core::IndicatorState* indicator = FindIndicator(cut, figure.code);
  if (indicator == nullptr) return NoValue{Absence::kNotInLedger};
  const core::IndicatorSet& set = indicator->set;
  if (core::IsQuantitative(set.kind)) return Quantity{set.target, "", ""};
  if (!set.target_text.empty()) return Text{set.target_text, ""};
  if (set.due) return Text{set.due->ToString(), ""};
  return NoValue{Absence::kNotApplicable};
}
Value Reason(const IndicatorResult& result) { return ReasonOrNothing(result.reason); }
Value ReasonNeeded(const IndicatorResult& result) { return YesOrNo(result.reason_needed); }
Value Name(const IndicatorResult& result) { return Text{result.set.level3, ""}; }
Value Excess(const IndicatorResult& result) {
  const auto* ratio = std::get_if<Ratio>(&result.completion);
  if (ratio == nullptr) return result.completion;
  const auto excess = Minus(ratio->numerator, ratio->denominator);
  if (!excess) return NoValue{Absence::kTooLarge};
  return RatioOf(*excess, ratio->denominator);
}

// The figure's code is a project, or nothing.
Value ExecutionScoreFigure(const Cut& cut, const Figure& figure) {
  return OptionalPoints(ExecutionScore(cut, figure.code), Absence::kDenominatorZero);
}
Value ExecutionWeight(const Cut& cut, const Figure&) { return Points{cut.policy.execution_points}; }
Value ExecutionReason(const Cut& cut, const Figure& figure) {
  const auto* explained = ExecutionDeviation(cut, figure.selector);
  return explained == nullptr ? NoValue{} : ReasonOrNothing(explained->value.reason);
}
Value ExecutionReasonNeededFigure(const Cut& cut, const Figure& figure) {
  return YesOrNo(ExecutionReasonNeeded(cut, figure.code));
}
Value IndicatorsScoreFigure(const Cut& cut, const Figure& figure) {
  return IndicatorsScore(cut, figure.code);
}
Value TotalWeightFigure(const Cut& cut, const Figure& figure) {
  return TotalWeight(cut, figure.code);
}
Value TotalScoreFigure(const Cut& cut, const Figure& figure) {
  return TotalScore(cut, figure.code);
}
Value GradeFigure(const Cut& cut, const Figure& figure) {
  const core::Grade* grade = GradeOf(cut, figure.code);
  if (grade == nullptr) return NoValue{Absence::kNotApplicable};
  return Text{grade->zh, grade->en};
}

std::vector<Definition> IndicatorDefinitions() {
  constexpr Takes kCode = Takes::kIndicator;
  return {
      Derived("indicator_name", "三级指标", "indicator", "指标名称", "its name (level 3)", "text",
              "", kCode, OfIndicator<Name>),
      Derived("indicator_target", "年度指标值", "target", "截止日有效的指标值",
              "as revised up to the day of the cut", "number", "", kCode, OfIndicator<Target>),
      Derived(
          "indicator_actual", "实际完成值", "result",
          "累计上报取最近一次，增量上报相加；由资金取数的指标为该指标的万元数",
          "cumulative reports replace, incremental ones add; an indicator derived from money takes "
          "that figure in 万元",
          "number", "", kCode, OfIndicator<Actual>),
      Derived("indicator_nature", "指标性质", "nature of the indicator", "≥、≤、＝、定性或时效",
              "≥, ≤, =, qualitative or timeliness", "text", "", kCode, OfIndicator<Nature>),
      Derived("indicator_unit", "度量单位", "unit of measure", "指标值的单位", "of its target",
              "text", "", kCode, OfIndicator<Unit>),
      Derived("indicator_target_number", "指标值（不带单位）", "target without its unit",
              "截止日有效的指标值，只取数", "as revised up to the day of the cut", "number", "",
              kCode, OfIndicator<TargetNumber>),
      Derived("indicator_first_target", "年初指标值", "target as first set",
              "首次设定的指标值，只取数", "before any revision, without its unit", "number", "",
              kCode, FirstTarget),
      Derived("indicator_actual_number", "完成值（不带单位）", "result without its unit",
              "同实际完成值，只取数", "as the result, without its unit", "number", "", kCode,
              OfIndicator<ActualNumber>),
      Derived("indicator_core", "是否核心指标", "core indicator", "设定指标时标明",
              "as said when it was set", "text", "", kCode, OfIndicator<IsCore>),
      Derived("indicator_completion", "完成率", "completion", "实际完成值 ÷ 年度指标值",
              "result ÷ target", "ratio", "", kCode, OfIndicator<Completion>),
      Derived("indicator_excess", "超额完成率", "excess over target",
              "（实际完成值 − 年度指标值）÷ 年度指标值", "(result − target) ÷ target", "ratio",
              "F22", kCode, OfIndicator<Excess>),
      Derived("indicator_weight", "分值", "weight", "截止日有效的分值",
              "in force on the day of the cut", "point_hundredths", "", kCode, OfIndicator<Weight>),
      Derived(
          "indicator_score", "得分", "score",
          "≥：分值×完成值÷指标值；≤：分值×指标值÷完成值；="
          "：按政策；定性：分值×评定比例；时效：按期满分，逾期零分。"
          "不超过分值，按政策的小数位四舍五入；未上报不得分",
          "≥: weight × result ÷ target; ≤: weight × target ÷ result; =: by policy; qualitative: "
          "weight "
          "× percentage rated; timeliness: all or nothing. Never above the weight, rounded half "
          "up to "
          "the policy's decimals; none while nothing is reported",
          "point_hundredths", "F18–F21", kCode, OfIndicator<Score>),
      Derived("indicator_reason", "偏差原因分析及改进措施", "reason of deviation",
              "最近一次登记的偏差原因", "as last explained", "text", "", kCode,
              OfIndicator<Reason>),
      Derived(
          "indicator_reason_needed", "是否须说明偏差原因", "reason needed",
          "得分低于分值，或完成率超过政策规定的比例，或期满未上报",
          "the score is below the weight, the completion above the policy's threshold, or nothing "
          "was reported in time",
          "text", "F22", kCode, OfIndicator<ReasonNeeded>),
  };
}

}  // namespace

std::vector<Definition> PerformanceDefinitions() {
  // Of a project where its code stands between the brackets, else of the department.
  constexpr Takes kProject = Takes::kProject;
  std::vector<Definition> definitions = IndicatorDefinitions();
  const std::vector<Definition> totals = {
      Derived("execution_weight", "预算执行分值", "points for execution", "政策规定的预算执行分值",
              "as the policy says", "point_hundredths", "F01", kProject, ExecutionWeight),
      Derived("execution_score", "预算执行得分", "score of execution",
              "预算执行分值 × 预算执行率，不超过分值",
              "points for execution × execution rate, capped", "point_hundredths", "F01", kProject,
              ExecutionScoreFigure),
      Derived("execution_reason", "预算执行偏差原因", "reason of the execution rate",
              "最近一次登记的预算执行偏差原因", "as last explained", "text", "F01",
              Takes::kSelector, ExecutionReason),
      Derived("execution_reason_needed", "是否须说明预算执行偏差", "execution reason needed",
              "预算执行率低于政策规定的比例", "the execution rate is below the policy's threshold",
              "text", "F01", kProject, ExecutionReasonNeededFigure),
      Derived("indicators_score", "绩效指标得分", "score of the indicators",
              "部门整体（或所写项目）各指标得分之和，未上报的计零",
              "sum over the indicators of the department, or of the project named",
              "point_hundredths", "F23", kProject, IndicatorsScoreFigure),
      Derived("total_weight", "总分值", "total of weights", "预算执行分值 + 部门整体各指标分值",
              "points for execution + weights of the department's indicators", "point_hundredths",
              "F23", kProject, TotalWeightFigure),
      Derived("total_score", "总得分", "total score", "预算执行得分 + 绩效指标得分",
              "score of execution + score of the indicators", "point_hundredths", "F23", kProject,
              TotalScoreFigure),
      Derived("grade", "评价等级", "grade", "按政策的分档由总得分确定", "by the policy's bands",
              "text", "F24", kProject, GradeFigure),
  };
  definitions.insert(definitions.end(), totals.begin(), totals.end());
  return definitions;
}

}  // namespace outturn::figures
