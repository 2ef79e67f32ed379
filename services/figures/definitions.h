// The chapters of the catalogue, and what several of them need. For this folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/figures/catalogue.h"

namespace outturn::figures {

[[nodiscard]] std::vector<Definition> MoneyDefinitions();
[[nodiscard]] std::vector<Definition> RateDefinitions();
[[nodiscard]] std::vector<Definition> UnitDefinitions();
[[nodiscard]] std::vector<Definition> PerformanceDefinitions();
[[nodiscard]] std::vector<Definition> MonitoringDefinitions();

// A figure that a function derives.
[[nodiscard]] Definition Derived(std::string_view name, std::string_view zh, std::string_view en,
                                 std::string_view definition_zh, std::string_view definition_en,
                                 std::string_view unit, std::string_view source, Takes takes,
                                 Value (*derive)(const Cut&, const Figure&));

// The sum of the terms over every cell the selector takes, at the end of the cut's day.
[[nodiscard]] core::Fen SumOf(const Cut& cut, const std::vector<Term>& terms,
                              const Selector& selector);

// A money figure of this ledger, by name. The name is one of the catalogue's and has terms.
[[nodiscard]] core::Fen Money(const Cut& cut, std::string_view measure,
                              const Selector& selector = {});

// The same figure of last year: from last year's ledger at its end where the book has it, else from
// the facts brought in under the figure's name, else from those of its parts (三公: total = abroad
// + vehicle + reception, vehicle = purchase + operation; basic = personnel + public; the whole =
// basic + project). NoValue when none of these tells it.
[[nodiscard]] Value PriorYear(const Cut& cut, std::string_view measure, const Selector& selector);

// Whether an adjustment counts for the adjustment rate: F04 leaves out what the unit did not decide
// itself.
[[nodiscard]] bool CountsAsAdjusted(core::Cause cause);

// Last year's figure as brought in under exactly this figure's name; nullptr when there is none.
[[nodiscard]] const core::DayKeyed<core::Fen>::Entry* PriorYearFact(const Cut& cut,
                                                                    std::string_view measure,
                                                                    const Selector& selector);
// The parts a whole of last year is put together from where it was not brought in itself; empty
// when everybody divides it otherwise.
[[nodiscard]] std::vector<Selector> PartsOfPriorYear(const Selector& whole);

// Months of the ledger's year begun by the day of the cut: 0 to 12.
[[nodiscard]] int MonthsElapsed(const Cut& cut);

}  // namespace outturn::figures
