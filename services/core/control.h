// Budget control: whether money may move, on that day and every later one.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/core/decide.h"

namespace outturn::core {

// What a command would change about one line and class, all on the header's effective day.
struct Movement {
  const Line* line;
  EconomicClass economic_class;
  Fen change;  // of headroom: negative takes
};

// Who insists. Spending obeys the policy's control modes; taking budget away that is not there is
// refused under every mode.
enum class Rigour : uint8_t { kByPolicy, kAlways };

// The strictest rules in force on any day from the effective day on: headroom is asked of all those
// days, so an event dated under mild rules cannot leave a line below zero under stern ones.
struct ControlRules {
  ControlLevel level;
  ControlMode over_budget;
  ControlMode over_three_public;
};
[[nodiscard]] ControlRules RulesFrom(const Context& context, const LedgerState& ledger);

// Checks the lines, classes (where the policy controls them) and three-public budgets of `ledger`
// that the movements take from, netted. Returns the warnings of controls let pass. Refuses
// kNoBudget, kHeadroomExceeded, kClassHeadroomExceeded, kThreePublicExceeded.
//
// By class means: a 款 spends its own budget first; what it spends beyond draws on the budget of
// its 类 in the same line, which all its 款 share and nobody else may touch. On every day the
// budget of the 类, less all that its 款 drew on it, stays at zero or above.
[[nodiscard]] Result<std::vector<Warning>> CheckHeadroom(const Context& context,
                                                         const LedgerState& ledger,
                                                         std::span<const Movement> movements,
                                                         Rigour rigour);

// kClassBudgetExceeded when a movement takes more from a class of a line than is budgeted there on
// the effective day or any later one, whatever level the policy controls: initial, carried in,
// supplemented and shifted in count, less what was cut and shifted out. What is not budgeted under
// a class cannot be cut under it. Movements are netted.
[[nodiscard]] std::optional<Refusal> CheckClassBudgets(const Context& context,
                                                       const std::vector<Movement>& movements);

// The least headroom of `line` from the effective day on, once its headroom has changed by
// `change`.
[[nodiscard]] DaySeries::Low HeadroomAfter(const Context& context, const Line& line, Fen change);

// kAmountTooLarge when the ledger's turnover would leave its range.
[[nodiscard]] std::optional<Refusal> CheckTurnover(const LedgerState& ledger, Fen amount);

// The line, open on the effective day; else kLineNotFound or kBeforeOpening.
[[nodiscard]] Result<const Line*> UsableLine(const Context& context, const LedgerState& ledger,
                                             const LineCode& line);

// Whether the class is known, may be spent from the line's category and agrees with its 三公标识.
// `detailed`: only level 款 will do.
[[nodiscard]] std::optional<Refusal> CheckClass(const LedgerState& ledger, const Line& line,
                                                const EconomicClass& economic_class, bool detailed);

// Keeps of two findings about one command the one that comes first in Reason.
void KeepForemost(std::optional<Refusal>& kept, std::optional<Refusal> finding);
// Of several findings about one command the one that comes first in Reason; the verdict where there
// is none.
[[nodiscard]] Result<Verdict> Foremost(Result<Verdict> verdict,
                                       std::initializer_list<std::optional<Refusal>> findings);

// Names as refusals list them: "a, b"; "—" where there are none.
[[nodiscard]] std::string Listed(const std::vector<std::string>& names);
// "1234.56" and "2024-07-31" as variables of refusals.
[[nodiscard]] Variable Amount(std::string name, Fen amount);
[[nodiscard]] Variable On(std::string name, Day day);

}  // namespace outturn::core
