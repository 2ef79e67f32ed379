// The forms a unit filed with the book, checked as a written report is.
#pragma once

#include <vector>

#include "services/checks/check.h"
#include "services/figures/catalogue.h"
#include "services/figures/table.h"

namespace outturn::checks {

// The cells of the last declaration of every form up to the cut against each other, under the names
// of DeclaredChecks: the rules, with what the ledger's policy says of totals and over-completion in
// place of theirs. Errors first.
[[nodiscard]] std::vector<Finding> CheckDeclared(const figures::Cut& cut, const Rules& rules);

// Those a declared form can break, for the catalogue.
[[nodiscard]] std::vector<CheckAbout> DeclaredChecks();

// The form "reconciliation": declared cells against each other, and beside what the events say.
[[nodiscard]] figures::Table ReconciliationTable(const figures::Cut& cut, const Rules& rules,
                                                 const figures::Provenance& provenance,
                                                 figures::Language language);

}  // namespace outturn::checks
