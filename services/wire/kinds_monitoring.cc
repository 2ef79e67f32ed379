#include "services/wire/kinds.h"

namespace outturn::wire {

core::ForecastReported Read(const v1::ForecastReported& from, Violations& violations) {
  Fields fields("forecast_reported", violations);
  core::ForecastReported to;
  to.indicator = fields.Code("indicator", from.indicator(), Need::kOptional);
  to.figure = fields.Code("figure", from.figure(), Need::kOptional, 256);
  to.amount = fields.AmountOrZero("amount_fen", from.amount_fen());
  to.value = fields.OptionalDecimal("value", from.value());
  to.text = fields.Text("text", from.text());
  to.likelihood = fields.Enum("likelihood", from.likelihood(), v1::Likelihood_IsValid,
                              Need::kOptional, core::Likelihood::kUnspecified);
  to.remark = fields.Text("remark", from.remark());
  if (!to.indicator.empty() && !to.figure.empty()) {
    fields.Violate("figure", to.figure,
                   {"预计指标时不填资金指标名", "empty where an indicator is forecast"});
  }
  if (!to.indicator.empty() && from.amount_fen() != 0) {
    fields.Violate("amount_fen", std::to_string(from.amount_fen()),
                   {"预计指标时不填金额", "empty where an indicator is forecast"});
  }
  if (to.indicator.empty() && to.value) {
    fields.Violate("value", from.value(),
                   {"预计资金时填金额", "of money the amount is given, not a value"});
  }
  return to;
}
void Write(const core::ForecastReported& from, v1::ForecastReported& to) {
  to.set_indicator(from.indicator);
  to.set_figure(from.figure);
  to.set_amount_fen(from.amount.count());
  if (from.value) to.set_value(from.value->ToString());
  to.set_text(from.text);
  to.set_likelihood(static_cast<v1::Likelihood>(from.likelihood));
  to.set_remark(from.remark);
}

core::WarningHandled Read(const v1::WarningHandled& from, Violations& violations) {
  Fields fields("warning_handled", violations);
  return {fields.Code("rule", from.rule(), Need::kRequired),
          fields.Code("subject", from.subject(), Need::kOptional, 256),
          fields.Enum("handling", from.handling(), v1::WarningHandling_IsValid, Need::kRequired,
                      core::WarningHandling::kLetPass),
          fields.Text("reason", from.reason(), Need::kRequired),
          fields.Code("attachment", from.attachment(), Need::kOptional, 512)};
}
void Write(const core::WarningHandled& from, v1::WarningHandled& to) {
  to.set_rule(from.rule);
  to.set_subject(from.subject);
  to.set_handling(static_cast<v1::WarningHandling>(from.handling));
  to.set_reason(from.reason);
  to.set_attachment(from.attachment);
}

}  // namespace outturn::wire
