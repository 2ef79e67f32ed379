// The words documents use for figures, as data (deploy/packs/checks/labels.json).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/checks/rules.h"
#include "services/checks/stated.h"

namespace outturn::document {

// What a word does where it is found.
enum class Role : uint8_t {
  kMeasure,      // which column of the year: initial_budget, paid …
  kWeakMeasure,  // the same, but only a hint: "支出", "预算"
  kSubject,      // which part of the money: a selector
  kFigure,       // a whole figure by itself
  kList,         // begins a list of projects by name
  kChange,       // what follows is a change, no level: "增加"
  kTotal,        // "合计", "总分": sums up the rows
  kFiller,       // means nothing here
};

struct Label {
  Role role = Role::kFiller;
  std::string words;  // normalised
  std::string value;  // a measure, a selector with its brackets, a figure
  std::string prior;  // of a measure: its name for last year; empty: none
  std::string also;   // of a measure or figure: what else it may be; may be empty
  std::string with;   // of a figure: only beside a head or row with these words
  std::map<std::string, std::string> by_measure;  // of a figure: measure → figure
  checks::Measured measured = checks::Measured::kMoney;
};

// Columns of a table of indicators.
enum class Column : uint8_t {
  kLevel1,
  kLevel2,
  kName,
  kTarget,
  kFirstTarget,  // as first set, where another column has the adjusted one
  kActual,
  kWeight,
  kScore,
  kReason,
  kUnit,
  kDirection,
  kCount
};

// Parts that make all of a thing, by the words in their names.
struct CompleteList {
  std::vector<std::string> of;  // words of the whole's name
  std::vector<std::string> parts;
  // One of each group is named, or the list is not complete; then it needs no "其中".
  std::vector<std::vector<std::string>> needs;
};

struct Labels {
  std::vector<Label> labels;                                               // longest first
  std::map<std::string, std::vector<const Label*>, std::less<>> by_start;  // first character
  std::array<std::vector<std::string>, static_cast<size_t>(Column::kCount)> columns;
  std::vector<std::pair<std::string, std::string>> opposites;  // "城市", "农村": nothing besides
  std::vector<CompleteList> complete_lists;
  std::vector<std::string> three_public_order;  // selectors of the national table's columns
  std::vector<std::string> function_classes;  // 类 of the functional classification, longest first
  std::vector<std::string> leftovers;         // of a form's alternatives: "减增加"
  // Of a government's report: words that tell it from a department's, words in the names of what
  // its accounts add up, its own level beside those below it ("县级", "乡镇").
  std::vector<std::string> government_words;
  std::vector<std::string> account_words;
  std::vector<std::string> split_words;  // "分部门看": what follows is all there is
  std::vector<std::pair<std::string, std::string>> opposite_levels;
  std::vector<std::string> less_is_better;  // words of indicators
  std::vector<std::string> due;             // words of what a rate is of: "应", "计划"
  std::vector<std::string> form_cells;      // what a form's cells are called
  std::string owners;                       // characters that end the name of a unit: 局, 厅 …

  Labels() = default;
  Labels(const Labels&) = delete;
  Labels& operator=(const Labels&) = delete;
  Labels(Labels&&) = default;
  Labels& operator=(Labels&&) = default;
};

struct LoadedLabels {
  Labels labels;
  std::vector<checks::RulesProblem> problems;  // empty: all is well
};

// Reads the notation described in deploy/packs/checks/README.md.
[[nodiscard]] LoadedLabels LoadLabels(std::string_view json);

// Those the program was built with. Threads: any.
[[nodiscard]] const Labels& BuiltInLabels();
[[nodiscard]] std::string_view BuiltInLabelsText();

}  // namespace outturn::document
