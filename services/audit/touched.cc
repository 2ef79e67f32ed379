#include "services/audit/touched.h"

#include <algorithm>
#include <array>

#include "services/audit/concerns.h"
#include "services/audit/one_of.h"

namespace outturn::audit {
namespace {

// What is touched beside lines. A new kind does not compile until it says that.
struct Touching {
  const core::LedgerState& ledger;
  Touched& touched;

  void Line(const std::string& code) const {
    if (code.empty()) return;
    touched.lines.insert(code);
    const core::Line* line = ledger.FindLine(code);
    if (line != nullptr) Project(line->facts.project);
  }
  void Project(const std::string& code) const {
    if (!code.empty()) touched.projects.insert(code);
  }
  void Indicator(const std::string& code) const {
    if (code.empty()) return;
    touched.indicators.insert(code);
    const auto found = ledger.indicators.find(code);
    if (found != ledger.indicators.end()) Project(found->second.set.project);
  }
  void Figure(const std::string& name) const {
    const auto figure = figures::ParseFigure(name);
    if (!figure) return;
    Line(figure->selector.line);
    Project(figure->selector.project);
  }

  void operator()(const core::LineOpened& e) const { Project(e.project); }
  void operator()(const core::CommitmentRelease& e) const {
    const auto found = ledger.commitments.find(e.commitment);
    if (found != ledger.commitments.end()) Line(found->second.line);
  }
  void operator()(const core::GoalStated& e) const { Project(e.project); }
  void operator()(const core::IndicatorSet& e) const {
    Indicator(e.indicator);
    Project(e.project);
  }
  template <typename Kind>
  requires IsOneOf<Kind, core::IndicatorRevised, core::ResultReported, core::IndicatorRated>
  void operator()(const Kind& e) const { Indicator(e.indicator); }
  template <typename Kind>
  requires IsOneOf<Kind, core::DeviationExplained, core::ForecastReported>
  void operator()(const Kind& e) const {
    Indicator(e.indicator);
    Figure(e.figure);
  }
  void operator()(const core::PriorYearFigures& e) const {
    for (const core::PriorYearFigure& figure : e.figures) Figure(figure.figure);
  }
  void operator()(const core::TextRecorded&) const { touched.texts = true; }
  template <typename Kind>
  requires IsOneOf<Kind, core::QuotaSet, core::HeadcountReported>
  void operator()(const Kind&) const { touched.staff = true; }
  void operator()(const core::BuildingReported&) const { touched.buildings = true; }
  template <typename Kind>
  requires IsOneOf<Kind, core::PolicyAdopted, core::LedgerOpened, core::LedgerClosed,
                   core::LedgerReopened, core::InitialAppropriation, core::CarryOverIn,
                   core::Supplement, core::Cut, core::Virement, core::FundsReceived,
                   core::Commitment, core::Payment, core::Reversal, core::PriorYearRefund,
                   core::Correction, core::WarningHandled, core::ReportPublished, core::Declaration>
  void operator()(const Kind&) const {}
};

// Whether figures can be checked, one part of their names after the other.
struct Checking {
  const figures::Cut& cut;
  const Touched& touched;
  const bool prior;

