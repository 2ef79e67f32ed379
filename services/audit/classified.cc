#include "services/audit/classified.h"

#include <algorithm>
#include <vector>

#include "services/audit/concerns.h"
#include "services/audit/one_of.h"
#include "services/figures/catalogue.h"
#include "services/figures/name.h"

namespace outturn::audit {
namespace {

// Everything a clerk wrote or chose freely in a body, lines aside. A new kind does not compile
// until it says what that is.
struct Texts {
  using List = std::vector<std::string_view>;

  static void Add(List& list, const core::EventRef& ref) {
    list.insert(list.end(), {ref.source, ref.external_id});
  }
  static List Of(const core::EventRef& ref, const std::string& reason = "") {
    List list;
    Add(list, ref);
    if (!reason.empty()) list.push_back(reason);
    return list;
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::InitialAppropriation,
                   core::CarryOverIn, core::Supplement, core::Cut, core::Virement,
                   core::FundsReceived>
      List operator()(const Kind&) const {
    return {};
  }
  List operator()(const core::LedgerClosed& e) const { return {e.note}; }
  List operator()(const core::LedgerReopened& e) const { return {e.reason}; }
  List operator()(const core::LineOpened& e) const {
    return {e.line, e.name, e.project, e.project_name};
  }
  List operator()(const core::Commitment& e) const {
    return {e.counterparty, e.contract_number, e.purpose};
  }
  List operator()(const core::CommitmentRelease& e) const { return Of(e.commitment); }
  List operator()(const core::Payment& e) const {
    List list = {e.payee, e.purpose, e.voucher};
    if (e.commitment) Add(list, *e.commitment);
    return list;
  }
  List operator()(const core::Reversal& e) const { return Of(e.payment, e.reason); }
  List operator()(const core::PriorYearRefund& e) const { return Of(e.payment, e.reason); }
  List operator()(const core::Correction& e) const { return Of(e.payment, e.reason); }
  List operator()(const core::GoalStated& e) const { return {e.project, e.expected}; }
  List operator()(const core::IndicatorSet& e) const {
    return {e.indicator, e.project,     e.level1,       e.level2,  e.level3,
            e.unit,      e.target_text, e.derived_from, e.approval};
  }
  List operator()(const core::IndicatorRevised& e) const {
    return {e.indicator, e.target_text, e.reason, e.approval};
  }
  List operator()(const core::ResultReported& e) const { return {e.indicator, e.text, e.evidence}; }
  List operator()(const core::IndicatorRated& e) const { return {e.indicator, e.band}; }
  List operator()(const core::DeviationExplained& e) const {
    return {e.indicator, e.figure, e.reason, e.improvement};
  }
  List operator()(const core::TextRecorded& e) const { return {e.form, e.cell, e.text}; }
  List operator()(const core::ForecastReported& e) const {
    return {e.indicator, e.figure, e.text, e.remark};
  }
  List operator()(const core::WarningHandled& e) const {
    return {e.rule, e.subject, e.reason, e.attachment};
  }
  List operator()(const core::ReportPublished& e) const {
    return {e.form, e.place, e.project, e.accepted_by, e.accepted_reason};
  }
  List operator()(const core::QuotaSet& e) const { return {e.staff_kind}; }
  List operator()(const core::HeadcountReported& e) const { return {e.staff_kind}; }
  List operator()(const core::BuildingReported& e) const { return {e.building}; }
  List operator()(const core::PriorYearFigures& e) const {
    List list;
    for (const core::PriorYearFigure& figure : e.figures) list.push_back(figure.figure);
    return list;
  }
  List operator()(const core::Declaration& e) const {
    List list = {e.form};
    for (const core::DeclaredCell& cell : e.cells) {
      list.insert(list.end(), {cell.figure, cell.label, cell.printed});
    }
    return list;
  }
};

// What a kind says beside texts: codes so short that no text is searched for them, figures, and
// other events that are withheld.
struct Names {
  const core::LedgerState& ledger;
  const Classified& classified;
  const std::set<core::EventRef>& withheld;

