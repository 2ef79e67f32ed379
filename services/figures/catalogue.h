// The catalogue of figures: every number, rate and text that forms, reports and declarations name.
//
// A figure is written measure or measure(key=value, key=value): "paid(category=project)",
// "indicator_score(A03)", "text(annex1, thrift_measures)". A value that holds a comma, a bracket,
// an equals sign, a quotation mark or a space at its ends stands in double quotes, quotation marks
// in it doubled.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/core/book_state.h"
#include "services/core/day.h"
#include "services/core/ledger_state.h"
#include "services/core/policy.h"
#include "services/figures/problem.h"
#include "services/figures/selector.h"
#include "services/figures/value.h"

namespace outturn::figures {

// One ledger of one book as its events with effective day up to `as_of` make it. Not owned;
// everything outlives the cut.
struct Cut {
  const core::BookState& book;
  const core::LedgerState& ledger;
  const core::Policy& policy;
  core::Day as_of;
};

// What stands between a figure's brackets.
enum class Takes : uint8_t {
  kNothing,
  kSelector,      // any part of the money
  kLineSelector,  // as kSelector, but by line only: no economic class, no three-public expense
  kThreePublic,   // three_public=…; without it the total
  kStaffKind,     // kind=…; without it all kinds
  kIndicator,     // the indicator's code
  kBuilding,      // the building's name; without it the sum of all
  kProject,       // the project's code; without it the department
  kText,          // form and cell
};

struct Definition;

// A figure's name, understood.
struct Figure {
  const Definition* definition = nullptr;  // lives as long as the program
  Selector selector;
  std::string code;  // indicator, building, project, staff kind or form
  std::string cell;  // Takes::kText only

  // Canonical: two names of the same figure give the same text.
  [[nodiscard]] std::string Name() const;
};

// One movement a money figure counts, and how.
struct Term {
  core::Measure measure;
  int sign;
};

// One part of a rate: another figure, under the same selector, and how it counts.
struct Part {
  std::string_view figure;
  int sign;
};

struct Definition {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  std::string_view definition_zh;  // how it is derived, in words a clerk can read
  std::string_view definition_en;
  std::string_view
      unit;  // "fen", "ratio", "rate_gap", "point_hundredths", "number", "count", "text"
  std::string_view source;  // the rule it follows: F01 … of the domain's formulas; may be empty
  Takes takes = Takes::kNothing;
  // How it is derived. Money: the sum of terms. Rates: numerator ÷ denominator. Else, and where the
  // policy or last year's ledger has a say: derive.
  std::vector<Term> terms;
  std::vector<Part> numerator;
  std::vector<Part> denominator;
  Value (*derive)(const Cut& cut, const Figure& figure) = nullptr;
};

// Ordered as people would look for them: money, rates, staff, buildings, performance, texts.
[[nodiscard]] std::span<const Definition> Catalogue();
// nullptr when there is no such measure.
[[nodiscard]] const Definition* FindDefinition(std::string_view measure);

// Reads a figure's name. The problem of an unknown measure or key names those that look like it.
[[nodiscard]] Fallible<Figure> ParseFigure(std::string_view name);

[[nodiscard]] Value Evaluate(const Cut& cut, const Figure& figure);

// What the figure names and neither the ledger nor its code tables have: a line, project, class,
// fund type, indicator, kind of post or building. Evaluate takes a sum over it for 0.00; whoever
// was asked for the figure by a person asks this first.
[[nodiscard]] std::optional<Problem> FindUnknown(const Cut& cut, const Figure& figure);

// A value as it stands between a figure's brackets: quoted where it has to be.
[[nodiscard]] std::string Quoted(std::string_view value);

// Those of `known` that look like `asked`, nearest first, at most three.
[[nodiscard]] std::vector<std::string> Nearest(std::string_view asked,
                                               const std::vector<std::string>& known);

}  // namespace outturn::figures