  [[nodiscard]] static bool HasLine(const core::LedgerState& ledger,
                                    const figures::Selector& selector) {
    if (!selector.line.empty()) return ledger.FindLine(selector.line) != nullptr;
    return std::any_of(ledger.lines.begin(), ledger.lines.end(), [&](const auto& entry) {
      return entry.second.facts.project == selector.project;
    });
  }
  // Of one line or one project; where last year has a say, of last year's, too.
  [[nodiscard]] bool Money(const figures::Figure& figure) const {
    const figures::Selector& selector = figure.selector;
    if (selector.line.empty() && selector.project.empty()) return false;
    if (touched.lines.contains(selector.line) || touched.projects.contains(selector.project)) {
      return false;
    }
    if (!HasLine(cut.ledger, selector)) return false;
    if (!prior || figure.definition->derive == nullptr) return true;
    const core::LedgerId& id = cut.ledger.id;
    const core::LedgerState* last = cut.book.FindLedger({id.unit, id.year - 1});
    return last != nullptr && HasLine(*last, selector);
  }
  [[nodiscard]] bool Project(const std::string& code) const {
    figures::Selector selector;
    selector.project = code;
    return !code.empty() && !touched.projects.contains(code) && HasLine(cut.ledger, selector);
  }
  [[nodiscard]] bool Indicator(const std::string& code) const {
    const auto found = cut.ledger.indicators.find(code);
    if (found == cut.ledger.indicators.end() || touched.indicators.contains(code)) return false;
    const core::IndicatorSet& set = found->second.set;
    return set.derived_from.empty() || IsCheckable(cut, touched, prior, set.derived_from);
  }
  // What the ledger was opened with, and the calendar.
  [[nodiscard]] static bool IsOfTheUnit(std::string_view measure) {
    constexpr std::array<std::string_view, 4> kOfTheUnit = {"unit_name", "unit_code", "parent_unit",
                                                            "time_progress"};
    return std::find(kOfTheUnit.begin(), kOfTheUnit.end(), measure) != kOfTheUnit.end();
  }
};

}  // namespace

bool Touched::empty() const {
  return lines.empty() && projects.empty() && indicators.empty() && !staff && !buildings && !texts;
}

void Touched::Add(const core::Command& command, const core::LedgerState& ledger) {
  const Touching touching{ledger, *this};
  for (const core::LineCode& line : LinesOf(command, ledger.id.unit)) touching.Line(line);
  std::visit(touching, command.body);
}

void Touched::Add(const Touched& other) {
  lines.insert(other.lines.begin(), other.lines.end());
  projects.insert(other.projects.begin(), other.projects.end());
  indicators.insert(other.indicators.begin(), other.indicators.end());
  staff |= other.staff;
  buildings |= other.buildings;
  texts |= other.texts;
}

std::string Touched::ToString() const {
  std::string text;
  for (const std::string& code : lines) text += "line " + code + "\n";
  for (const std::string& code : projects) text += "project " + code + "\n";
  for (const std::string& code : indicators) text += "indicator " + code + "\n";
  if (staff) text += "staff\n";
  if (buildings) text += "buildings\n";
  if (texts) text += "texts\n";
  return text;
}

store::Result<Touched> Touched::Parse(std::string_view text) {
  Touched touched;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const size_t space = line.find(' ');
    const std::string_view what = line.substr(0, space);
    const std::string code(space == std::string_view::npos ? "" : line.substr(space + 1));
    bool known = end != std::string_view::npos;
    if (!code.empty()) {
      known = known && (what == "line" || what == "project" || what == "indicator");
      (what == "line"      ? touched.lines
       : what == "project" ? touched.projects
                           : touched.indicators)
          .insert(code);
    } else {
      known = known && (line == "staff" || line == "buildings" || line == "texts");
      (line == "staff"       ? touched.staff
       : line == "buildings" ? touched.buildings
                             : touched.texts) = true;
    }
    if (!known) return store::Status::Corrupt(0, "a line of what is touched is none");
    text.remove_prefix(end + 1);
  }
  return touched;
}

bool IsCheckable(const figures::Cut& cut, const Touched& touched, bool prior,
                 const std::string& name) {
  const auto figure = figures::ParseFigure(name);
  if (!figure) return false;
  const Checking checking{cut, touched, prior};
  switch (figure->definition->takes) {
    case figures::Takes::kNothing:
      return Checking::IsOfTheUnit(figure->definition->name);
    case figures::Takes::kSelector:
    case figures::Takes::kLineSelector:
    case figures::Takes::kThreePublic:
      return checking.Money(*figure);
    case figures::Takes::kStaffKind:
      return !touched.staff;
    case figures::Takes::kIndicator:
      return checking.Indicator(figure->code);
    case figures::Takes::kBuilding:
      return !touched.buildings;
    case figures::Takes::kProject:
      return checking.Project(figure->code);
    case figures::Takes::kText:
      return !touched.texts;
  }
  return false;
}

}  // namespace outturn::audit
