// Last year's figures, for a book that holds no ledger of that year.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/core/header.h"
#include "services/core/money.h"
#include "services/core/result.h"

namespace outturn::core {

struct Context;
struct LedgerState;

struct PriorYearFigure {
  std::string figure;  // a money figure's name in the figure catalogue
  Fen amount;
  friend bool operator==(const PriorYearFigure&, const PriorYearFigure&) = default;
};

struct PriorYearFigures {
  static constexpr std::string_view kName = "prior_year_figures";
  std::vector<PriorYearFigure> figures;
  friend bool operator==(const PriorYearFigures&, const PriorYearFigures&) = default;
};

// Refuses: nothing of its own.
Result<Verdict> Decide(const Context& context, PriorYearFigures& asked);
void Evolve(LedgerState& ledger, const Header& header, Position position,
            const PriorYearFigures& event);

}  // namespace outturn::core