  bool operator()(const core::CommitmentRelease& e) const {
    return withheld.contains(e.commitment);
  }
  bool operator()(const core::Payment& e) const {
    return e.commitment && withheld.contains(*e.commitment);
  }
  bool operator()(const core::Reversal& e) const { return withheld.contains(e.payment); }
  bool operator()(const core::Correction& e) const { return withheld.contains(e.payment); }
  // Of payments of still earlier years nothing here tells whether they were classified.
  bool operator()(const core::PriorYearRefund& e) const {
    return withheld.contains(e.payment) || e.payment_year < ledger.id.year - 1;
  }
  bool operator()(const core::GoalStated& e) const { return classified.IsProject(e.project); }
  bool operator()(const core::IndicatorSet& e) const {
    return classified.IsProject(e.project) || classified.NamedByFigure(e.derived_from);
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::IndicatorRevised, core::ResultReported, core::IndicatorRated>
  bool operator()(const Kind& e) const { return classified.IsIndicator(e.indicator); }
  template <typename Kind>
  requires IsOneOf<Kind, core::DeviationExplained, core::ForecastReported>
  bool operator()(const Kind& e) const {
    return classified.IsIndicator(e.indicator) || classified.NamedByFigure(e.figure);
  }
  bool operator()(const core::WarningHandled& e) const {
    // As figures::Warning names it: "project=ZX05", "indicator=A03", "payment=oa/2024-17".
    const bool paid = std::any_of(withheld.begin(), withheld.end(), [&](const auto& ref) {
      return e.subject == "payment=" + ref.ToString();
    });
    const auto subject = figures::TakeApart("x(" + e.subject + ")");
    if (paid || !subject || subject->arguments.empty()) return paid;
    const std::string& value = subject->arguments.front().value;
    return classified.IsLine(value) || classified.IsProject(value) || classified.IsIndicator(value);
  }
  // What was accepted as a leak says whose amount can be worked out, and how.
  bool operator()(const core::ReportPublished& e) const {
    return !e.leaks.empty() || classified.IsProject(e.project);
  }
  bool operator()(const core::PriorYearFigures& e) const {
    return std::any_of(e.figures.begin(), e.figures.end(),
                       [&](const auto& one) { return classified.NamedByFigure(one.figure); });
  }
  bool operator()(const core::Declaration& e) const {
    return std::any_of(e.cells.begin(), e.cells.end(),
                       [&](const auto& cell) { return classified.NamedByFigure(cell.figure); });
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed,
                   core::LedgerReopened, core::LineOpened, core::InitialAppropriation,
                   core::CarryOverIn, core::Supplement, core::Cut, core::Virement,
                   core::FundsReceived, core::Commitment, core::TextRecorded, core::QuotaSet,
                   core::HeadcountReported, core::BuildingReported>
  bool operator()(const Kind&) const { return false; }
};

Texts::List TextsOf(const core::Event& event) {
  const core::Header& header = event.command.header;
  Texts::List texts = std::visit(Texts(), event.command.body);
  Texts::Add(texts, header.ref);
  texts.insert(texts.end(), {header.actor, header.document_number});
  if (header.override_by) {
    texts.insert(texts.end(), {header.override_by->reason, header.override_by->authority});
  }
  for (const core::Warning& warning : event.outcome.warnings) {
    for (const core::Variable& variable : warning.exceeded.variables) {
      texts.push_back(variable.value);
    }
  }
  return texts;
}

}  // namespace

Classified::Classified(const core::LedgerState& ledger)
    : ledger_(ledger), words_(ledger.opened.unit_name) {
  for (const auto& [code, line] : ledger.lines) {
    const core::LineOpened& facts = line.facts;
    words_.Learn({code, facts.name, facts.project, facts.project_name, facts.classified});
  }
}

bool Classified::Concerns(const core::Event& event,
                          const std::set<core::EventRef>& withheld) const {
  for (const core::LineCode& line : LinesOf(event.command, ledger_.id.unit)) {
    if (IsLine(line)) return true;
  }
  const Texts::List texts = TextsOf(event);
  return std::any_of(texts.begin(), texts.end(), [&](auto text) { return NamedIn(text); }) ||
         std::visit(Names{ledger_, *this, withheld}, event.command.body);
}

bool Classified::IsIndicator(const std::string& code) const {
  const auto found = ledger_.indicators.find(code);
  if (found == ledger_.indicators.end()) return false;
  const core::IndicatorSet& set = found->second.set;
  return IsProject(set.project) || NamedByFigure(set.derived_from);
}

bool Classified::NamedByFigure(const std::string& name) const {
  if (name.empty()) return false;
  if (NamedIn(name)) return true;
  const auto figure = figures::ParseFigure(name);
  if (!figure) return false;
  const figures::Selector& selector = figure->selector;
  if (selector.classified == true || IsLine(selector.line) || IsProject(selector.project)) {
    return true;
  }
  switch (figure->definition->takes) {
    case figures::Takes::kProject:
      return IsProject(figure->code);
    case figures::Takes::kIndicator:
      return IsIndicator(figure->code);
    case figures::Takes::kNothing:
    case figures::Takes::kSelector:
    case figures::Takes::kLineSelector:
    case figures::Takes::kThreePublic:
    case figures::Takes::kStaffKind:
    case figures::Takes::kBuilding:
    case figures::Takes::kText:
      return false;
  }
  return false;
}

}  // namespace outturn::audit
