#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

int32_t NumberOf(const std::optional<core::Day>& day) { return day ? day->Number() : 0; }
std::string TextOf(const std::optional<core::Decimal>& value) {
  return value ? value->ToString() : std::string();
}

// A quantitative indicator has a target, no other has one.
void CheckTarget(Fields& fields, const std::string& text, core::IndicatorKind kind,
                 const std::optional<core::Decimal>& target) {
  if (!core::IsQuantitative(kind)) {
    if (text.empty()) return;
    return fields.Violate("target", text,
                          {"定性、时效指标不填，文字填 target_text",
                           "empty unless the indicator is quantitative: words are target_text"});
  }
  const bool above_zero = kind == core::IndicatorKind::kAtLeast;
  if (target && *target >= core::Decimal() && !(above_zero && *target == core::Decimal())) return;
  fields.Violate(
      "target", text,
      {"定量指标的目标值（≥ 须大于零）", "the target of a quantitative indicator (≥: above zero)"});
}

}  // namespace

core::GoalStated Read(const v1::GoalStated& from, Violations& violations) {
  Fields fields("goal_stated", violations);
  return {fields.Code("project", from.project(), Need::kOptional),
          fields.Text("expected", from.expected(), Need::kRequired)};
}
void Write(const core::GoalStated& from, v1::GoalStated& to) {
  to.set_project(from.project);
  to.set_expected(from.expected);
}

