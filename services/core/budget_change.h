// What the kinds that give or take budget share: amounts of one line by economic class.
#pragma once

#include <vector>

#include "services/core/amounts.h"
#include "services/core/control.h"

namespace outturn::core {

// Their sum, SumOrMost.
[[nodiscard]] Fen Total(const std::vector<ClassAmount>& amounts);

// Decides a change of one line's budget by `amounts`; `direction` +1 gives, −1 takes.
[[nodiscard]] Result<Verdict> DecideBudgetChange(const Context& context, const LineCode& line,
                                                 const std::vector<ClassAmount>& amounts,
                                                 int direction);

// kDocumentMissing unless the header has a document number 文号.
[[nodiscard]] std::optional<Refusal> CheckDocument(const Context& context, std::string_view kind);

// kTargetsMissing where the policy wants approved targets before money and the line's project has
// none.
[[nodiscard]] std::optional<Refusal> CheckTargets(const Context& context, const LedgerState& ledger,
                                                  const LineCode& line);

// One amount of one class: known and allowed, and named where the policy controls by class.
[[nodiscard]] std::optional<Refusal> CheckBudgetClass(const Context& context,
                                                      const LedgerState& ledger, const Line& line,
                                                      const EconomicClass& economic_class);

// Folds the amounts into `measure` of the line.
void EvolveBudgetChange(LedgerState& ledger, const Header& header, const LineCode& line,
                        const std::vector<ClassAmount>& amounts, Measure measure);

}  // namespace outturn::core
