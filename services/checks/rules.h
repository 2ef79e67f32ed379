// Arithmetic rules between figures, as data (deploy/packs/checks/rules.json).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/checks/stated.h"

namespace outturn::checks {

enum class Severity : uint8_t { kError, kWarning, kInfo };

// One figure of a sum and how it counts.
struct Addend {
  std::string figure;
  int sign = 1;
  bool optional = false;  // counts where it is stated; the others must be there, printed or blank
};

// whole = the sum of parts. "{m}" in a figure stands for each of the measures.
struct SumRule {
  std::string id;
  Severity severity = Severity::kError;
  Words words;
  std::vector<std::string> measures;  // empty: the figures stand as they are
  std::string whole;
  std::vector<Addend> parts;
  bool same_form = false;  // the parts are looked for in the whole's form only
  std::string unless;      // nothing is asked where this figure is stated; may be empty
};

// The change of the whole between two measures is that of its parts.
struct ChangeRule {
  std::string id;
  Severity severity = Severity::kError;
  Words words;
  std::string from;
  std::string to;
  std::string whole;  // a selector in brackets, or empty
  std::vector<std::string> parts;
};

// rate = numerator ÷ denominator; `instead` are denominators it is mistaken for. "{s}" stands for
// each of the selectors.
struct RateRule {
  std::string id;
  Severity severity = Severity::kError;
  Words words;
  std::vector<std::string> selectors;
  std::string rate;
  std::string numerator;
  std::string minus;  // taken off the numerator; may be empty
  std::string denominator;
  std::vector<std::string> instead;
  bool either = false;  // those of `instead` are as good
};

// part ≤ whole; "{m}" in a figure stands for each of the measures.
struct AtMostRule {
  std::string id;
  Severity severity = Severity::kWarning;
  Words words;
  std::vector<std::string> measures;  // empty: the figures stand as they are
  std::string part;
  std::string whole;
  std::vector<std::string> besides;  // one of these may have been spent, too
};

struct CompulsoryRow {
  std::string select;
  Words words;
};

struct Rules {
  std::vector<SumRule> sums;
  std::vector<ChangeRule> changes;
  std::vector<RateRule> rates;
  std::vector<AtMostRule> at_most;
  std::vector<CompulsoryRow> compulsory;
  int over_completion_percent = 130;
  int total_points = 100;
  int rows_to_wonder = 3;  // so many rows with budget = final ask whether one was overwritten
  std::vector<std::pair<int, std::string>> grades;  // least points → name, highest first
};

struct RulesProblem {
  std::string where;  // "line 3, column 7", or a JSON pointer: "/sums/2/whole"
  Words words;
};

struct LoadedRules {
  Rules rules;
  std::vector<RulesProblem> problems;  // empty: all is well
};

// Reads the notation described in deploy/packs/checks/README.md. Unknown members are problems too.
[[nodiscard]] LoadedRules LoadRules(std::string_view json);

// Those the program was built with. Threads: any.
[[nodiscard]] const Rules& BuiltInRules();
[[nodiscard]] std::string_view BuiltInRulesText();

}  // namespace outturn::checks
