#include "services/audit/concerns.h"

#include "services/audit/one_of.h"

namespace outturn::audit {
namespace {

// The lines a kind names. A new kind does not compile until it says which.
struct NamedLines {
  const std::string& unit;
  std::vector<core::LineCode> operator()(const core::Virement& e) const {
    std::vector<core::LineCode> lines;
    for (const core::VirementLeg& leg : e.legs) {
      if (leg.unit == unit) lines.push_back(leg.line);
    }
    return lines;
  }
  std::vector<core::LineCode> operator()(const core::Correction& e) const {
    return {e.from_line, e.to_line};
  }
  // Of a refund of an earlier year that is taken back, no line.
  std::vector<core::LineCode> operator()(const core::Reversal& e) const {
    if (e.line.empty()) return {};
    return {e.line};
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::LineOpened, core::InitialAppropriation, core::CarryOverIn,
                   core::Supplement, core::Cut, core::FundsReceived, core::Commitment,
                   core::Payment>
      std::vector<core::LineCode>
  operator()(const Kind& e) const { return {e.line}; }
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed,
                   core::LedgerReopened, core::CommitmentRelease, core::PriorYearRefund,
                   core::GoalStated, core::IndicatorSet, core::IndicatorRevised,
                   core::ResultReported, core::IndicatorRated, core::DeviationExplained,
                   core::TextRecorded, core::ForecastReported, core::WarningHandled,
                   core::ReportPublished, core::QuotaSet, core::HeadcountReported,
                   core::BuildingReported, core::PriorYearFigures, core::Declaration>
      std::vector<core::LineCode>
  operator()(const Kind&) const { return {}; }
};

struct Needs {
  const core::LedgerState& ledger;

  [[nodiscard]] std::string Indicator(const std::string& code) const {
    return ledger.indicators.contains(code) ? "" : "indicator " + code;
  }
  [[nodiscard]] std::string Commitment(const core::EventRef& ref) const {
    return ledger.commitments.contains(ref) ? "" : "commitment " + ref.ToString();
  }
  std::string operator()(const core::Payment& e) const {
    if (e.drawn.zero()) return "";
    return e.commitment ? Commitment(*e.commitment) : "a commitment";
  }
  std::string operator()(const core::CommitmentRelease& e) const {
    return Commitment(e.commitment);
  }
  std::string operator()(const core::Reversal& e) const {
    const bool known = !e.line.empty() || ledger.receipts.contains(e.payment);
    return known ? "" : "receipt " + e.payment.ToString();
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::IndicatorRevised, core::ResultReported, core::IndicatorRated>
      std::string operator()(const Kind& e) const {
    return Indicator(e.indicator);
  }
  // Lines alone, or nothing. A new kind does not compile until it says which.
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed,
                   core::LedgerReopened, core::LineOpened, core::InitialAppropriation,
                   core::CarryOverIn, core::Supplement, core::Cut, core::Virement,
                   core::FundsReceived, core::Commitment, core::PriorYearRefund, core::Correction,
                   core::GoalStated, core::IndicatorSet, core::DeviationExplained,
                   core::TextRecorded, core::ForecastReported, core::WarningHandled,
                   core::ReportPublished, core::QuotaSet, core::HeadcountReported,
                   core::BuildingReported, core::PriorYearFigures, core::Declaration>
      std::string operator()(const Kind&) const {
    return "";
  }
};

}  // namespace

std::vector<core::LineCode> LinesOf(const core::Command& command, const std::string& unit) {
  return std::visit(NamedLines{unit}, command.body);
}

std::string Lacking(const core::LedgerState& ledger, const core::Command& command) {
  if (std::holds_alternative<core::LedgerOpened>(command.body)) return "";
  if (ledger.tables == nullptr) return "the ledger's opening";
  if (!std::holds_alternative<core::LineOpened>(command.body)) {
    for (const core::LineCode& line : LinesOf(command, ledger.id.unit)) {
      if (ledger.FindLine(line) == nullptr) return "line " + line;
    }
  }
  return std::visit(Needs{ledger}, command.body);
}

}  // namespace outturn::audit
