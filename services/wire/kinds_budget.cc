#include "services/wire/kinds.h"

namespace outturn::wire {
namespace {

core::EconomicClass ReadClass(Fields& fields, const std::string& value) {
  core::EconomicClass code = fields.EconomicClass("economic_class", value, Need::kOptional);
  if (code.find_first_not_of("0123456789") != std::string::npos) {
    fields.Violate("economic_class", code, {"数字代码，如 30201", "digits, as 30201"});
  }
  return code;
}

template <typename Message>
std::vector<core::ClassAmount> ReadAmounts(std::string_view path, const Message& from,
                                           Violations& violations) {
  std::vector<core::ClassAmount> amounts;
  if (!Fields(path, violations).Items("amounts", from.amounts_size())) return amounts;
  amounts.reserve(static_cast<size_t>(from.amounts_size()));
  for (int i = 0; i < from.amounts_size(); ++i) {
    const std::string item = ItemPath(path, "amounts", i);
    Fields fields(item, violations);
    amounts.push_back({ReadClass(fields, from.amounts(i).economic_class()),
                       fields.Amount("amount_fen", from.amounts(i).amount_fen())});
  }
  return amounts;
}

template <typename Message>
void WriteAmounts(const std::vector<core::ClassAmount>& from, Message& to) {
  for (const core::ClassAmount& amount : from) {
    v1::ClassAmount& out = *to.add_amounts();
    out.set_economic_class(amount.economic_class);
    out.set_amount_fen(amount.amount.count());
  }
}

core::Cause ReadCause(Fields& fields, v1::Cause cause) {
  return fields.Enum("cause", cause, v1::Cause_IsValid, Need::kRequired, core::Cause::kOwnDecision);
}

}  // namespace

core::InitialAppropriation Read(const v1::InitialAppropriation& from, Violations& violations) {
  Fields fields("initial_appropriation", violations);
  return {fields.Code("line", from.line(), Need::kRequired),
          ReadAmounts("initial_appropriation", from, violations)};
}
void Write(const core::InitialAppropriation& from, v1::InitialAppropriation& to) {
  to.set_line(from.line);
  WriteAmounts(from.amounts, to);
}

core::CarryOverIn Read(const v1::CarryOverIn& from, Violations& violations) {
  Fields fields("carry_over_in", violations);
  return {fields.Code("line", from.line(), Need::kRequired),
          ReadAmounts("carry_over_in", from, violations)};
}
void Write(const core::CarryOverIn& from, v1::CarryOverIn& to) {
  to.set_line(from.line);
  WriteAmounts(from.amounts, to);
}

core::Supplement Read(const v1::Supplement& from, Violations& violations) {
  Fields fields("supplement", violations);
  return {fields.Code("line", from.line(), Need::kRequired),
          ReadAmounts("supplement", from, violations), ReadCause(fields, from.cause())};
}
void Write(const core::Supplement& from, v1::Supplement& to) {
  to.set_line(from.line);
  WriteAmounts(from.amounts, to);
  to.set_cause(static_cast<v1::Cause>(from.cause));
}

core::Cut Read(const v1::Cut& from, Violations& violations) {
  Fields fields("cut", violations);
  return {fields.Code("line", from.line(), Need::kRequired), ReadAmounts("cut", from, violations),
          ReadCause(fields, from.cause())};
}
void Write(const core::Cut& from, v1::Cut& to) {
  to.set_line(from.line);
  WriteAmounts(from.amounts, to);
  to.set_cause(static_cast<v1::Cause>(from.cause));
}

core::Virement Read(const v1::Virement& from, Violations& violations) {
  Fields fields("virement", violations);
  core::Virement to;
  to.cause = ReadCause(fields, from.cause());
  if (!fields.Items("legs", from.legs_size(), 2)) return to;
  for (int i = 0; i < from.legs_size(); ++i) {
    const v1::VirementLeg& leg = from.legs(i);
    const std::string item = ItemPath("virement", "legs", i);
    Fields at(item, violations);
    to.legs.push_back({at.Code("unit", leg.unit(), Need::kOptional),
                       at.Code("line", leg.line(), Need::kRequired),
                       ReadClass(at, leg.economic_class()),
                       at.Enum("direction", leg.direction(), v1::Direction_IsValid, Need::kRequired,
                               core::Direction::kOut),
                       at.Amount("amount_fen", leg.amount_fen())});
  }
  return to;
}
void Write(const core::Virement& from, v1::Virement& to) {
  for (const core::VirementLeg& leg : from.legs) {
    v1::VirementLeg& out = *to.add_legs();
    out.set_unit(leg.unit);
    out.set_line(leg.line);
    out.set_economic_class(leg.economic_class);
    out.set_direction(static_cast<v1::Direction>(leg.direction));
    out.set_amount_fen(leg.amount.count());
  }
  to.set_cause(static_cast<v1::Cause>(from.cause));
}

core::FundsReceived Read(const v1::FundsReceived& from, Violations& violations) {
  Fields fields("funds_received", violations);
  return {fields.Code("line", from.line(), Need::kRequired),
          fields.Amount("amount_fen", from.amount_fen())};
}
void Write(const core::FundsReceived& from, v1::FundsReceived& to) {
  to.set_line(from.line);
  to.set_amount_fen(from.amount.count());
}

}  // namespace outturn::wire
