// Which lines, projects and figures are classified, on the day of a cut.
#pragma once

#include <string>
#include <vector>

#include "services/figures/catalogue.h"

namespace outturn::figures {

// The lines open by then that the filter takes.
[[nodiscard]] std::vector<const core::Line*> LinesOf(const Cut& cut, const Selector& filter);

// Funds are received without a class: such a cell alone makes no row.
[[nodiscard]] bool HoldsBudgetOrSpending(const core::Cell& cell, core::Day as_of);

[[nodiscard]] bool IsClassified(const Cut& cut, const core::Line& line);
// A project is classified as soon as one of its lines is.
[[nodiscard]] bool IsClassifiedProject(const Cut& cut, const std::string& project);
[[nodiscard]] bool HasClassifiedProjects(const Cut& cut);
// Whether a figure is of a classified line, project or indicator, or of a part of the ledger (a
// class, a kind of fund …) that only classified lines have, and no total that holds it.
[[nodiscard]] bool NamesClassified(const Cut& cut, const Figure& figure);

}  // namespace outturn::figures
