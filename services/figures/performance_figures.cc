// Figures of performance: indicators, scores, grade.
#include "services/figures/definitions.h"
#include "services/figures/scoring.h"

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

Value ExecutionScoreFigure(const Cut& cut, const Figure&) {
  return OptionalPoints(ExecutionScore(cut), Absence::kDenominatorZero);
}
Value ExecutionWeight(const Cut& cut, const Figure&) { return Points{cut.policy.execution_points}; }
Value ExecutionReason(const Cut& cut, const Figure&) {
  const auto found = cut.ledger.deviations.find("");
  if (found == cut.ledger.deviations.end()) return NoValue{};
  const core::DeviationExplained* explained = found->second.At(cut.as_of);
  return explained == nullptr ? NoValue{} : ReasonOrNothing(explained->reason);
}
Value ExecutionReasonNeededFigure(const Cut& cut, const Figure&) {
  return YesOrNo(ExecutionReasonNeeded(cut));
}
Value IndicatorsScoreFigure(const Cut& cut, const Figure&) { return IndicatorsScore(cut); }
Value TotalWeightFigure(const Cut& cut, const Figure&) { return TotalWeight(cut); }
Value TotalScoreFigure(const Cut& cut, const Figure&) { return TotalScore(cut); }
Value GradeFigure(const Cut& cut, const Figure&) {
  const core::Grade* grade = GradeOf(cut);
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
  constexpr Takes kNone = Takes::kNothing;
  std::vector<Definition> definitions = IndicatorDefinitions();
  const std::vector<Definition> totals = {
      Derived("execution_weight", "预算执行分值", "points for execution", "政策规定的预算执行分值",
              "as the policy says", "point_hundredths", "F01", kNone, ExecutionWeight),
      Derived("execution_score", "预算执行得分", "score of execution",
              "预算执行分值 × 预算执行率，不超过分值",
              "points for execution × execution rate, capped", "point_hundredths", "F01", kNone,
              ExecutionScoreFigure),
      Derived("execution_reason", "预算执行偏差原因", "reason of the execution rate",
              "最近一次登记的预算执行偏差原因", "as last explained", "text", "F01", kNone,
              ExecutionReason),
      Derived("execution_reason_needed", "是否须说明预算执行偏差", "execution reason needed",
              "预算执行率低于政策规定的比例", "the execution rate is below the policy's threshold",
              "text", "F01", kNone, ExecutionReasonNeededFigure),
      Derived("indicators_score", "绩效指标得分", "score of the indicators",
              "部门整体各指标得分之和，未上报的计零", "sum over the department's indicators",
              "point_hundredths", "F23", kNone, IndicatorsScoreFigure),
      Derived("total_weight", "总分值", "total of weights", "预算执行分值 + 部门整体各指标分值",
              "points for execution + weights of the department's indicators", "point_hundredths",
              "F23", kNone, TotalWeightFigure),
      Derived("total_score", "总得分", "total score", "预算执行得分 + 绩效指标得分",
              "score of execution + score of the indicators", "point_hundredths", "F23", kNone,
              TotalScoreFigure),
      Derived("grade", "评价等级", "grade", "按政策的分档由总得分确定", "by the policy's bands",
              "text", "F24", kNone, GradeFigure),
  };
  definitions.insert(definitions.end(), totals.begin(), totals.end());
  return definitions;
}

}  // namespace outturn::figures
