#include "services/wire/codec.h"

#include "services/wire/kinds.h"
#include "services/wire/payment_bytes.h"

namespace outturn::wire {
namespace {

std::optional<core::Override> ReadOverride(const v1::Header& from, Violations& violations) {
  if (!from.has_override()) return std::nullopt;
  Fields fields("header.override", violations);
  return core::Override{fields.Text("reason", from.override().reason(), Need::kRequired),
                        fields.Text("authority", from.override().authority(), Need::kRequired)};
}

core::Header ReadHeader(const v1::Header& from, bool needs_ledger, Violations& violations) {
  Fields fields("header", violations);
  core::Header to;
  to.ref.source = fields.Code("source", from.source(), Need::kRequired);
  to.ref.external_id = fields.Code("external_id", from.external_id(), Need::kRequired, kMaxIdBytes);
  to.actor = fields.Code("actor", from.actor(), Need::kRequired);
  to.ledger.unit =
      fields.Code("unit", from.unit(), needs_ledger ? Need::kRequired : Need::kOptional);
  to.ledger.year =
      needs_ledger ? fields.Int("year", from.year(), 1900, 2999) : static_cast<int>(from.year());
  to.effective_on = fields.DayOf("effective_on", from.effective_on());
  to.document_number =
      fields.Code("document_number", from.document_number(), Need::kOptional, kMaxIdBytes);
  if (from.expected_version() != 0) to.expected_version = from.expected_version();
  to.override_by = ReadOverride(from, violations);
  return to;
}

void WriteHeader(const core::Header& from, v1::Header& to) {
  to.set_source(from.ref.source);
  to.set_external_id(from.ref.external_id);
  to.set_actor(from.actor);
  to.set_unit(from.ledger.unit);
  to.set_year(from.ledger.year);
  to.set_effective_on(from.effective_on.Number());
  to.set_document_number(from.document_number);
  to.set_expected_version(from.expected_version.value_or(0));
  if (from.override_by) {
    to.mutable_override()->set_reason(from.override_by->reason);
    to.mutable_override()->set_authority(from.override_by->authority);
  }
}

// No `default`: the compiler tells when a kind is missing.
std::optional<core::Body> ReadBody(const v1::Command& from, Violations& violations) {
  switch (from.body_case()) {
    case v1::Command::kPolicyAdopted:
      return Read(from.policy_adopted(), violations);
    case v1::Command::kLedgerOpened:
      return Read(from.ledger_opened(), violations);
    case v1::Command::kLedgerClosed:
      return Read(from.ledger_closed(), violations);
    case v1::Command::kLedgerReopened:
      return Read(from.ledger_reopened(), violations);
    case v1::Command::kLineOpened:
      return Read(from.line_opened(), violations);
    case v1::Command::kInitialAppropriation:
      return Read(from.initial_appropriation(), violations);
    case v1::Command::kCarryOverIn:
      return Read(from.carry_over_in(), violations);
    case v1::Command::kSupplement:
      return Read(from.supplement(), violations);
    case v1::Command::kCut:
      return Read(from.cut(), violations);
    case v1::Command::kVirement:
      return Read(from.virement(), violations);
    case v1::Command::kFundsReceived:
      return Read(from.funds_received(), violations);
    case v1::Command::kCommitment:
      return Read(from.commitment(), violations);
    case v1::Command::kCommitmentRelease:
      return Read(from.commitment_release(), violations);
    case v1::Command::kPayment:
      return Read(from.payment(), violations);
    case v1::Command::kReversal:
      return Read(from.reversal(), violations);
    case v1::Command::kPriorYearRefund:
      return Read(from.prior_year_refund(), violations);
    case v1::Command::kCorrection:
      return Read(from.correction(), violations);
    case v1::Command::kGoalStated:
      return Read(from.goal_stated(), violations);
    case v1::Command::kIndicatorSet:
      return Read(from.indicator_set(), violations);
    case v1::Command::kIndicatorRevised:
      return Read(from.indicator_revised(), violations);
    case v1::Command::kResultReported:
      return Read(from.result_reported(), violations);
    case v1::Command::kIndicatorRated:
      return Read(from.indicator_rated(), violations);
    case v1::Command::kDeviationExplained:
      return Read(from.deviation_explained(), violations);
    case v1::Command::kTextRecorded:
      return Read(from.text_recorded(), violations);
    case v1::Command::kForecastReported:
      return Read(from.forecast_reported(), violations);
    case v1::Command::kWarningHandled:
      return Read(from.warning_handled(), violations);
    case v1::Command::kReportPublished:
      return Read(from.report_published(), violations);
    case v1::Command::kQuotaSet:
      return Read(from.quota_set(), violations);
    case v1::Command::kHeadcountReported:
      return Read(from.headcount_reported(), violations);
    case v1::Command::kBuildingReported:
      return Read(from.building_reported(), violations);
    case v1::Command::kPriorYearFigures:
      return Read(from.prior_year_figures(), violations);
    case v1::Command::kDeclaration:
      return Read(from.declaration(), violations);
    case v1::Command::BODY_NOT_SET:
      Fields("", violations).Violate("body", "", {"一种业务事项", "one kind of event"});
      return std::nullopt;
  }
  return std::nullopt;
}

v1::PolicyAdopted& Slot(v1::Command& to, const core::PolicyAdopted&) {
  return *to.mutable_policy_adopted();
}
v1::LedgerOpened& Slot(v1::Command& to, const core::LedgerOpened&) {
  return *to.mutable_ledger_opened();
}
v1::LedgerClosed& Slot(v1::Command& to, const core::LedgerClosed&) {
  return *to.mutable_ledger_closed();
}
v1::LedgerReopened& Slot(v1::Command& to, const core::LedgerReopened&) {
  return *to.mutable_ledger_reopened();
}
v1::LineOpened& Slot(v1::Command& to, const core::LineOpened&) { return *to.mutable_line_opened(); }
v1::InitialAppropriation& Slot(v1::Command& to, const core::InitialAppropriation&) {
  return *to.mutable_initial_appropriation();
}
v1::CarryOverIn& Slot(v1::Command& to, const core::CarryOverIn&) {
  return *to.mutable_carry_over_in();
}
v1::Supplement& Slot(v1::Command& to, const core::Supplement&) { return *to.mutable_supplement(); }
v1::Cut& Slot(v1::Command& to, const core::Cut&) { return *to.mutable_cut(); }
v1::Virement& Slot(v1::Command& to, const core::Virement&) { return *to.mutable_virement(); }
v1::FundsReceived& Slot(v1::Command& to, const core::FundsReceived&) {
  return *to.mutable_funds_received();
}
v1::Commitment& Slot(v1::Command& to, const core::Commitment&) { return *to.mutable_commitment(); }
v1::CommitmentRelease& Slot(v1::Command& to, const core::CommitmentRelease&) {
  return *to.mutable_commitment_release();
}
v1::Payment& Slot(v1::Command& to, const core::Payment&) { return *to.mutable_payment(); }
v1::Reversal& Slot(v1::Command& to, const core::Reversal&) { return *to.mutable_reversal(); }
v1::PriorYearRefund& Slot(v1::Command& to, const core::PriorYearRefund&) {
  return *to.mutable_prior_year_refund();
}
v1::Correction& Slot(v1::Command& to, const core::Correction&) { return *to.mutable_correction(); }
v1::GoalStated& Slot(v1::Command& to, const core::GoalStated&) { return *to.mutable_goal_stated(); }
v1::IndicatorSet& Slot(v1::Command& to, const core::IndicatorSet&) {
  return *to.mutable_indicator_set();
}
v1::IndicatorRevised& Slot(v1::Command& to, const core::IndicatorRevised&) {
  return *to.mutable_indicator_revised();
}
v1::ResultReported& Slot(v1::Command& to, const core::ResultReported&) {
  return *to.mutable_result_reported();
}
v1::IndicatorRated& Slot(v1::Command& to, const core::IndicatorRated&) {
  return *to.mutable_indicator_rated();
}
v1::DeviationExplained& Slot(v1::Command& to, const core::DeviationExplained&) {
  return *to.mutable_deviation_explained();
}
v1::TextRecorded& Slot(v1::Command& to, const core::TextRecorded&) {
  return *to.mutable_text_recorded();
}
v1::ForecastReported& Slot(v1::Command& to, const core::ForecastReported&) {
  return *to.mutable_forecast_reported();
}
v1::WarningHandled& Slot(v1::Command& to, const core::WarningHandled&) {
  return *to.mutable_warning_handled();
}
v1::ReportPublished& Slot(v1::Command& to, const core::ReportPublished&) {
  return *to.mutable_report_published();
}
v1::QuotaSet& Slot(v1::Command& to, const core::QuotaSet&) { return *to.mutable_quota_set(); }
v1::HeadcountReported& Slot(v1::Command& to, const core::HeadcountReported&) {
  return *to.mutable_headcount_reported();
}
v1::BuildingReported& Slot(v1::Command& to, const core::BuildingReported&) {
  return *to.mutable_building_reported();
}
v1::PriorYearFigures& Slot(v1::Command& to, const core::PriorYearFigures&) {
  return *to.mutable_prior_year_figures();
}
v1::Declaration& Slot(v1::Command& to, const core::Declaration&) {
  return *to.mutable_declaration();
}

std::optional<core::Outcome> ReadOutcome(const v1::Outcome& from) {
  core::Outcome to;
  to.ledger_version = from.ledger_version();
  if (from.has_headroom()) {
    const auto day = core::Day::OfNumber(from.headroom_on());
    if (!day) return std::nullopt;
    to.headroom = core::DaySeries::Low{core::Fen(from.headroom_fen()), *day};
  }
  for (const v1::Warning& warning : from.warnings()) {
    const auto reason = core::ReasonNamed(warning.reason());
    if (!reason || !v1::ControlMode_IsValid(warning.mode())) return std::nullopt;
    core::Warning& out = to.warnings.emplace_back(
        core::Warning{{*reason, {}}, static_cast<core::ControlMode>(warning.mode())});
    for (const auto& [name, value] : warning.variables()) {
      out.exceeded.variables.push_back({name, value});
    }
  }
  return to;
}

}  // namespace

std::variant<core::Command, Violations> Decode(const v1::Command& from) {
  Violations violations;
  const bool of_the_book = from.body_case() == v1::Command::kPolicyAdopted;
  core::Header header = ReadHeader(from.header(), !of_the_book, violations);
  std::optional<core::Body> body = ReadBody(from, violations);
  if (!violations.empty()) return violations;
  return core::Command{std::move(header), *std::move(body)};
}

void Encode(const core::Command& from, v1::Command& to) {
  // Header and body rather than the whole: of a message that is filled again and again the body
  // then keeps its memory from one event to the next of its kind.
  to.mutable_header()->Clear();
  WriteHeader(from.header, *to.mutable_header());
  std::visit(
      [&to](const auto& kind) {
        auto& slot = Slot(to, kind);
        slot.Clear();
        Write(kind, slot);
      },
      from.body);
}

void Encode(const core::Outcome& from, v1::Outcome& to) {
  to.Clear();
  to.set_ledger_version(from.ledger_version);
  if (from.headroom) {
    to.set_has_headroom(true);
    to.set_headroom_fen(from.headroom->amount.count());
    to.set_headroom_on(from.headroom->day.Number());
  }
  for (const core::Warning& warning : from.warnings) {
    v1::Warning& out = *to.add_warnings();
    out.set_reason(std::string(core::Name(warning.exceeded.reason)));
    for (const core::Variable& variable : warning.exceeded.variables) {
      (*out.mutable_variables())[variable.name] = variable.value;
    }
    out.set_mode(static_cast<v1::ControlMode>(warning.mode));
  }
}

void AppendEvent(const core::Event& event, std::string& bytes) {
  if (AppendPayment(event, bytes)) return;
  thread_local v1::Event to;  // kept for its memory
  to.set_position(event.position);
  to.set_recorded_at_us(event.recorded_at.microseconds());
  Encode(event.command, *to.mutable_command());
  Encode(event.outcome, *to.mutable_outcome());
  to.AppendToString(&bytes);
}

std::string EncodeEvent(const core::Event& event) {
  std::string bytes;
  AppendEvent(event, bytes);
  return bytes;
}

std::optional<core::Event> DecodeEvent(std::string_view bytes) {
  v1::Event from;
  if (!from.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  auto command = Decode(from.command());
  auto outcome = ReadOutcome(from.outcome());
  if (!std::holds_alternative<core::Command>(command) || !outcome) return std::nullopt;
  return core::Event{from.position(), core::Instant(from.recorded_at_us()),
                     std::get<core::Command>(std::move(command)), *std::move(outcome)};
}

}  // namespace outturn::wire
