// Template: a report whose prose somebody wrote once and whose figures are filled in. Notation in
// deploy/packs/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/figures/document.h"
#include "services/figures/forms/form.h"

namespace outturn::figures {

struct TemplateProblem {
  size_t line = 0;  // from 1
  Problem problem;
};

// A stretch of a line: words, or a place to fill in.
struct TemplatePiece {
  enum class Kind : uint8_t { kWords, kPlaceholder, kFigure };
  Kind kind = Kind::kWords;
  std::string text;  // words, the placeholder's name, or the figure's
  MoneyUnit money = MoneyUnit::kWanYuan;
};

struct TemplateLine {
  PartKind kind = PartKind::kParagraph;
  size_t line = 0;
  std::vector<TemplatePiece> pieces;  // kTable: none
  std::string form;                   // kTable: the form's id
};

struct Template {
  std::vector<TemplateLine> lines;
  std::vector<TemplateProblem> problems;  // empty: every figure and placeholder is known
};

// "# " begins the title, "## " a heading; "{table FORM}" alone on a line is a form's table;
// "{FIGURE}" a figure as forms print it, "{FIGURE|yuan}" in yuan; "{{" and "}}" are braces.
[[nodiscard]] Template ReadTemplate(std::string_view text);

// A place of the template that could not be filled in as it should.
struct Gap {
  size_t line = 0;
  std::string figure;
  Words why;
};

struct Filled {
  Document document;  // tables are the caller's to add, in the order of `forms`
  std::vector<std::string> forms;
  std::vector<Gap> gaps;                  // figures without a value: "——" stands in their place
  std::vector<TemplateProblem> problems;  // figures of what the ledger does not have, or of what
                                          // the public may not see; empty: the document is good
};

// Where the template has problems the document lacks what they are about, and is not to be shown.
[[nodiscard]] Filled Fill(const Template& written, const Cut& cut, const Provenance& provenance,
                          const Printing& printing);

// The prose of a report as a table that is never shown, for those who look at every word and figure
// of one: a row for each line, its words first, then its figures. `filled` is of `written`.
[[nodiscard]] Table ProseTable(const Template& written, const Filled& filled);

}  // namespace outturn::figures