core::IndicatorSet Read(const v1::IndicatorSet& from, Violations& violations) {
  Fields fields("indicator_set", violations);
  core::IndicatorSet to;
  to.indicator = fields.Code("indicator", from.indicator(), Need::kRequired);
  to.project = fields.Code("project", from.project(), Need::kOptional);
  to.level1 = fields.Code("level1", from.level1(), Need::kRequired, kMaxIdBytes);
  to.level2 = fields.Code("level2", from.level2(), Need::kRequired, kMaxIdBytes);
  to.level3 = fields.Code("level3", from.level3(), Need::kRequired, 512);
  to.kind = fields.Enum("kind", from.kind(), v1::IndicatorKind_IsValid, Need::kRequired,
                        core::IndicatorKind::kQualitative);
  const auto target = fields.OptionalDecimal("target", from.target());
  const bool kind_known = from.kind() != 0 && v1::IndicatorKind_IsValid(from.kind());
  if (kind_known) CheckTarget(fields, from.target(), to.kind, target);
  to.target = target.value_or(core::Decimal());
  to.target_text = fields.Code("target_text", from.target_text(), Need::kOptional, 512);
  to.due = fields.OptionalDay("due", from.due());
  if (to.kind == core::IndicatorKind::kTimeliness && !to.due) {
    fields.Violate("due", "", {"时效指标的完成期限", "the due day of a timeliness indicator"});
  }
  to.unit = fields.Code("unit", from.unit(), Need::kOptional);
  to.weight = fields.Int("weight", from.weight(), 1, 100'000);
  to.core = from.core();
  to.order = fields.Int("order", from.order(), 0, 1'000'000);
  to.derived_from = fields.Code("derived_from", from.derived_from(), Need::kOptional, 256);
  to.approval = fields.Code("approval", from.approval(), Need::kOptional, kMaxIdBytes);
  return to;
}
void Write(const core::IndicatorSet& from, v1::IndicatorSet& to) {
  to.set_indicator(from.indicator);
  to.set_project(from.project);
  to.set_level1(from.level1);
  to.set_level2(from.level2);
  to.set_level3(from.level3);
  to.set_kind(static_cast<v1::IndicatorKind>(from.kind));
  if (core::IsQuantitative(from.kind)) to.set_target(from.target.ToString());
  to.set_target_text(from.target_text);
  to.set_due(NumberOf(from.due));
  to.set_unit(from.unit);
  to.set_weight(from.weight);
  to.set_core(from.core);
  to.set_order(from.order);
  to.set_derived_from(from.derived_from);
  to.set_approval(from.approval);
}

core::IndicatorRevised Read(const v1::IndicatorRevised& from, Violations& violations) {
  Fields fields("indicator_revised", violations);
  return {fields.Code("indicator", from.indicator(), Need::kRequired),
          fields.OptionalDecimal("target", from.target()),
          fields.Code("target_text", from.target_text(), Need::kOptional, 512),
          fields.OptionalDay("due", from.due()),
          fields.Int("weight", from.weight(), 0, 100'000),
          fields.Text("reason", from.reason(), Need::kRequired),
          fields.Code("approval", from.approval(), Need::kOptional, kMaxIdBytes)};
}
void Write(const core::IndicatorRevised& from, v1::IndicatorRevised& to) {
  to.set_indicator(from.indicator);
  to.set_target(TextOf(from.target));
  to.set_target_text(from.target_text);
  to.set_due(NumberOf(from.due));
  to.set_weight(from.weight);
  to.set_reason(from.reason);
  to.set_approval(from.approval);
}

core::ResultReported Read(const v1::ResultReported& from, Violations& violations) {
  Fields fields("result_reported", violations);
  core::ResultReported to;
  to.indicator = fields.Code("indicator", from.indicator(), Need::kRequired);
  to.mode = fields.Enum("mode", from.mode(), v1::ResultMode_IsValid, Need::kOptional,
                        core::ResultMode::kCumulative);
  to.value = fields.OptionalDecimal("value", from.value());
  to.text = fields.Text("text", from.text());
  to.completed_on = fields.OptionalDay("completed_on", from.completed_on());
  to.evidence = fields.Text("evidence", from.evidence());
  return to;
}
void Write(const core::ResultReported& from, v1::ResultReported& to) {
  to.set_indicator(from.indicator);
  to.set_mode(static_cast<v1::ResultMode>(from.mode));
  to.set_value(TextOf(from.value));
  to.set_text(from.text);
  to.set_completed_on(NumberOf(from.completed_on));
  to.set_evidence(from.evidence);
}

core::IndicatorRated Read(const v1::IndicatorRated& from, Violations& violations) {
  Fields fields("indicator_rated", violations);
  return {fields.Code("indicator", from.indicator(), Need::kRequired),
          fields.Code("band", from.band(), Need::kRequired),
          fields.Int("percent", from.percent(), 0, 100)};
}
void Write(const core::IndicatorRated& from, v1::IndicatorRated& to) {
  to.set_indicator(from.indicator);
  to.set_band(from.band);
  to.set_percent(from.percent);
}

core::DeviationExplained Read(const v1::DeviationExplained& from, Violations& violations) {
  Fields fields("deviation_explained", violations);
  if (!from.indicator().empty() && !from.figure().empty()) {
    fields.Violate("figure", from.figure(),
                   {"说明指标时不填资金指标名", "empty where an indicator is explained"});
  }
  return {fields.Code("indicator", from.indicator(), Need::kOptional),
          fields.Enum("cause", from.cause(), v1::DeviationCause_IsValid, Need::kOptional,
                      core::DeviationCause::kUnspecified),
          fields.Text("reason", from.reason(), Need::kRequired),
          fields.Text("improvement", from.improvement()),
          fields.Code("figure", from.figure(), Need::kOptional, 256)};
}
void Write(const core::DeviationExplained& from, v1::DeviationExplained& to) {
  to.set_indicator(from.indicator);
  to.set_cause(static_cast<v1::DeviationCause>(from.cause));
  to.set_reason(from.reason);
  to.set_improvement(from.improvement);
  to.set_figure(from.figure);
}

core::TextRecorded Read(const v1::TextRecorded& from, Violations& violations) {
  Fields fields("text_recorded", violations);
  return {fields.Code("form", from.form(), Need::kRequired),
          fields.Code("cell", from.cell(), Need::kRequired),
          fields.Text("text", from.text(), Need::kRequired)};
}
void Write(const core::TextRecorded& from, v1::TextRecorded& to) {
  to.set_form(from.form);
  to.set_cell(from.cell);
  to.set_text(from.text);
}

}  // namespace outturn::wire
