#include "services/figures/public/classified.h"

#include <algorithm>

#include "services/figures/definitions.h"
#include "services/figures/name.h"
#include "services/figures/values/scoring.h"

namespace outturn::figures {
namespace {

using core::IndicatorState;
using core::Line;

bool IsOpen(const Cut& cut, const Line& line) { return line.opened_on <= cut.as_of; }

}  // namespace

std::vector<const Line*> LinesOf(const Cut& cut, const Selector& filter) {
  std::vector<const Line*> lines;
  for (const auto& [code, line] : cut.ledger.lines) {
    if (IsOpen(cut, line) && filter.MatchesLine(*cut.ledger.tables, line)) lines.push_back(&line);
  }
  return lines;
}

bool HoldsBudgetOrSpending(const core::Cell& cell, core::Day as_of) {
  const auto moved = [&](core::Measure measure) { return !cell[measure].At(as_of).zero(); };
  return moved(core::Measure::kInitial) || moved(core::Measure::kCarryIn) ||
         moved(core::Measure::kSupplement) || moved(core::Measure::kCut) ||
         moved(core::Measure::kVirementIn) || moved(core::Measure::kVirementOut) ||
         moved(core::Measure::kCommitted) || moved(core::Measure::kPaid);
}

bool IsClassified(const Cut& cut, const Line& line) {
  return line.facts.classified || IsClassifiedProject(cut, line.facts.project);
}

bool IsClassifiedProject(const Cut& cut, const std::string& project) {
  if (project.empty()) return false;
  return std::any_of(cut.ledger.lines.begin(), cut.ledger.lines.end(), [&](const auto& entry) {
    const core::LineOpened& facts = entry.second.facts;
    return facts.classified && facts.project == project;
  });
}

bool HasClassifiedProjects(const Cut& cut) {
  return std::any_of(cut.ledger.lines.begin(), cut.ledger.lines.end(), [&](const auto& entry) {
    return entry.second.facts.classified && IsOpen(cut, entry.second);
  });
}

namespace {

// Funds received alone tell of a line, too.
bool HoldsMoney(const core::Cell& cell, core::Day as_of) {
  return HoldsBudgetOrSpending(cell, as_of) || !cell[core::Measure::kReceived].At(as_of).zero();
}

// A part of the ledger (a class, a function, a kind of fund or of project, a category …) under
// which nothing but classified lines stands. The whole is no part: it is always shown.
bool SelectsOnlyClassified(const Cut& cut, const Selector& selector) {
  if (selector == Selector()) return false;
  bool any = false;
  for (const Line* line : LinesOf(cut, selector)) {
    const auto moved = [&](const auto& entry) {
      return selector.MatchesClass(*cut.ledger.tables, entry.first) &&
             HoldsMoney(entry.second, cut.as_of);
    };
    if (std::none_of(line->cells.begin(), line->cells.end(), moved)) continue;
    if (!IsClassified(cut, *line)) return false;
    any = true;
  }
  return any;
}

}  // namespace

bool NamesClassified(const Cut& cut, const Figure& figure) {
  const Selector& selector = figure.selector;
  if (selector.classified == true || IsClassifiedProject(cut, selector.project)) return true;
  if (SelectsOnlyClassified(cut, selector)) return true;
  if (const Line* line = cut.ledger.FindLine(selector.line)) {
    if (line->facts.classified || IsClassifiedProject(cut, line->facts.project)) return true;
  }
  if (figure.definition->takes == Takes::kProject) return IsClassifiedProject(cut, figure.code);
  // Texts of a form with a page for each project are kept under the project's code.
  if (figure.definition->takes == Takes::kText) return IsClassifiedProject(cut, figure.cell);
  if (figure.definition->takes == Takes::kIndicator) {
    const IndicatorState* indicator = FindIndicator(cut, figure.code);
    if (indicator == nullptr) return false;
    if (IsClassifiedProject(cut, indicator->set.project)) return true;
    // Its result may be a classified project's money. Derivations are money, never indicators.
    const Fallible<Figure> from = ParseFigure(indicator->set.derived_from);
    return from && from->definition->unit == "fen" && NamesClassified(cut, *from);
  }
  return false;
}

}  // namespace outturn::figures
