#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

core::EventRef ReadRef(std::string_view path, const v1::EventRef& from, Violations& violations) {
  Fields fields(path, violations);
  return {fields.Code("source", from.source(), Need::kOptional),
          fields.Code("external_id", from.external_id(), Need::kRequired, kMaxIdBytes)};
}

void WriteRef(const core::EventRef& from, v1::EventRef& to) {
  to.set_source(from.source);
  to.set_external_id(from.external_id);
}

}  // namespace

core::Commitment Read(const v1::Commitment& from, Violations& violations) {
  Fields fields("commitment", violations);
  return {fields.Code("line", from.line(), Need::kRequired),
          fields.EconomicClass("economic_class", from.economic_class(), Need::kRequired),
          fields.Amount("amount_fen", from.amount_fen()),
          fields.Code("counterparty", from.counterparty(), Need::kOptional, kMaxIdBytes),
          fields.Code("contract_number", from.contract_number(), Need::kOptional, kMaxIdBytes),
          fields.Text("purpose", from.purpose()),
          from.procurement()};
}
void Write(const core::Commitment& from, v1::Commitment& to) {
  to.set_line(from.line);
  to.set_economic_class(from.economic_class);
  to.set_amount_fen(from.amount.count());
  to.set_counterparty(from.counterparty);
  to.set_contract_number(from.contract_number);
  to.set_purpose(from.purpose);
  to.set_procurement(from.procurement);
}

core::CommitmentRelease Read(const v1::CommitmentRelease& from, Violations& violations) {
  Fields fields("commitment_release", violations);
  return {ReadRef("commitment_release.commitment", from.commitment(), violations),
          fields.Amount("amount_fen", from.amount_fen())};
}
void Write(const core::CommitmentRelease& from, v1::CommitmentRelease& to) {
  WriteRef(from.commitment, *to.mutable_commitment());
  to.set_amount_fen(from.amount.count());
}

core::Payment Read(const v1::Payment& from, Violations& violations) {
  Fields fields("payment", violations);
  core::Payment to;
  to.line = fields.Code("line", from.line(), Need::kRequired);
  to.economic_class =
      fields.EconomicClass("economic_class", from.economic_class(), Need::kRequired);
  to.amount = fields.Amount("amount_fen", from.amount_fen());
  to.payee = fields.Code("payee", from.payee(), Need::kRequired, kMaxPayeeBytes);
  to.purpose = fields.Text("purpose", from.purpose());
  to.voucher = fields.Code("voucher", from.voucher(), Need::kRequired, kMaxIdBytes);
  to.procurement = from.procurement();
  to.method = fields.Enum("method", from.method(), v1::PaymentMethod_IsValid, Need::kOptional,
                          core::PaymentMethod::kUnspecified);
  if (from.has_commitment()) {
    to.commitment = ReadRef("payment.commitment", from.commitment(), violations);
  }
  to.drawn = fields.AmountOrZero("drawn_fen", from.drawn_fen());
  if (from.drawn_fen() != 0 && !from.has_commitment()) {
    fields.Violate("drawn_fen", std::to_string(from.drawn_fen()),
                   {"有合同时才填", "empty without a commitment"});
  }
  return to;
}
void Write(const core::Payment& from, v1::Payment& to) {
  to.set_line(from.line);
  to.set_economic_class(from.economic_class);
  to.set_amount_fen(from.amount.count());
  to.set_payee(from.payee);
  to.set_purpose(from.purpose);
  to.set_voucher(from.voucher);
  to.set_procurement(from.procurement);
  to.set_method(static_cast<v1::PaymentMethod>(from.method));
  if (from.commitment) WriteRef(*from.commitment, *to.mutable_commitment());
  to.set_drawn_fen(from.drawn.count());
}

core::Reversal Read(const v1::Reversal& from, Violations& violations) {
  Fields fields("reversal", violations);
  core::Reversal to;
  to.payment = ReadRef("reversal.payment", from.payment(), violations);
  to.amount = fields.Amount("amount_fen", from.amount_fen());
  to.kind = fields.Enum("kind", from.kind(), v1::ReversalKind_IsValid, Need::kRequired,
                        core::ReversalKind::kReversed);
  to.reason = fields.Text("reason", from.reason());
  to.line = fields.Code("line", from.line(), Need::kOptional);
  to.economic_class =
      fields.EconomicClass("economic_class", from.economic_class(), Need::kOptional);
  to.payment_position = from.payment_position();
  to.procurement = from.procurement();
  return to;
}
void Write(const core::Reversal& from, v1::Reversal& to) {
  WriteRef(from.payment, *to.mutable_payment());
  to.set_amount_fen(from.amount.count());
  to.set_kind(static_cast<v1::ReversalKind>(from.kind));
  to.set_reason(from.reason);
  to.set_line(from.line);
  to.set_economic_class(from.economic_class);
  to.set_payment_position(from.payment_position);
  to.set_procurement(from.procurement);
}

core::PriorYearRefund Read(const v1::PriorYearRefund& from, Violations& violations) {
  Fields fields("prior_year_refund", violations);
  return {ReadRef("prior_year_refund.payment", from.payment(), violations),
          fields.Amount("amount_fen", from.amount_fen()), fields.Text("reason", from.reason()),
          from.payment_position(), from.payment_year()};
}
void Write(const core::PriorYearRefund& from, v1::PriorYearRefund& to) {
  WriteRef(from.payment, *to.mutable_payment());
  to.set_amount_fen(from.amount.count());
  to.set_reason(from.reason);
  to.set_payment_position(from.payment_position);
  to.set_payment_year(from.payment_year);
}

core::Correction Read(const v1::Correction& from, Violations& violations) {
  Fields fields("correction", violations);
  core::Correction to;
  to.payment = ReadRef("correction.payment", from.payment(), violations);
  to.amount = fields.Amount("amount_fen", from.amount_fen());
  to.from_line = fields.Code("from_line", from.from_line(), Need::kOptional);
  to.from_economic_class =
      fields.EconomicClass("from_economic_class", from.from_economic_class(), Need::kOptional);
  to.to_line = fields.Code("to_line", from.to_line(), Need::kRequired);
  to.to_economic_class =
      fields.EconomicClass("to_economic_class", from.to_economic_class(), Need::kRequired);
  to.reason = fields.Text("reason", from.reason(), Need::kRequired);
  to.payment_position = from.payment_position();
  to.procurement = from.procurement();
  return to;
}
void Write(const core::Correction& from, v1::Correction& to) {
  WriteRef(from.payment, *to.mutable_payment());
  to.set_amount_fen(from.amount.count());
  to.set_from_line(from.from_line);
  to.set_from_economic_class(from.from_economic_class);
  to.set_to_line(from.to_line);
  to.set_to_economic_class(from.to_economic_class);
  to.set_reason(from.reason);
  to.set_payment_position(from.payment_position);
  to.set_procurement(from.procurement);
}

}  // namespace outturn::wire
