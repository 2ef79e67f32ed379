#include "services/audit/concerns.h"

#include <algorithm>
#include <type_traits>

namespace outturn::audit {
namespace {

template <typename Kind, typename... Kinds>
concept IsOneOf = (std::is_same_v<Kind, Kinds> || ...);

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

bool IsClassifiedProject(const core::LedgerState& ledger, const std::string& project) {
  if (project.empty()) return false;
  return std::any_of(ledger.lines.begin(), ledger.lines.end(), [&](const auto& line) {
    return line.second.facts.classified && line.second.facts.project == project;
  });
}

bool IsClassifiedLine(const core::LedgerState& ledger, const core::LineCode& code) {
  const core::Line* line = ledger.FindLine(code);
  return line != nullptr &&
         (line->facts.classified || IsClassifiedProject(ledger, line->facts.project));
}

// What a kind says beside lines: a project, an indicator, a commitment.
struct OtherNames {
  const core::LedgerState& ledger;

  [[nodiscard]] bool Indicator(const std::string& code) const {
    const auto found = ledger.indicators.find(code);
    return found != ledger.indicators.end() &&
           IsClassifiedProject(ledger, found->second.set.project);
  }
  // Figures and warnings are named by texts: "paid(project=ZX05)".
  [[nodiscard]] bool Mentions(const std::string& text) const {
    return std::any_of(ledger.lines.begin(), ledger.lines.end(), [&](const auto& entry) {
      const core::LineOpened& line = entry.second.facts;
      const bool project = !line.project.empty() && text.find(line.project) != std::string::npos;
      return IsClassifiedLine(ledger, line.line) &&
             (project || text.find(line.line) != std::string::npos);
    });
  }
  bool operator()(const core::ForecastReported& e) const {
    return Indicator(e.indicator) || Mentions(e.figure);
  }
  bool operator()(const core::DeviationExplained& e) const {
    return Indicator(e.indicator) || Mentions(e.figure);
  }
  bool operator()(const core::WarningHandled& e) const { return Mentions(e.subject); }
  bool operator()(const core::ReportPublished& e) const {
    return !e.leaks.empty() || IsClassifiedProject(ledger, e.project);
  }
  bool operator()(const core::GoalStated& e) const {
    return IsClassifiedProject(ledger, e.project);
  }
  bool operator()(const core::IndicatorSet& e) const {
    return IsClassifiedProject(ledger, e.project);
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::IndicatorRevised, core::ResultReported, core::IndicatorRated>
  bool operator()(const Kind& e) const { return Indicator(e.indicator); }
  bool operator()(const core::CommitmentRelease& e) const {
    const auto found = ledger.commitments.find(e.commitment);
    return found != ledger.commitments.end() && IsClassifiedLine(ledger, found->second.line);
  }
  bool operator()(const auto&) const { return false; }
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
  std::string operator()(const auto&) const { return ""; }
};

}  // namespace

std::vector<core::LineCode> LinesOf(const core::Command& command, const std::string& unit) {
  return std::visit(NamedLines{unit}, command.body);
}

bool IsClassified(const core::Command& command, const core::LedgerState& ledger) {
  for (const core::LineCode& line : LinesOf(command, ledger.id.unit)) {
    if (IsClassifiedLine(ledger, line)) return true;
  }
  return std::visit(OtherNames{ledger}, command.body);
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
